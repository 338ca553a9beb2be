#!/bin/sh
# Runs the benchmarks of the terminal program and prints the tables of docs/benchmarks.md: territories, then tours.
# INSTANCES names the folder with territory/ and tsplib/; SECONDS_EACH the time a tour gets.
set -eu
cd "$(dirname "$0")/.."
. setup/env.sh
instances="${INSTANCES:-../shared/data/instances}"
seconds="${SECONDS_EACH:-1}"
[ -d "$instances" ] || instances=tests/instances
cargo build --locked --release --quiet --bin hinterland
node setup/bench.mjs "${CARGO_TARGET_DIR:-target}/release/hinterland" "$instances" "$seconds"
