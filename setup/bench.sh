#!/bin/sh
# Runs the terminal program's benchmarks, one JSON line an instance. INSTANCES names the folder with tsplib/, cpmp/ …;
# SECONDS_EACH the time an instance gets.
set -eu
cd "$(dirname "$0")/.."
. setup/env.sh
instances="${INSTANCES:-../shared/data/instances}"
seconds="${SECONDS_EACH:-1}"
[ -d "$instances" ] || instances=tests/instances
cargo build --locked --release --quiet --bin hinterland
program="${CARGO_TARGET_DIR:-target}/release/hinterland"
for file in "$instances"/tsplib/*.tsp; do
  [ -f "$file" ] || { echo "no instance in $instances/tsplib: INSTANCES=/folder make bench" >&2; exit 1; }
  "$program" benchmark tsp "$file" --seconds "$seconds" --seed 1
done
