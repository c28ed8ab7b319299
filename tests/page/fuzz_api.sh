#!/usr/bin/env bash
# Sends the server whatever its own description allows and forbids: it answers all of it, and never with a fault of its own.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
callboard=${CALLBOARD:-$root/target/release/callboard}
folder=$(mktemp -d)
"$callboard" serve "$folder" >"$folder/page" 2>/dev/null &
server=$!
trap 'kill -9 $server 2>/dev/null || true; rm -rf "$folder"' EXIT
until grep -q http "$folder/page"; do sleep 0.1; done
page=$(sed 's/.* at //' "$folder/page")
for name in one_queue two_sites; do
  curl -sf -X POST -H 'content-type: application/json' -d "{\"name\":\"$name\",\"template\":\"$name\"}" "${page}api/scenarios" >/dev/null
done
curl -sf -X POST -H 'content-type: application/json' -d '{"scenario":"one_queue","kind":"run"}' "${page}api/runs" >/dev/null
# News never end, so there is nothing to wait for.
schemathesis run "${page}api/openapi.json" --exclude-path /api/runs/news --max-examples "${EXAMPLES:-40}" --seed 1 --no-color \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance
curl -sf "${page}api/desk" >/dev/null
