#!/usr/bin/env bash
# Lints the workflows with actionlint, built from source at a pinned version by Go.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v go >/dev/null; then
  echo 'Workflows not linted: this needs Go (https://go.dev/dl/). CI lints them in any case.'
  exit 0
fi
mkdir -p .hotpass/tools
GOBIN="$PWD/.hotpass/tools" GOFLAGS=-mod=mod go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
# shellcheck is used where it is installed, which would make the result differ between machines.
.hotpass/tools/actionlint -shellcheck= -pyflakes=
echo 'Workflows: no finding.'
