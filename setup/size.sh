#!/bin/sh
# What a visitor's first load weighs, gzipped: fails above 962 KB for the page's wasm, or 1,018 KB in all with scripts and styles.
# The data packs and the programs that plan, read and unpack come when they are first needed; they are listed apart and not
# counted.
set -eu
cd "$(dirname "$0")/../${1:-dist}"
wasm=0 all=0 later=""
for file in $(find . -type f ! -name '*.md' ! -path './sample/*' | LC_ALL=C sort); do
  case $file in
    *.gz) size=$(wc -c <"$file") ;;
    *) size=$(gzip -9 -c "$file" | wc -c) ;;
  esac
  line="$(printf '  %8d  %s' "$size" "${file#./}")"
  case $file in
    ./packs/* | ./planner-* | ./importer-* | ./unpacker-*)
      later="$later
$line"
      continue
      ;;
  esac
  echo "$line"
  all=$((all + size))
  case $file in ./page-*.wasm) wasm=$((wasm + size)) ;; esac
done
printf '  when first needed:%s\n' "$later"
printf '  gzipped: wasm of the page %d KB of 962; first load %d KB of 1018\n' $((wasm / 1000)) $((all / 1000))
if [ "$wasm" -eq 0 ] || [ "$wasm" -gt 962000 ] || [ "$all" -gt 1018000 ]; then
  echo "  too heavy: see what grew above; a dependency's default features are the usual cause" >&2
  exit 1
fi
