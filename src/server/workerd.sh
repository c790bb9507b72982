#!/bin/sh
# Miniflare starts this in place of workerd (src/server/workerd.ts). It becomes workerd, under the same process number, once its
# number is where the watchdog and the next start look: invariant 1 needs both to know of a workerd before it can open the data.
#
# SAWT_WORKERD  the program
# SAWT_STARTED  the folder of a server that wants to know; `open` in it goes before anybody reads what else is in it. So whoever
#               ends this server reads this number, or this process sees that `open` is gone and goes by itself.
if [ -n "$SAWT_STARTED" ]; then
  printf '%s\n' "$@" >"$SAWT_STARTED/$$" || exit 1
  [ -e "$SAWT_STARTED/open" ] || exit 1
fi
exec "$SAWT_WORKERD" "$@"
