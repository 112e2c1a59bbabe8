#!/usr/bin/env bash
# Takes the pictures of the README and of the guide (/help) anew:
# builds the plan into a folder of its own, serves it, and photographs pages.
# Needs Chromium and a Chinese font (Debian: apt install chromium fonts-noto-cjk).
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
export PLANGRAPH_STORE="$folder/store" PLANGRAPH_PORT="${PLANGRAPH_PORT:-8090}"
.venv/bin/plangraph build >/dev/null
.venv/bin/plangraph serve >/dev/null 2>&1 &
server=$!
trap 'kill "$server"; wait "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
address="http://127.0.0.1:$PLANGRAPH_PORT"
for _ in $(seq 50); do
  curl --silent --fail --output /dev/null "$address/readyz" && break
  sleep 0.2
done
.venv/bin/python docs/pictures/photograph.py "$address"
