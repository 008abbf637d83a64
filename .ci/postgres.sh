#!/usr/bin/env bash
# Starts a PostgreSQL server of its own for the tests, as whoever may run one, and prints how psql reaches it.
# Prints nothing where PostgreSQL is absent: then its tests are skipped. `stop DIR` ends it.
set -euo pipefail

bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)"
[ -n "$bin" ] && command -v psql >/dev/null || exit 0

as_owner() {
  if [ "$(id -u)" = 0 ]; then su postgres -c "$1"; else bash -c "$1"; fi
}

if [ "${1:-}" = stop ]; then
  as_owner "$bin/pg_ctl -D '$2/data' -m immediate stop" >/dev/null
  rm -rf "$2"
  exit 0
fi

dir="$1"
[ "$(id -u)" != 0 ] || chown postgres "$dir"
as_owner "$bin/initdb -D '$dir/data' -U postgres -A trust" >/dev/null
as_owner "$bin/pg_ctl -D '$dir/data' -w -l '$dir/log' -o '-k $dir -c listen_addresses= -c fsync=off' start" >/dev/null
echo "host=$dir user=postgres dbname=postgres"
