#!/usr/bin/env bash
# The whole test suite on each line of Node that we promise, each from the npm registry, no version
# manager and no script of theirs needed:  npm run test:matrix [22 24 26]
set -euo pipefail
cd "$(dirname "$0")/.."
declare -A versions=([20]=20.19.0 [22]=22.23.3 [24]=24.21.0 [26]=26.10.0)
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x64 ;;
  Linux-aarch64) platform=linux-arm64 ;;
  Darwin-arm64) platform=darwin-arm64 ;;
  Darwin-x86_64) platform=darwin-x64 ;;
  *) echo "no build of Node in the registry for $(uname -sm)" >&2; exit 2 ;;
esac
nodes=$(mktemp -d)
trap 'rm -rf "$nodes"' EXIT
wanted=("$@")
[ ${#wanted[@]} -gt 0 ] || wanted=(20 22 24 26)
npm run build --silent
for line in "${wanted[@]}"; do
  npm install --silent --no-save --ignore-scripts --prefix "$nodes" "node$line@npm:node-$platform@${versions[$line]}"
  node="$nodes/node_modules/node$line/bin/node"
  echo "::: Node $("$node" --version)"
  PATH="$(dirname "$node"):$PATH" "$node" node_modules/vitest/vitest.mjs run
done
