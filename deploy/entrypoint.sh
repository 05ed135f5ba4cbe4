#!/bin/bash
# web | worker | migrate | any command. What lies in /keys/<service>.env, and for a worker in /worker-keys/<service>.env, fills in
# what the environment does not give.
set -euo pipefail
for keys in /keys /worker-keys; do
  if [ -n "${SERVICE:-}" ] && [ -r "$keys/$SERVICE.env" ]; then
    while IFS= read -r line; do
      name=${line%%=*}
      [ -n "${!name:-}" ] || export "$line"
    done <"$keys/$SERVICE.env"
  fi
done
mkdir -p "${PROMETHEUS_MULTIPROC_DIR:=/tmp/prometheus}" && rm -f "$PROMETHEUS_MULTIPROC_DIR"/*.db
case ${1:-} in
  web) exec gunicorn --config deploy/gunicorn.conf.py "services.$SERVICE.app:create_app()" ;;
  worker | migrate) exec flask --app "services.$SERVICE.app" "$1" ;;
  *) exec "$@" ;;
esac
