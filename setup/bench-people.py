"""Designs with people and barriers: python3 setup/bench-people.py PROGRAM INSTANCES (see bench.sh).

20 reps live where accounts of the instance do, chosen with a seed. They are asked for caps on the way from home of 500 and of
300 km, a language that 6 % of the accounts ask for and a quarter of the reps speak, or five fixed home bases; with no barrier, one
that winds from edge to edge, or that and two more. What is asked goes into a plan file, and `design --like` asks the same. Each
plan is checked; the figures are reckoned here: worst deviation of the work, the work-weighted mean squared distance to the
centroids (km²), and seconds.
"""

import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time

KM_PER_DEGREE = 111.195
INSTANCES = ["uniform_10k", "clustered_10k"]
TERRITORIES = 20
TOLERANCE = 0.5
SEED = 1
SPEAKERS, ASKING = 5, 0.06
FIXED = 5


def read(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)


def make(folder, rows):
    """The accounts with a language, and the reps."""
    rng = random.Random(SEED)
    accounts = [{**row, "Language": "Welsh" if rng.random() < ASKING else ""} for row in rows]
    homes = rng.sample(rows, TERRITORIES)
    reps = [
        {"Rep ID": f"R{k:02}", "Rep Name": f"Rep {k}", "Latitude": home["Latitude"], "Longitude": home["Longitude"],
         "Languages": "Welsh" if k < SPEAKERS else "", "Capacity": "1"}
        for k, home in enumerate(homes)
    ]
    files = [os.path.join(folder, name) for name in ("accounts.csv", "reps.csv")]
    for file, own in zip(files, (accounts, reps)):
        write(file, own)
    return files


def barriers(rows, count):
    """One that winds from west to east through the middle, then one from north to south on either side of it."""
    xs, ys = ([float(row[axis]) for row in rows] for axis in ("Longitude", "Latitude"))
    (west, east), (south, north) = ((min(own) - 0.1, max(own) + 0.1) for own in (xs, ys))
    middle, height = (south + north) / 2, (north - south) / 10
    line = [[west + (east - west) * k / 8, middle + height * math.sin(k * 1.5)] for k in range(9)]
    at = [west + (east - west) / 3, west + (east - west) * 2 / 3]
    more = [[[at[0], north], [at[0] + 0.3, middle + 2 * height]], [[at[1], south], [at[1] - 0.3, middle - 2 * height]]]
    return [{"name": f"Barrier {k + 1}", "is_on": True, "points": own} for k, own in enumerate([line, *more][:count])]


ASKED = [
    ("nothing", {}),
    ("500 km", {"reach": 500_000.0}),
    ("300 km", {"reach": 300_000.0}),
    ("a language", {"needs": ["Language"]}),
    ("a language, 500 km", {"needs": ["Language"], "reach": 500_000.0}),
    ("five fixed bases", {"reps": [{"rep": f"R{k:02}", "reach": None, "base": "fixed"} for k in range(FIXED)]}),
]


def figures(rows, plan):
    owners = {account: k for k, own in enumerate(plan["territories"]) for account in own["accounts"]}
    held = [[0.0] * 4 for _ in plan["territories"]]
    for number, row in enumerate(rows):
        x, y = (float(row[axis]) * KM_PER_DEGREE for axis in ("Longitude", "Latitude"))
        work = float(row["Workload"])
        for index, value in enumerate((work, work * x, work * y, work * (x * x + y * y))):
            held[owners[number]][index] += value
    total = sum(own[0] for own in held)
    spread = sum(own[3] - (own[1] ** 2 + own[2] ** 2) / own[0] for own in held if own[0]) / total
    return max(abs(own[0] * len(held) / total - 1) for own in held), spread


def cell(program, folder, rows, files, asked, count):
    out, like = (os.path.join(folder, name) for name in ("plan.json", "like.json"))
    base = [program, "design", *files, "--seed", str(SEED), "--out"]
    measure = ["--territories", str(TERRITORIES), "--measure", "Workload=1", "--tolerance", str(TOLERANCE)]
    subprocess.run([*base, like, *measure], check=True, capture_output=True)
    with open(like, encoding="utf-8") as file:
        plan = json.load(file)
    brief = plan["scenarios"][0]["layers"][0]["brief"]
    brief["people"].update(asked)
    brief["barriers"] = barriers(rows, count)
    with open(like, "w", encoding="utf-8") as file:
        json.dump(plan, file)
    begun = time.time()
    done = subprocess.run([*base, out, "--like", like], capture_output=True, text=True, check=False)
    seconds = time.time() - begun
    if done.returncode:
        raise SystemExit(done.stderr)
    checked = subprocess.run([program, "check", out], capture_output=True, text=True, check=False)
    with open(out, encoding="utf-8") as file:
        worst, spread = figures(rows, json.load(file)["scenarios"][0]["layers"][0])
    wrong = "" if checked.returncode == 0 else f", **check: {checked.stdout.splitlines()[0]}**"
    decimals = 0 if worst >= 0.1 else 1 if worst >= 0.01 else 2
    return f"{worst * 100:.{decimals}f} %, {spread:,.0f}, {seconds:.1f} s{wrong}"


def main():
    program, instances = sys.argv[1:]
    table = {name: [] for name, _ in ASKED}
    head = ["asked of people"]
    with tempfile.TemporaryDirectory() as folder:
        for instance in INSTANCES:
            rows = read(os.path.join(instances, "territory", f"{instance}.csv"))
            files = make(folder, rows)
            for count in (0, 1, 3):
                head.append(instance if count == 0 else f"{count} barrier{'s' if count > 1 else ''}")
                for name, asked in ASKED:
                    table[name].append(cell(program, folder, rows, files, asked, count))
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for name, cells in table.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


main()
