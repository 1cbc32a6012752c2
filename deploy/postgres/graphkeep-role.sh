#!/bin/sh
# Run once by the image, as superuser, when the data folder is made: the server gets a database of its own and no more.
set -eu
psql --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
  --set=password="$(cat "${ROLE_PASSWORD_FILE:-/run/secrets/postgres_graphkeep_password}")" <<'SQL'
CREATE ROLE graphkeep LOGIN PASSWORD :'password';
CREATE DATABASE graphkeep OWNER graphkeep;
REVOKE CONNECT ON DATABASE graphkeep FROM PUBLIC;
SQL
