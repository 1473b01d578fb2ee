#!/usr/bin/env bash
# The tests beside the real counterparts: the official Python SDKs, a FastAPI app taken in by the README
# alone, the original toxiproxy-server, and the checks that a registry makes of a package. Installs all of
# it below this folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=test/external
if ! command -v go > /dev/null; then
  echo 'the original toxiproxy-server is built with Go, which is not here: install it' >&2
  exit 1
fi
if [ ! -x "$here/.venv/bin/pytest" ]; then
  python3 -m venv "$here/.venv"
  "$here/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
fi
npm install --silent --no-save --no-fund --no-audit --prefix "$here/.tools" \
  publint@0.3.25 @arethetypeswrong/cli@0.18.5
npm run build --silent
"$here/.tools/node_modules/.bin/publint" --strict
"$here/.tools/node_modules/.bin/attw" --pack . --profile esm-only --exclude-entrypoints schema/scenario.json schema/config.json
version=2.12.0
if [ ! -x "$here/.tools/toxiproxy-$version/server" ]; then
  GOBIN="$PWD/$here/.tools/toxiproxy-$version" go install \
    -ldflags "-s -w -X github.com/Shopify/toxiproxy/v2.Version=$version" \
    "github.com/Shopify/toxiproxy/v2/cmd/server@v$version"
fi
TOXIPROXY_SERVER="$PWD/$here/.tools/toxiproxy-$version/server" \
  npx vitest run --config "$here/vitest.config.mjs"
"$here/.venv/bin/pytest" --color=no -q -p no:cacheprovider "$here"
