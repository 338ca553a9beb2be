"""How the time of a design grows with the accounts: python3 setup/growth.py PROGRAM FOLDER (see bench.sh).

Makes uniform and clustered accounts of its own, from 1,000 to 300,000, divides them into 20 territories and into one for each 500
and at least two, runs the terminal program three times each (once from 100,000 on), and writes docs/growth.md and
docs/growth.svg: the median seconds of processor time for all of it, reading and writing the files and setting up included, and
beside them n log n through the measured 10,000.
"""

import math
import os
import random
import resource
import subprocess
import sys
import tempfile

SIZES = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000]
KINDS = ["uniform", "clustered"]
RUNS = 3
# From this many on one run is enough, and long.
MANY = 100_000
PER_TERRITORY = 500
FIXED = 20
WIDTH, HEIGHT, MARGIN = 640, 400, 56


def make(path, kind, count):
    rng = random.Random(f"{kind} {count}")
    towns = [(rng.uniform(-4, 4), rng.uniform(-4, 4), rng.uniform(0.05, 0.5)) for _ in range(40)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("Account ID,Account Name,Latitude,Longitude,Workload\n")
        for row in range(count):
            if kind == "uniform":
                x, y, work = rng.uniform(-4.5, 4.5), rng.uniform(-4.5, 4.5), 1
            else:
                town = towns[min(int(rng.expovariate(0.12)), len(towns) - 1)]
                x, y = (min(4.5, max(-4.5, rng.gauss(town[axis], town[2]))) for axis in (0, 1))
                work = max(1, round(rng.lognormvariate(4, 1)))
            file.write(f"A{row:06},Account {row},{y:.6f},{x:.6f},{work}\n")


def timed(command):
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime


def measure(program, folder, kind, count):
    accounts, plan = os.path.join(folder, f"{kind}-{count}.csv"), os.path.join(folder, "plan.json")
    make(accounts, kind, count)
    design = [program, "design", accounts, "--measure", "Workload=1", "--out", plan, "--seed"]

    def seconds(territories):
        seeds = range(1, (1 if count >= MANY else RUNS) + 1)
        runs = sorted(timed([*design, str(seed), "--territories", str(territories)]) for seed in seeds)
        return runs[len(runs) // 2]

    found = seconds(growing(count)), seconds(FIXED)
    os.remove(accounts)
    return found


def growing(count):
    return max(2, count // PER_TERRITORY)


def svg(found):
    xs, ys = (math.log10(SIZES[0]), math.log10(SIZES[-1])), (-2, 2)
    x = lambda n: MARGIN + (math.log10(n) - xs[0]) / (xs[1] - xs[0]) * (WIDTH - 2 * MARGIN)
    y = lambda s: HEIGHT - MARGIN - (math.log10(s) - ys[0]) / (ys[1] - ys[0]) * (HEIGHT - 2 * MARGIN)
    place = lambda n, s: f"{x(n):.1f},{y(min(max(s, 10 ** ys[0]), 10 ** ys[1])):.1f}"
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>Seconds of a design by number of accounts, both logarithmic</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for n in SIZES:
        out.append(f'<path d="M{x(n):.1f} {MARGIN}V{HEIGHT - MARGIN}" stroke="#ddd"/>')
        out.append(f'<text x="{x(n):.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{n:,}</text>')
    for power in range(ys[0], ys[1] + 1):
        out.append(f'<path d="M{MARGIN} {y(10**power):.1f}H{WIDTH - MARGIN}" stroke="#ddd"/>')
        out.append(f'<text x="{MARGIN - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end">{10**power:g} s</text>')
    for (kind, times), (colour, dash) in zip(found.items(), [("#1d5fa8", ""), ("#b4500f", "6 3")]):
        points = " ".join(place(n, seconds) for n, (seconds, _) in zip(SIZES, times))
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        last = times[-1][0]
        out.append(f'<text x="{WIDTH - MARGIN + 4}" y="{y(last) + 4:.1f}" fill="{colour}">{kind}</text>')
    base = found[KINDS[0]][SIZES.index(10_000)][0] / (10_000 * math.log(10_000))
    points = " ".join(place(n, base * n * math.log(n)) for n in SIZES)
    out.append(f'<polyline points="{points}" fill="none" stroke="#555" stroke-dasharray="2 4"/>')
    out.append(f'<text x="{MARGIN + 8}" y="{MARGIN + 14}" fill="#555">dotted: n log n through {KINDS[0]} 10,000</text>')
    return "\n".join([*out, "</svg>", ""])


def main():
    program, docs = sys.argv[1:3]
    found = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for count in SIZES:
                found[kind].append(measure(program, folder, kind, count))
                print(f"{kind} {count}: {found[kind][-1][0]:.2f} s, {found[kind][-1][1]:.2f} s", file=sys.stderr, flush=True)
    lines = [
        "# How the time of a design grows",
        "",
        "Natively, one thread, seconds of processor time, the median of three seeds (one from 100,000 accounts on): reading and writing the files and setting up the places and their graph are in it.",
        "`ONLY=growth make bench` measures it again and writes this page.",
    ]
    for at, what in enumerate([f"A territory for each {PER_TERRITORY} accounts", f"{FIXED} territories"]):
        lines += ["", f"{what}:", "", "| accounts | territories | uniform | ÷ n log n | clustered | ÷ n log n |", "|---|---|---|---|---|---|"]
        for position, count in enumerate(SIZES):
            cells = [f"{count:,}", f"{FIXED if at else growing(count):,}"]
            for kind in KINDS:
                seconds = found[kind][position][at]
                cells += [f"{seconds:.2f} s", f"{seconds / (count * math.log2(count)) * 1e9:.0f} ns"]
            lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "![Seconds by number of accounts, a territory for each 500, both logarithmic](growth.svg)", ""]
    with open(os.path.join(docs, "growth.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    with open(os.path.join(docs, "growth.svg"), "w", encoding="utf-8") as file:
        file.write(svg(found))


main()
