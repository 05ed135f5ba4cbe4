#!/bin/sh
# Creates .venv with a Python of 3.11 to 3.13. Called by the Makefile; does nothing where .venv works already.
set -eu
cd "$(dirname "$0")/.."

works() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

if works .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
  exit 0
fi

python=
for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11 /usr/bin/python3; do
  # A name can exist and yet not run: pyenv's shims do that.
  if works "$name"; then python=$name; break; fi
done
if [ -z "$python" ]; then
  echo "Besa needs Python 3.11, 3.12 or 3.13: install one, or name it with 'make PYTHON=/path/to/python3.12 ...'." >&2
  exit 1
fi

# Debian ships Python without ensurepip: then venv leaves a folder without pip behind.
make_venv() { rm -rf .venv && "$python" -m venv .venv >/dev/null 2>&1 && .venv/bin/python -m pip --version >/dev/null 2>&1; }

if ! make_venv; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    rm -rf .venv
    echo "Python $version here cannot make virtual environments: run 'sudo apt-get install python$version-venv' first." >&2
    exit 1
  fi
  echo "Installing python$version-venv, without which Python cannot make virtual environments"
  export DEBIAN_FRONTEND=noninteractive
  install() { apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$1" >/dev/null </dev/null; }
  install "python$version-venv" 2>/dev/null || { apt-get update -qq </dev/null; install "python$version-venv"; }
  make_venv
fi
