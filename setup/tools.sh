#!/bin/sh
# Brings what is missing: `setup/tools.sh build` for the app, `… test` for the tests as well, `… bench` for the benchmarks.
# All but the compiler's target, Node.js and the browser goes into one folder (see setup/env.sh); run again, it only looks.
set -eu
cd "$(dirname "$0")/.."
. setup/env.sh
purpose="${1:-build}"

say() { printf '  %s\n' "$*"; }
stop() {
  printf 'set-up stopped: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

case "$purpose" in build | test | bench) ;; *) stop "'$purpose' is no purpose" "use: setup/tools.sh build, test or bench" ;; esac
[ -n "$WASM_BINDGEN" ] || stop "Cargo.lock names no wasm-bindgen" "restore it: git checkout Cargo.lock"
mkdir -p "$TOOLS/bin" || stop "cannot write to $TOOLS" "name another folder: HINTERLAND_TOOLS=/some/folder make serve"

# Debian's packages, as root or through sudo. 1: not a Debian, or no right to install.
debian_install() {
  have apt-get || return 1
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    have sudo || return 1
    as_root="sudo"
  fi
  say "installing $* with apt-get"
  log="$TOOLS/apt.log"
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 </dev/null; then
    $as_root apt-get update >"$log" 2>&1 </dev/null || true
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null || {
      tail -n 5 "$log" >&2
      return 1
    }
  fi
}

# ---- Rust ----
have cargo || stop "cargo is missing" "install Rust from https://rustup.rs, open a new terminal, and run this again"
version="$(rustc --version | sed 's/^rustc \([0-9]*\.[0-9]*\).*/\1/')"
if [ "${version%%.*}" -lt "${RUST%%.*}" ] || { [ "${version%%.*}" = "${RUST%%.*}" ] && [ "${version##*.}" -lt "${RUST##*.}" ]; }; then
  stop "Rust $version is too old, $RUST or later is needed" "run: rustup update stable"
fi
if ! have cc && ! have gcc && ! have clang; then
  debian_install build-essential || stop "no C linker, which Rust needs" "Debian: apt-get install build-essential" "macOS: xcode-select --install"
fi

wasm_builds() {
  probe="$(mktemp -d)"
  echo 'fn main() {}' >"$probe/probe.rs"
  built=0
  rustc --target wasm32-unknown-unknown "$probe/probe.rs" -o "$probe/probe.wasm" >/dev/null 2>&1 || built=1
  rm -rf "$probe"
  return $built
}
if ! wasm_builds; then
  have rustup || stop "this Rust cannot build for the browser (wasm32-unknown-unknown)" "install Rust from https://rustup.rs, whose targets can be added"
  say "adding the target wasm32-unknown-unknown"
  rustup target add wasm32-unknown-unknown || stop "rustup could not add the target" "see its message above; is the network reachable?"
  wasm_builds || stop "a build for wasm32-unknown-unknown fails even with the target added" "see: echo 'fn main() {}' | rustc --target wasm32-unknown-unknown -o /dev/null -"
fi
if [ "$purpose" = test ]; then
  for part in fmt clippy; do
    cargo "$part" --version >/dev/null 2>&1 && continue
    case $part in fmt) component=rustfmt ;; *) component=$part ;; esac
    say "adding $component"
    have rustup && rustup component add "$component" || stop "cargo $part is missing" "run: rustup component add $component"
  done
fi

# ---- Trunk and wasm-bindgen: built once, from source unless cargo-binstall can fetch them ----
# usage: cargo_tool PROGRAM CRATE VERSION [cargo install options]
cargo_tool() {
  program=$1 crate=$2 wanted=$3
  shift 3
  case "$("$TOOLS/bin/$program" --version 2>/dev/null || true)" in *" $wanted" | *" $wanted "*) return 0 ;; esac
  if cargo binstall -V >/dev/null 2>&1; then
    say "fetching $crate $wanted"
    if cargo binstall --no-confirm --force --root "$TOOLS" "$crate@$wanted" </dev/null >"$TOOLS/$program.log" 2>&1 &&
      "$TOOLS/bin/$program" --version 2>/dev/null | grep -q " $wanted"; then
      return 0
    fi
  fi
  say "building $crate $wanted, once (3 to 10 minutes)"
  # Speed of the build matters here, not that of the tool.
  env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo install --quiet --force --root "$TOOLS" "$crate" --version "=$wanted" "$@" </dev/null >"$TOOLS/$program.log" 2>&1 || {
    tail -n 15 "$TOOLS/$program.log" >&2
    stop "$crate $wanted did not build" "the whole log: $TOOLS/$program.log" "is the network reachable? then run this again"
  }
}
cargo_tool trunk trunk "$TRUNK" --locked --no-default-features --features rustls
cargo_tool wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN"

# ---- Node.js: runs wasm-opt, the local server and the end-to-end tests ----
if ! have node || ! have npm; then
  debian_install nodejs npm || stop "Node.js with npm is missing" "Debian: apt-get install nodejs npm" "macOS: brew install node"
fi
npm_log="$TOOLS/npm.log"
# usage: npm_tool PACKAGE VERSION
npm_tool() {
  grep -qs "^[[:space:]]*\"version\": \"$2\"" "$TOOLS/node_modules/$1/package.json" && return 0
  say "fetching $1 $2"
  [ -f "$TOOLS/package.json" ] || echo '{ "private": true }' >"$TOOLS/package.json"
  npm install --prefix "$TOOLS" --save-exact --no-audit --no-fund --loglevel=error "$1@$2" </dev/null >"$npm_log" 2>&1 || {
    tail -n 15 "$npm_log" >&2
    stop "npm could not fetch $1 $2" "the whole log: $npm_log" "is the network reachable? then run this again"
  }
}
# Debian 12 has an older Node.js: the right one comes from npm, for these scripts alone.
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt "${NODE%%.*}" ]; then npm_tool node "$NODE"; fi
npm_tool binaryen "$BINARYEN"

# ---- what benchmarks are held against ----
if [ "$purpose" = bench ]; then
  npm_tool udsv "$UDSV"
  npm_tool papaparse "$PAPAPARSE"
fi

# ---- the browser of tests and benchmarks ----
if [ "$purpose" != build ]; then
  npm_tool playwright-core "$PLAYWRIGHT"
  # Finds what shuts people out (MPL-2.0): injected into the page by tests, never shipped.
  npm_tool axe-core "$AXE"
  if [ -z "$(find_chromium)" ] && ! { debian_install chromium && [ -n "$(find_chromium)" ]; }; then
    say "fetching Chromium"
    PLAYWRIGHT_BROWSERS_PATH="$TOOLS/browsers" playwright-core install chromium </dev/null >"$TOOLS/chromium.log" 2>&1 || true
    [ -n "$(find_chromium)" ] || stop "no Chromium or Chrome for the tests" "Debian: apt-get install chromium" "macOS: install Google Chrome" "elsewhere: CHROMIUM=/path/to/chrome make test"
  fi
fi
