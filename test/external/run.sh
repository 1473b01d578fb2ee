#!/usr/bin/env bash
# The tests beside the real counterparts: the official Python SDKs, a FastAPI app taken in by the README
# alone, the original toxiproxy-server, its clients for Python, Go and Java, and the checks that a registry
# makes of a package. Installs all of it below this folder, but for Go, a JDK and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=test/external
for tool in go javac mvn; do
  if ! command -v "$tool" > /dev/null; then
    echo "the original toxiproxy-server is built with Go, and its clients run with Go and Java: install $tool" >&2
    exit 1
  fi
done
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
(cd "$here/go-client" && go test -count=1 ./...)
java="$here/.tools/java"
for jar in eu.rekawek.toxiproxy:toxiproxy-java:2.1.11 com.google.code.gson:gson:2.13.1; do
  if ! ls "$java/$(cut -d: -f2 <<< "$jar")"-*.jar > /dev/null 2>&1; then
    mvn --quiet --batch-mode dependency:copy -Dartifact="$jar" -DoutputDirectory="$PWD/$java"
  fi
done
javac -cp "$java/*" -d "$java/classes" "$here/java-client/Client.java"
java -cp "$java/classes:$java/*" Client
