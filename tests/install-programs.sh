#!/bin/sh
# What some tests drive: a Chromium, promtool, amtool, nginx and PgBouncer. As root on Debian or Ubuntu it is installed where it is missing, without
# starting a service; elsewhere the tests that need it fail and say so. (RabbitMQ is installed by the tests themselves, and
# only where none is found: see tests/servers.py.) With names only those are looked for: `make kubernetes` names kustomize.
set -eu
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0

missing=
for program in "$@"; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
if [ $# = 0 ]; then
  command -v chromium >/dev/null || missing="$missing chromium"
  command -v promtool >/dev/null || missing="$missing prometheus"
  command -v amtool >/dev/null || missing="$missing prometheus-alertmanager"
  command -v pgbouncer >/dev/null || missing="$missing pgbouncer"
  [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
fi
[ -n "$missing" ] || exit 0

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
# shellcheck disable=SC2086 # a list of names
install() { apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $missing >/dev/null 2>&1 </dev/null; }
install || { apt-get update -qq </dev/null && install; } || echo "apt-get could not install$missing" >&2
