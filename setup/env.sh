# Sourced by the other scripts, from the top of the repository: where the tools are.
# HINTERLAND_TOOLS moves the folder, which is outside the repository so that every clone shares it.
. setup/versions.sh
TOOLS="${HINTERLAND_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/hinterland/tools}"
PATH="$TOOLS/bin:$TOOLS/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
export PATH HINTERLAND_TOOLS="$TOOLS"

WASM_BINDGEN="$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)"

# Chromium or Chrome for the end-to-end tests: CHROMIUM if set, else an installed one, else the one brought by set-up.
find_chromium() {
  if [ -n "${CHROMIUM:-}" ]; then
    echo "$CHROMIUM"
    return
  fi
  for name in chromium google-chrome-stable google-chrome chromium-browser; do
    if command -v "$name" >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  for file in \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "$TOOLS"/browsers/chromium-*/chrome-linux*/chrome \
    "$TOOLS"/browsers/chromium-*/chrome-mac*/*.app/Contents/MacOS/*; do
    if [ -x "$file" ]; then
      echo "$file"
      return
    fi
  done
}
