#!/bin/sh
# Runs the benchmarks and prints the tables of docs/benchmarks.md: reading and locating in Chromium, polluted files,
# territories, tours, medians, visits.
# INSTANCES names the folder with territory/, tsplib/, cpmp/, vrptw/ and pvrp/; LINES a CSV of order lines; SECONDS_EACH the time a tour gets;
# POLLUTED the archive of Pollock's polluted files, or its folder; ONLY=import leaves out all but the first, ONLY=polluted
# all but the reading of polluted files, ONLY=designs all but the designs in Chromium, for which dist/ is built,
# ONLY=calendars all but calendars, ONLY=people all but designs with people and barriers, ONLY=rivals all but the territories of other programs, ONLY=growth writes the pages on how time
# grows, which no other run does, and
# ONLY=memory measures what imports cost in the browser's memory, which is in no other run: of MEMORY_FILES, or of files that
# it makes, with the site in dist/, which is built if it is not there.
set -eu
cd "$(dirname "$0")/.."
. setup/env.sh
instances="${INSTANCES:-../shared/data/instances}"
seconds="${SECONDS_EACH:-1}"
lines="${LINES:-../shared/data/real/superstore_us_orders.csv}"
[ -d "$instances" ] || instances=tests/instances
[ -f "$lines" ] || lines=tests/instances/order-lines.csv
target="${CARGO_TARGET_DIR:-target}"
polluted="${POLLUTED:-../shared/data/real/pollock_polluted_files.tar.xz}"

# How exactly polluted files are read.
read_polluted() {
  [ -e "$polluted" ] || { echo "skipped: no polluted files ($polluted)"; return; }
  cargo build --locked --release --quiet --bin hinterland
  python3 setup/pollock.py "$target/release/hinterland" "$polluted"
}

# How long a design takes in the app, on the site as it is served.
design_in_browser() {
  setup/tools.sh test
  make dist
  node setup/bench-designs.mjs "$instances/territory"
}

[ "${ONLY:-}" = polluted ] && { read_polluted; exit; }
# How long calendars take and how good they are, natively and in the app.
make_calendars() {
  setup/tools.sh test
  make dist
  cargo build --locked --release --quiet --bin hinterland
  node setup/bench-calendars.mjs "$target/release/hinterland" site
}

# Territories by METIS and k-means-constrained, where they can be had.
rival() {
  RIVALS="$target/bench-rivals" python3 setup/bench-rivals.py "$instances"
}

# How the time of a design grows; writes docs/growth.md and docs/growth.svg.
grow() {
  cargo build --locked --release --quiet --bin hinterland
  python3 setup/growth.py "$target/release/hinterland" docs
}

# Designs with people and barriers.
with_people() {
  cargo build --locked --release --quiet --bin hinterland
  python3 setup/bench-people.py "$target/release/hinterland" "$instances"
}

[ "${ONLY:-}" = people ] && { with_people; exit; }
[ "${ONLY:-}" = rivals ] && { rival; exit; }
[ "${ONLY:-}" = growth ] && { grow; exit; }
[ "${ONLY:-}" = designs ] && { design_in_browser; exit; }
[ "${ONLY:-}" = calendars ] && { make_calendars; exit; }
if [ "${ONLY:-}" = memory ]; then
  setup/tools.sh test
  [ -f dist/index.html ] || setup/build.sh
  # The files' names are parted by blanks.
  # shellcheck disable=SC2086
  exec node setup/bench-memory.mjs ${MEMORY_FILES:-}
fi
setup/tools.sh bench
# As the importer is built, which is the program that reads in the app.
cargo build --locked --profile planner --no-default-features --quiet --target wasm32-unknown-unknown --bin bench
rm -rf "$target/bench"
wasm-bindgen --target web --no-typescript --out-dir "$target/bench" "$target/wasm32-unknown-unknown/planner/bench.wasm"
wasm-opt -O --enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
  -o "$target/bench/bench_bg.wasm" "$target/bench/bench_bg.wasm"
node setup/bench-import.mjs "$target/bench" "$lines"
[ "${ONLY:-}" = import ] && exit
read_polluted
cargo build --locked --release --quiet --bin hinterland
rival
# An instance of the family of p3038 with p = 600, where its places are at hand; its bound needs what the rivals brought.
if [ -f "$instances/tsplib/pcb3038.tsp" ]; then
  python3 setup/median-bound.py p3038 "$instances/tsplib/pcb3038.tsp" "$target/p3038_600.dat"
fi
P3038="$target/p3038_600.dat" PYTHONPATH="$target/bench-rivals" \
  node setup/bench.mjs "$target/release/hinterland" "$instances" "$seconds"
design_in_browser
[ -d "$instances/territory" ] && with_people
make_calendars
