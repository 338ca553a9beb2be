#!/usr/bin/env python3
"""Makes the fictional sample under public/sample: 1,200 accounts in the 48 states and 12 reps.

    python3 setup/sample.py [--cache FOLDER]

Towns and ZIPs are real and drawn by population; every company, person, street number and figure is invented.
"""

import argparse
import csv
import random
import tempfile
from pathlib import Path

import cities
import zips
from packfile import fold

ROOT = Path(__file__).resolve().parent.parent
SEED = 48
ACCOUNTS = 1200
ELSEWHERE = {"AK", "HI", "PR", "VI", "GU", "AS", "MP"}

ROOTS = """Alder Amber Ash Barrow Beck Birch Bracken Bramble Briar Brindle Calder Cinder Clover Copper Cove Crest Dale Dapple
Drift Elder Ember Fallow Fen Fern Flint Gable Garnet Glen Granary Harrow Hazel Heather Hollow Juniper Kestrel Lantern Larch
Linden Marrow Meadow Mill Moss Oaken Orchard Otter Pebble Plover Quarry Quill Reed Rowan Russet Sable Sedge Sorrel Spindle
Tallow Thistle Timber Umber Vale Wagtail Wether Willow Wren Yarrow""".split()
ENDINGS = """bank bourne bridge brook combe croft dale fold ford gate ham haven hurst ley lock mere moor port ridge shaw stead
stone thorpe vale water well wick wold wood worth""".split()
TRADES = {
    "Healthcare": ["Clinic", "Dental Group", "Medical Center", "Physical Therapy", "Family Practice", "Imaging"],
    "Manufacturing": ["Tooling", "Castings", "Fabrication", "Plastics", "Precision Parts", "Cabinets"],
    "Education": ["Academy", "Learning Center", "Charter School", "Training Institute"],
    "Retail": ["Outfitters", "Home Goods", "Hardware", "Garden Supply", "Books", "Furniture"],
    "Hospitality": ["Inn", "Lodge", "Hotel", "Conference Center", "Catering"],
    "Construction": ["Builders", "Roofing", "Electric", "Concrete", "Restoration"],
    "Logistics": ["Freight", "Warehousing", "Couriers", "Cold Storage"],
    "Food and Beverage": ["Foods", "Bakery", "Creamery", "Roasters", "Provisions", "Brewing"],
}
# Industry → how its revenue compares with the others'.
SCALE = {"Healthcare": 1.5, "Manufacturing": 1.4, "Logistics": 1.2, "Food and Beverage": 1.0, "Construction": 0.9,
         "Education": 0.8, "Hospitality": 0.7, "Retail": 0.6}
STREETS = [f"{name} {kind}" for name in "Main Oak Maple Cedar Park Lake Mill Church Center Market Commerce Industrial Prospect "
           "Depot River Union Walnut Chestnut Highland Franklin".split() for kind in ("St", "Ave", "Rd", "Blvd")]
REPS = [
    ("Maren Hollis", "Boston", "MA", "02116", 1), ("Theo Brandt", "Newark", "NJ", "07102", 1),
    ("Ines Calloway", "Baltimore", "MD", "21201", 1), ("Ruben Achterberg", "Atlanta", "GA", "30303", 1),
    ("Lucia Fennimore", "Phoenix", "AZ", "85004", 1), ("Owen Tarkington", "Cleveland", "OH", "44113", 1),
    ("Priya Vasterling", "Chicago", "IL", "60607", 1), ("Jonas Eklund-Reyes", "Minneapolis", "MN", "55401", 1),
    ("Delia Moncrieff", "Dallas", "TX", "75201", 1), ("Samir Oakhurst", "Denver", "CO", "80202", 1),
    ("Nadia Kirkwell", "Los Angeles", "CA", "90012", 1), ("Felix Sandoval-Wray", "Seattle", "WA", "98101", 1),
]


def places(cache):
    """[(ZIP, town, state)] of the 48 states and DC, and how many people each stands for."""
    rows, _, _ = zips.collect(cache)
    people = {(c["admin1code"], fold(c["name"])): c["population"]
              for c in cities.load(cache, "cities15000").values() if c["countrycode"] == "US"}
    people["NY", "newyork"] = people.pop(("NY", "newyorkcity"))
    chosen = [(code, town, state) for code, (_, town, state) in rows.items() if state not in ELSEWHERE]
    count = {}
    for _, town, state in chosen:
        count[state, fold(town)] = count.get((state, fold(town)), 0) + 1
    # A town below 15,000 counts 2,500 people a ZIP; an office building with a ZIP of its own counts like its neighbours.
    weights = [people.get((state, fold(town)), 2500 * count[state, fold(town)]) / count[state, fold(town)]
               for _, town, state in chosen]
    return chosen, weights


def names(rng):
    """Endless company names, each once."""
    used = set()
    while True:
        root, ending = rng.choice(ROOTS), rng.choice(ENDINGS)
        industry = rng.choice(list(TRADES))
        name = f"{root}{ending} {rng.choice(TRADES[industry])}"
        if name not in used and not root.lower().endswith(ending[:3]):
            used.add(name)
            yield name, industry


def account(rng, number, named, place):
    (name, industry), (code, town, state) = named, place
    kind = rng.choices(["Customer", "Prospect", "Partner"], [66, 28, 6])[0]
    # Heavy-tailed, yet the largest account stays well below half of a twelfth of all.
    revenue = min(rng.lognormvariate(10.9, 1.05) * SCALE[industry], 1_900_000)
    visits = next(visits for limit, visits in [(20e3, 2), (60e3, 4), (150e3, 6), (400e3, 12), (4e6, 24)] if revenue < limit)
    # Spreadsheets take ZIPs for numbers now and then.
    written = str(int(code)) if code.startswith("0") and rng.random() < 0.2 else code
    street = f"{rng.randrange(10, 9900)} {rng.choice(STREETS)}"
    return [f"A-{number:04}", name, industry, street, town, state, written, round(revenue / 100) * 100, visits, kind]


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf8") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path}: {len(rows):,} rows, {path.stat().st_size:,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "hinterland-packs")
    rng = random.Random(SEED)
    chosen, weights = places(parser.parse_args().cache)
    named = names(rng)
    rows = [account(rng, number, next(named), rng.choices(chosen, weights)[0]) for number in range(1, ACCOUNTS + 1)]
    folder = ROOT / "public" / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "accounts.csv", ["Account ID", "Account Name", "Industry", "Street", "City", "State", "ZIP",
                                    "Annual Revenue", "Visits per Year", "Type"], rows)
    reps = [[name, name.lower().replace(" ", ".") + "@example.com", town, state, code, fte]
            for name, town, state, code, fte in REPS]
    write(folder / "reps.csv", ["Rep", "Email", "Home City", "Home State", "Home ZIP", "FTE"], reps)
    total = sum(row[7] for row in rows)
    largest = max(row[7] for row in rows)
    short = sum(len(row[6]) < 5 for row in rows)
    print(f"  revenue {total:,}, largest {largest:,} = {largest / (total / 12):.0%} of a twelfth, {short} short ZIPs")


if __name__ == "__main__":
    main()
