#!/usr/bin/env bash
# Recounts a Sawt log with curl and awk alone, and checks a lock with sha256sum.
#
#   bash recount.sh https://sawt.example/log/facebook-hour
#   bash recount.sh lock ORIGIN QUESTION SECRET       ORIGIN as in the first line of the log: sawt.example/log/facebook-hour
set -euo pipefail

# The lock of a secret: it stands on the ballot's line.
if [ "${1:-}" = lock ]; then
  printf "$(printf 'sawt-lock/v1\n%s\n%s\n%s' "$2" "$3" "$4" | sha256sum | cut -c1-64 | sed 's/../\\x&/g')" |
    base64 | tr '+/' '-_' | tr -d '='
  exit
fi

log=${1%/}

# A bundle is a run of entries, each after its length in two bytes. Here they become lines.
lines() { od -An -v -tu1 | LC_ALL=C awk '{ for (i = 1; i <= NF; i++)
  if (!at) { left = 256 * $i; at = 1 } else if (at == 1) { left += $i; at = 2; line = "" }
  else { line = line sprintf("%c", $i); if (!--left) { print line; at = 0 } } }'; }

# Line k of entries.txt is entry k − 1.
size=$(curl -sf "$log/checkpoint" | sed -n 2p)
n=0
while [ $((n * 256)) -lt "$size" ]; do
  path=$(printf %03d $((n % 1000)))
  [ $n -lt 1000 ] || path=x$(printf %03d $((n / 1000)))/$path
  left=$((size - n * 256))
  [ $left -ge 256 ] || path=$path.p/$left
  curl -sf "$log/tile/entries/$path" | lines
  n=$((n + 1))
done > entries.txt

awk '$1 == "ballot"   { ballot[NR - 1] = $2 " " $3 " " $5; add($2, $3, $5, 1) }
     $1 == "withdraw" { split(ballot[$2], b, " "); add(b[1], b[2], b[3], -1) }
     function add(question, class, options, by,   o, k, i) {
       k = split(options, o, ","); for (i = 1; i <= k; i++) count[question " " o[i] " " class] += by }
     END { for (each in count) print each, count[each] }' entries.txt | sort
# What the newest seal states; its options are without the ballots taken back.
grep '^seal ' entries.txt | tail -n 1
