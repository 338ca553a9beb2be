#!/bin/sh
# Builds the static site into dist/.
set -eu
cd "$(dirname "$0")/.."
. setup/env.sh
echo "Tools: $TOOLS"
setup/tools.sh build
echo "Fetching the crates that Cargo.lock names"
cargo fetch --locked --quiet || { echo "the crates could not be fetched: is the network reachable?" >&2; exit 1; }
echo "Building dist/ (several minutes the first time)"
NO_COLOR=true trunk build --log warn
echo "Built dist/"
