"""Prefectures, districts and counties of China, which the lists of places know by their seats alone."""

import csv
import re
import sys
from collections import defaultdict
from math import cos, hypot, radians

from fetch import package
from packfile import fold

CHINA = "CN"
# What is not known of their people.
PEOPLE = 30_000
# A place of that name nearer than this is the same.
SAME_KM = 40
# Rows that gather districts and are no place.
GATHERED = {"市辖区", "县", "自治区直辖县级行政区划", "省直辖县级行政区划"}
KIND = re.compile(r"(自治州|自治县|自治旗|联合旗|地区|(?<=农架)林区|特区|新区|矿区|[市区县旗盟州])$")

# Names whose signs are read otherwise in other words.
READINGS = {"朝阳": "chao yang", "民乐": "min le", "漯河": "luo he"}


def peoples(cache):
    """The names of peoples that stand in names of places: 藏族, 回族."""
    rows = (package(cache, "cpca") / "cpca" / "resources" / "56_nations.csv").read_text(encoding="utf8").split()
    return sorted(rows, key=lambda name: (-len(name), name))


def short(name, peoples_pattern):
    """甘南藏族自治州 → 甘南."""
    bare = KIND.sub("", name)
    while bare != (cut := peoples_pattern.sub("", bare)):
        bare = cut
    return bare if len(bare) > 1 else name


def latin(cache, name):
    sys.path.insert(0, str(package(cache, "pypinyin")))
    from pypinyin import lazy_pinyin

    syllables = READINGS[name].split() if name in READINGS else [s.replace("v", "ü") for s in lazy_pinyin(name)]
    # An apostrophe where a syllable begins with a vowel: Xi'an.
    joined = "".join("’" + s if i and s[0] in "aeo" else s for i, s in enumerate(syllables))
    return joined.capitalize()


def km(place, point):
    return hypot(place["latitude"] - point[0], (place["longitude"] - point[1]) * cos(radians(point[0]))) * 111.2


def find(cache, known, region_at):
    """(places that `known` lacks, other names of those it has: [(name, place)])."""
    by_name = defaultdict(list)
    for place in known:
        for name in {fold(name) for name in [place["name"], *place["alternatenames"]]}:
            by_name[name].append(place)
    pattern = re.compile(f"({'|'.join(re.escape(name) for name in peoples(cache))})$")
    new, others = [], []
    with (package(cache, "cpca") / "cpca" / "resources" / "adcodes.csv").open(encoding="utf-8-sig") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["adcode"])
    for row in rows:
        code, name = row["adcode"][:6], row["name"]
        if code.endswith("0000") or name in GATHERED or not row["longitude"]:
            continue
        point = float(row["latitude"]), float(row["longitude"])
        region = region_at(point)
        bare = short(name, pattern)
        spelt = latin(cache, bare)
        names = [name] if bare == name or KIND.sub("", name) == bare else [name, bare]
        near = [p for key in (fold(name), fold(bare), fold(spelt)) for p in by_name[key] if km(p, point) < SAME_KM]
        if near:
            place = max(near, key=lambda p: (p["population"], -p["geonameid"]))
            others += [(other, place) for other in [*names, spelt]]
        elif region is not None:
            new.append({"name": spelt, "latitude": point[0], "longitude": point[1], "countrycode": CHINA,
                        "population": PEOPLE, "admin1code": region, "alternatenames": names, "geonameid": 0})
    return new, others
