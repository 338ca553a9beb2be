#!/usr/bin/env python3
"""Holds the located places against lists that the packs are not made of. Needs python3, pip and the terminal program.

    python3 setup/evaluate_places.py [--cache FOLDER] [--program target/release/hinterland]

Cities of countrystatecity-countries, UN/LOCODE and airports, those near a city of 50,000 people, drawn from each country in
proportion to its cities; and names of large cities with slips of the hand and lost letters, which come from GeoNames. The
lists are fetched for this alone and never shipped. The points of US ZIPs are held against addresses of clinics and hospitals.
"""

import argparse
import csv
import json
import random
import re
import subprocess
import tempfile
from collections import Counter, defaultdict
from math import floor
from pathlib import Path

from fetch import package
from places import at, km, load
from zips import FAR_KM, census, collect, facilities

ROWS = 20_000
GRID = 4
PARTS = 5


def states_and_cities(cache):
    folder = package(cache, "countrystatecity-countries") / "countrystatecity_countries" / "data" / "by-country"
    for path in sorted(folder.glob("*/states/*/cities.json")):
        for city in json.loads(path.read_text()):
            if city["latitude"] and city["longitude"]:
                yield city["name"], city["state_code"], city["country_code"], (float(city["latitude"]), float(city["longitude"]))


def trade_locations(cache):
    for path in sorted((package(cache, "pyunlocode") / "pyunlocode" / "csv").glob("*Part*.csv")):
        for row in csv.reader(path.open(encoding="latin1")):
            point = len(row) > 10 and re.match(r"(\d\d)(\d\d)([NS]) (\d{3})(\d\d)([EW])", row[10])
            if point and row[2] and row[0] != "X":
                lat = (int(point[1]) + int(point[2]) / 60) * (1 if point[3] == "N" else -1)
                lon = (int(point[4]) + int(point[5]) / 60) * (1 if point[6] == "E" else -1)
                yield row[3], row[5], row[1], (lat, lon)


def airports(cache):
    with (package(cache, "airportsdata") / "airportsdata" / "airports.csv").open(encoding="utf8") as opened:
        for row in csv.DictReader(opened):
            if row["iata"] and row["city"]:
                yield row["city"], row["subd"], row["country"], (float(row["lat"]), float(row["lon"]))


def evaluate_zips(cache):
    """Holds the ZIPs against addresses that their points were settled without: a fifth of them in turn."""
    addresses = facilities(cache)
    random.Random(7).shuffle(addresses)
    areas, off, unknown = census(cache), [], 0
    for part in range(PARTS):
        rows = collect(cache, [row for index, row in enumerate(addresses) if index % PARTS != part])[0]
        for code, at in addresses[part::PARTS]:
            # An address so far from the area of its ZIP was geocoded wrongly.
            if code in areas and km(areas[code], at) < FAR_KM:
                unknown += code not in rows
                off += [km(rows[code][0], at)] if code in rows else []
    off.sort()
    print(f"ZIPs: {len(off) + unknown:,} addresses, {unknown} of unknown ZIPs, half within {off[len(off) // 2]:.2f} km, "
          f"95 % within {off[len(off) * 95 // 100]:.1f} km")


def near_cities(rows, cities):
    cells = defaultdict(list)
    for city in cities:
        cells[city["countrycode"], floor(city["latitude"] * GRID), floor(city["longitude"] * GRID)].append(at(city))
    for row in rows:
        name, region, country, point = row
        i, j = floor(point[0] * GRID), floor(point[1] * GRID)
        around = (cells.get((country, i + a, j + b), []) for a in (-1, 0, 1) for b in (-1, 0, 1))
        if any(km(point, city) < 12 for members in around for city in members):
            yield row


def slip(name, rng):
    i = rng.randrange(len(name) - 1)
    return rng.choice([name[:i] + name[i + 1:], name[:i] + name[i] + name[i:], name[:i] + rng.choice("aeinorst") + name[i + 1:],
                       name[:i] + name[i + 1] + name[i] + name[i + 2:]])


def named(cities, change):
    return [(change(city["name"]), "", city["countrycode"], at(city)) for city in cities]


def evaluate(title, rows, program):
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "shops.csv", Path(folder) / "located.csv"
        with file.open("w", encoding="utf8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(["Store Number", "City", "State/Province", "Country"])
            writer.writerows([f"s{index}", *row[:3]] for index, row in enumerate(rows))
        subprocess.run([program, "import", file, "--located", out], check=True, stdout=subprocess.DEVNULL)
        found = {row["account_id"]: row for row in csv.DictReader(out.open(encoding="utf8"))}
    told = Counter()
    for index, row in enumerate(rows):
        place = found.get(f"s{index}")
        off = km(row[3], (float(place["latitude"]), float(place["longitude"]))) if place and place["latitude"] else 1e9
        told["near"] += off <= 25
        told["far"] += off > 100
        told["wide"] += bool(place) and place["precision"] in ("region", "country")
    share = {key: f"{told[key] / len(rows):.1%}" for key in ("near", "far", "wide")}
    print(f"{title}: {len(rows):,} rows, {share['near']} within 25 km, {share['far']} over 100 km off, "
          f"{share['wide']} by region or country")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "hinterland-packs")
    parser.add_argument("--program", type=Path, default=Path("target/release/hinterland"))
    arguments = parser.parse_args()
    rng = random.Random(7)
    cities = [city for city in load(arguments.cache, "cities15000").values() if city["population"] >= 50_000]
    for title, rows in (("cities of states", states_and_cities), ("UN/LOCODE", trade_locations), ("airports", airports)):
        rows = list(near_cities(rows(arguments.cache), cities))
        evaluate(title, rng.sample(rows, min(ROWS, len(rows))), arguments.program)
    spelt = [city for city in cities if city["population"] >= 100_000 and 5 <= len(city["name"]) <= 22]
    evaluate("slips", named(rng.sample(spelt, 3000), lambda name: slip(name, rng)), arguments.program)
    marked = [c for c in cities if not c["name"].isascii() and all(ord(x) < 0x250 for x in c["name"])]
    for title, change in (
        ("mojibake", lambda name: name.encode().decode("cp1252", errors="ignore")),
        ("letters lost", lambda name: name.encode("ascii", errors="ignore").decode()),
        ("letters as ?", lambda name: name.encode("ascii", errors="replace").decode()),
    ):
        evaluate(title, named(marked, change), arguments.program)
    evaluate_zips(arguments.cache)


if __name__ == "__main__":
    main()
