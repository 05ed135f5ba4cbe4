#!/bin/bash
# One database and one role a service; no role can enter another's database. Passwords come from its volume, by way of memory.
set -euo pipefail
for service in intake cases partners notifications; do
  password=$(cat "/run/keys/$service")
  psql -v ON_ERROR_STOP=1 -qU "${POSTGRES_USER:-postgres}" -d postgres -v role="besa_$service" -v password="$password" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE :"role" OWNER :"role";
REVOKE CONNECT, TEMPORARY ON DATABASE :"role" FROM PUBLIC;
SQL
done
