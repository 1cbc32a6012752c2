#!/bin/sh
# deploy/make-secrets.sh [FOLDER]: makes all secrets that docker-compose.yml mounts, by chance, once.
set -eu
deploy=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$deploy/secrets}

if [ -e "$folder/api_key" ]; then
  echo "$folder holds secrets already. Nothing was changed; docs/deployment.md says how to change one." >&2
  exit 1
fi

# Others are kept out by the folder. The files must be open: the users inside of the containers are not the one who made them.
umask 022
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -v -tx1 -N 32 /dev/urandom | tr -d ' \n'; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1; }
secret() { printf '%s' "$2" >"$folder/$1"; }

neo4j=$(random)
secret neo4j_auth "neo4j/$neo4j"
secret neo4j_password "$neo4j"

redis=$(random)
secret redis_url "redis://graphkeep:$redis@redis:6379"
sed "s/PASSWORD_SHA256/$(printf '%s' "$redis" | sha256)/" "$deploy/redis/users.acl.template" >"$folder/redis_users.acl"

postgres=$(random)
secret postgres_password "$(random)"
secret postgres_graphkeep_password "$postgres"
secret database_url "postgresql://graphkeep:$postgres@timescaledb:5432/graphkeep"

# The last one: while it is missing, the others are made anew.
secret api_key "gk_$(random)"
echo "Secrets are in $folder. The API key is in $folder/api_key."
