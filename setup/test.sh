#!/bin/sh
# Runs everything and closes with `N passed, N failed, N skipped`. A check (formatting, clippy, builds, size) counts as
# one; Rust's and Node's tests count each. A later stage runs though an earlier one failed, unless it needs its result.
set -u
cd "$(dirname "$0")/.."
. setup/env.sh
logs="${CARGO_TARGET_DIR:-target}/test-logs"
mkdir -p "$logs"
passed=0 failed=0 skipped=0
broken=""
begun=$(date +%s)

now() { echo $(($(date +%s) - begun)); }
# usage: add PASSED FAILED SKIPPED; the stage's own figures, printed with its seconds
add() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  printf '   %s passed, %s failed, %s skipped, %s s\n' "$1" "$2" "$3" $(($(now) - started))
}
open_stage() {
  started=$(now)
  printf '\n== %s\n' "$1"
}
# usage: check TITLE LOG COMMAND…: shows the end of the log when it fails
check() {
  title=$1 log="$logs/$2.log"
  shift 2
  open_stage "$title"
  if "$@" >"$log" 2>&1 </dev/null; then
    add 1 0 0
  else
    tail -n 60 "$log"
    echo "   failed: $title; the whole log: $log"
    broken="$broken
   $title"
    add 0 1 0
    return 1
  fi
}
finish() {
  if [ "$failed" -gt 0 ]; then printf '\nFailed:%s\n' "$broken"; fi
  printf '\n%s s in all\n%s passed, %s failed, %s skipped\n' "$(now)" "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
  exit
}

open_stage "Tools (in $TOOLS)"
if ! setup/tools.sh test; then
  broken="
   Tools"
  add 0 1 0
  finish
fi
printf '   %s s\n' $(($(now) - started))

# Another compiler has other lints: its warnings are shown, but only those of the one we write for are failures.
case "$(rustc --version)" in
  "rustc $RUST."*) lints="-Dwarnings" ;;
  *) lints="-Wwarnings" && echo "   clippy's warnings do not fail with this compiler: they are settled for Rust $RUST" ;;
esac

check "Licences of dependencies" licences node setup/licences.mjs
check "Formatting" rustfmt cargo fmt --check
check "Clippy, native" clippy-native cargo clippy --locked --all-targets -- "$lints"
# In the site's profile, so that the site's build finds the compiler plug-ins already built.
check "Clippy, browser" clippy-browser \
  cargo clippy --locked --profile site --target wasm32-unknown-unknown --lib --bin page --bin planner --bin importer --bin unpacker -- "$lints"

open_stage "Native tests"
log="$logs/native.log"
status=0
# The same cases each time, so that the same code has the same outcome; another seed, or 0 for a new one, looks further.
PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-20261127}"
if [ "$PROPTEST_RNG_SEED" != 0 ]; then export PROPTEST_RNG_SEED; fi
cargo test --locked --no-fail-fast -- --show-output >"$log" 2>&1 </dev/null || status=$?
# A test that cannot run here says `skipped: why` and returns: Rust counts it as passed, we do not.
counts=$(awk '
  /^test result: / { for (i = 1; i < NF; i++) { if ($(i+1) ~ /^passed/) p += $i; if ($(i+1) ~ /^failed/) f += $i; if ($(i+1) ~ /^ignored/) s += $i } }
  /^successes:/ { green = 1 }
  /^failures:/ { green = 0 }
  /^---- .* stdout ----$/ { name = $2 }
  /^skipped: / { if (green && name != "") { k++; name = "" } }
  END { print p - k, f + 0, s + k }' "$log")
if [ "$status" -ne 0 ]; then
  grep -E '^(error|warning: build failed|test .* FAILED)' "$log"
  awk '/^test result: / { on = 0 } /^failures:/ { on = 1 } on' "$log" | head -n 80
  echo "   failed: Native tests; the whole log: $log"
  broken="$broken
   Native tests"
  case "$counts" in *" 0 "*) counts=$(echo "$counts" | awk '{ print $1, 1, $3 }') ;; esac
fi
grep -h '^skipped: ' "$log" | sort -u | sed 's/^/   /'
add $counts

if check "The site, built by Trunk" site make --no-print-directory dist; then
  check "Size of the first load" size setup/size.sh && tail -n 1 "$logs/size.log"
  if check "The terminal program" terminal cargo build --locked --release --bin hinterland; then
    open_stage "End to end, in $(basename "$(find_chromium)")"
    log="$logs/end-to-end.tap"
    CHROMIUM="$(find_chromium)" HINTERLAND_PROGRAM="${CARGO_TARGET_DIR:-target}/release/hinterland" \
      node --test --test-reporter=spec --test-reporter-destination=stdout \
      --test-reporter=tap --test-reporter-destination="$log" tests/e2e/*.test.mjs </dev/null
    status=$?
    counts=$(awk '/^# pass / { p = $3 } /^# fail / { f = $3 } /^# cancelled / { c = $3 } /^# (skipped|todo) / { s += $3 }
      END { print p + 0, f + c, s + 0 }' "$log")
    if [ "$status" -ne 0 ]; then
      broken="$broken
   End to end"
      case "$counts" in *" 0 "*) counts=$(echo "$counts" | awk '{ print $1, 1, $3 }') ;; esac
    fi
    add $counts
  fi
fi
finish
