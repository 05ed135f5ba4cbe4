#!/bin/sh
# Alertmanager with somebody to tell, or not at all: pages that go nowhere look like peace. On a trial (PUBLIC_URL on this machine) it may do without.
set -eu
public=${PUBLIC_URL:-http://127.0.0.1:8000}
case $public in
  http://127.0.0.1:* | http://127.0.0.1/* | http://127.0.0.1 | http://localhost:* | http://localhost/* | http://localhost) trial=yes ;;
  *) trial= ;;
esac
folder=${RECEIVERS:-/tmp/receivers}
mkdir -p "$folder"
keep() { # name of the file, value, name of the variable
  if [ -n "$2" ]; then
    printf %s "$2" >"$folder/$1"
  elif [ -n "$trial" ]; then
    echo "$3 is not set: on this trial nobody is told." >&2
    printf %s http://127.0.0.1:9/nobody >"$folder/$1"
  else
    echo "$3 is not set: Alertmanager does not start without somebody to tell (docs/operations.md, Alerts)." >&2
    exit 1
  fi
}
keep duty "${ALERTS_URL:-}" ALERTS_URL
keep dead-man "${DEAD_MAN_URL:-}" DEAD_MAN_URL
exec "$@"
