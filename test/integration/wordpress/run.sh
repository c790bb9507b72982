#!/bin/sh
# What a real WordPress makes of a poll's address, without our plugin and with it. See README.md.
# Usage: run.sh SAWT_ADDRESS POLL
set -eu

sawt=$1
poll=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill "$database" 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM

# A database of its own, reached by its socket alone.
mariadb-install-db --datadir="$work/db" --auth-root-authentication-method=normal --user="$(id -un)" >/dev/null
mariadbd --datadir="$work/db" --socket="$work/sql" --skip-networking --user="$(id -un)" --pid-file="$work/pid" 2>"$work/db.log" &
database=$!
for _ in $(seq 60); do mariadb --socket="$work/sql" -uroot -e 'select 1' >/dev/null 2>&1 && break; sleep 1; done
mariadb --socket="$work/sql" -uroot -e 'create database wordpress'

# Debian's files, copied so that nothing of the system's is written.
cp -rL /usr/share/wordpress "$work/site"
cat > "$work/site/wp-config.php" <<PHP
<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:$work/sql' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'WP_CONTENT_DIR', '$work/site/wp-content' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', true );
\$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) { define( 'ABSPATH', '$work/site/' ); }
require_once ABSPATH . 'wp-settings.php';
PHP

article() { SAWT="$sawt" POLL="$poll" SITE="$work/site" php "$here/article.php" "$1"; }

curl -fsS "$sawt/embed/wordpress/sawt-embed.php" -o "$work/sawt-embed.php"
php -l "$work/sawt-embed.php" >/dev/null && echo 'ok  the plugin is PHP'

article install
article sandboxed > "$work/article.html"
expect() { grep -qF -- "$2" "$work/article.html" && echo "ok  $1" || { echo "NOT OK  $1: no $2 in"; cat "$work/article.html"; exit 1; }; }
expect 'the address became a frame of the results' "/e/$poll?lang=ar"
expect 'in a sandbox' 'sandbox="allow-scripts"'
expect 'with a secret' '#?secret='
expect 'and the quotation with the link before it' "<blockquote class=\"wp-embedded-content\""

mkdir -p "$work/site/wp-content/plugins"
cp "$work/sawt-embed.php" "$work/site/wp-content/plugins/"
article trusted > "$work/article.html"
expect 'with the plugin it is the form' "src=\"$sawt/e/$poll?lang=ar\""
expect 'and the loader' "$sawt/embed.js"
if grep -q sandbox "$work/article.html"; then echo 'NOT OK  it is in a sandbox'; exit 1; fi
echo 'ok  out of the sandbox'
