"""Cities, counties and wards of South Korea in both scripts: the list of places lacks some, that of postal codes has Hangul alone."""

from collections import defaultdict
from math import cos, hypot, radians
from statistics import median

from packfile import fold
from postal_places import rows_of_regions

KOREA = "KR"
# What they are, and what is not known of their people.
KINDS = {"시": ("si", 100_000), "구": ("gu", 100_000), "군": ("gun", 20_000)}
# A place of that name nearer than this is the same.
SAME_KM = 30
# Revised Romanization: letters that begin a syllable, its vowels, and letters that end it.
FIRST = "g kk n d tt r m b pp s ss _ j jj ch k t p h".replace("_", "-").split()
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
LAST = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
# What an ending letter is before a vowel, and before a nasal or ㄹ.
BEFORE_VOWEL = "- g kk ks n nj n d r lg lm lb ls lt lp r m b ps s ss ng j ch k t p -".split()
NASAL = {"k": "ng", "t": "n", "p": "m"}


def romanized(word):
    """종로 → Jongno, 강릉 → Gangneung, 용인 → Yongin."""
    codes = [ord(letter) - 0xAC00 for letter in word]
    if not all(0 <= code < 11172 for code in codes):
        return ""
    text, last = "", 0
    for code in codes:
        first, vowel, end = FIRST[code // 588], VOWELS[code % 588 // 28], code % 28
        before = LAST[last]
        if last and first == "-":
            before = BEFORE_VOWEL[last]
        elif before in NASAL and first in ("n", "m", "r"):
            before, first = NASAL[before], "n" if first == "r" else first
        elif before in ("n", "l") and first == "r" or before == "l" and first == "n":
            before, first = "l", "l"
        elif before in ("m", "ng") and first == "r":
            first = "n"
        text += before.strip("-") + first.strip("-") + vowel
        last = end
    return (text + LAST[last].strip("-")).capitalize()


def km(place, point):
    return hypot(place["latitude"] - point[0], (place["longitude"] - point[1]) * cos(radians(point[0]))) * 111.2


def find(cache, known, region_at):
    """(places that `known` lacks, other names of those it has: [(name, place)])."""
    points, by_name = defaultdict(list), defaultdict(list)
    for iso, _, province, (district, _), at in rows_of_regions(cache):
        words = district.split()
        # A ward goes by a name that many cities have one of.
        for depth in range(len(words)) if iso == KOREA else []:
            points[(province, *words[:depth + 1])].append(at)
    for place in known:
        for name in {fold(name) for name in [place["name"], *place["alternatenames"]]}:
            by_name[name].append(place)
    new, others = [], []
    for (*_, name), every in sorted(points.items()):
        at = tuple(median(p[axis] for p in every) for axis in (0, 1))
        if name[-1] not in KINDS or len(name) < 2:
            continue
        kind, people = KINDS[name[-1]]
        stem = romanized(name[:-1])
        latin = f"{stem}-{kind}" if stem else ""
        near = lambda *names: [p for n in names if n for p in by_name[fold(n)] if km(p, at) < SAME_KM]
        own, other = near(name, name[:-1]), near(latin, stem)
        if not other and own and latin:
            others.append((latin, max(own, key=lambda place: place["population"])))
        elif not own and other:
            others.append((name, max(other, key=lambda place: place["population"])))
        elif not own and latin:
            new.append({"name": latin, "latitude": at[0], "longitude": at[1], "countrycode": KOREA, "population": people,
                        "admin1code": region_at(at), "alternatenames": [name], "geonameid": 0})
    return new, others
