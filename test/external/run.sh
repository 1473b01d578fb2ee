#!/usr/bin/env bash
# The tests beside the real counterparts: the official SDKs for Python, Go and Java, a FastAPI app taken in by
# the README alone, the original toxiproxy-server, its clients for Python, Go and Java, and the checks that a
# registry makes of a package. Installs all of it below this folder, but for Go, a JDK and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=test/external
for tool in go javac mvn; do
  if ! command -v "$tool" > /dev/null; then
    echo "the original toxiproxy-server is built with Go, and clients and SDKs run with Go and Java: install $tool" >&2
    exit 1
  fi
done
mkdir -p "$here/.tools"
# Compiling the SDKs for Go takes a minute the first time, and seconds from then on.
(cd "$here/go-sdks" && go build -o ../.tools/go-sdks .) &
compiling=$!
sdks="$PWD/$here/.tools/java-sdks"
if [ ! "$sdks/lib" -nt "$here/java-sdks/pom.xml" ]; then
  rm -rf "$sdks/lib"
  mvn --quiet --batch-mode -f "$here/java-sdks/pom.xml" dependency:copy-dependencies -DoutputDirectory="$sdks/lib"
fi
javac -cp "$sdks/lib/*" -d "$sdks/classes" "$here"/java-sdks/*.java
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
wait "$compiling"
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
