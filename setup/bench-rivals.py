"""Territories by other programs, for the table beside ours: python3 setup/bench-rivals.py INSTANCES (see bench.sh).

METIS (pymetis) divides the Delaunay graph of the accounts into parts of equal work; k-means-constrained makes clusters of equal
size, for it knows no weights, and needs minutes beyond some thousand points: it gets a sample where there are more. Both are
installed into a folder of the benchmarks' own when the registry can be reached; what cannot be had is skipped. The figures are
reckoned here: worst deviation of the work, the activity-weighted mean squared distance to the centroids, and the parts of
territories on the Delaunay graph, of which a territory in one piece has one.
"""

import csv
import math
import os
import subprocess
import sys
import time

KM_PER_DEGREE = 111.195
INSTANCES = [("uniform_10k", 20), ("clustered_10k", 20), ("clustered_100k", 100)]
PACKAGES = {"pymetis": "pymetis", "k_means_constrained": "k-means-constrained", "scipy": "scipy", "numpy": "numpy"}
# More points than this take k-means-constrained longer than anybody waits.
MOST_POINTS = 3000
SEEDS = [1, 2, 3, 4, 5]


def has(folder, module):
    """Whether the module is in the folder or could be installed into it."""
    if os.path.isdir(os.path.join(folder, module)):
        return True
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder]
    done = subprocess.run([*command, "--upgrade", PACKAGES[module]], capture_output=True, check=False)
    return done.returncode == 0


def read(path):
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    points = [(float(row["Longitude"]) * KM_PER_DEGREE, float(row["Latitude"]) * KM_PER_DEGREE) for row in rows]
    return points, [float(row["Workload"]) for row in rows]


def neighbours(points):
    from scipy.spatial import Delaunay

    found = [set() for _ in points]
    triangulation = Delaunay(points)
    for triangle in triangulation.simplices:
        for a in triangle:
            found[a].update(int(b) for b in triangle if b != a)
    # A point that all but coincides with another is no corner of the triangulation.
    for point, _, nearest in triangulation.coplanar:
        found[point].add(int(nearest))
        found[nearest].add(int(point))
    return [sorted(own) for own in found]


def figures(points, work, owners, graph, count):
    held = [[0.0, 0.0, 0.0, 0.0] for _ in range(count)]
    for (x, y), w, owner in zip(points, work, owners):
        for index, value in enumerate((w, w * x, w * y, w * (x * x + y * y))):
            held[owner][index] += value
    total = sum(own[0] for own in held)
    worst = max(abs(own[0] * count / total - 1) for own in held)
    spread = sum(own[3] - (own[1] ** 2 + own[2] ** 2) / own[0] for own in held if own[0] > 0) / total
    seen = [False] * len(points)
    parts = 0
    for start in range(len(points)):
        if seen[start]:
            continue
        parts += 1
        seen[start], stack = True, [start]
        while stack:
            here = stack.pop()
            for near in graph[here]:
                if not seen[near] and owners[near] == owners[start]:
                    seen[near] = True
                    stack.append(near)
    return worst * 100, spread, parts - count


def median(values):
    return sorted(values)[len(values) // 2]


def row(name, count, runs):
    worst, spreads, pieces, seconds = zip(*runs)
    piece = "yes" if not any(pieces) else f"no, {max(pieces)} parts more"
    cells = [f"{name}, {count}", f"{max(worst):.2f} %", f"{median(spreads):.0f}", f"{max(spreads):.0f}", piece, f"{median(seconds):.2f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


def metis(name, count, points, work):
    import pymetis

    runs = []
    for seed in SEEDS:
        begun = time.perf_counter()
        graph = neighbours(points)
        starts, flat = [0], []
        for own in graph:
            flat.extend(own)
            starts.append(len(flat))
        options = pymetis.Options(seed=seed, ufactor=5, contig=1)
        weights = [max(1, round(value)) for value in work]
        _, owners = pymetis.part_graph(count, xadj=starts, adjncy=flat, vweights=weights, recursive=False, options=options)
        took = time.perf_counter() - begun
        runs.append((*figures(points, work, owners, graph, count), took))
    row(f"METIS: {name}", count, runs)


def k_means(name, count, points, work):
    import numpy
    from k_means_constrained import KMeansConstrained

    if len(points) > MOST_POINTS:
        step = len(points) / MOST_POINTS
        chosen = [int(index * step) for index in range(MOST_POINTS)]
        points, work = [points[index] for index in chosen], [work[index] for index in chosen]
        name = f"{name}, every {step:.1f}th account"
    graph = neighbours(points)
    low, high = math.floor(len(points) / count * 0.995), math.ceil(len(points) / count * 1.005)
    runs = []
    for seed in SEEDS:
        begun = time.perf_counter()
        model = KMeansConstrained(n_clusters=count, size_min=low, size_max=high, n_init=1, random_state=seed)
        owners = [int(own) for own in model.fit_predict(numpy.array(points))]
        took = time.perf_counter() - begun
        runs.append((*figures(points, work, owners, graph, count), took))
    row(f"k-means-constrained: {name}", count, runs)


def main():
    instances = sys.argv[1]
    folder = os.environ.get("RIVALS", os.path.join("target", "bench-rivals"))
    os.makedirs(folder, exist_ok=True)
    sys.path.insert(0, os.path.abspath(folder))
    if not (has(folder, "numpy") and has(folder, "scipy")):
        print("skipped: other programs for territories (numpy and scipy cannot be had)")
        return
    print("| program and instance, territories | worst deviation of 5 seeds | wsq, median | wsq, worst | in one piece | seconds, median |")
    print("|---|---|---|---|---|---|")
    for program, module in [(metis, "pymetis"), (k_means, "k_means_constrained")]:
        if not has(folder, module):
            print(f"skipped: {PACKAGES[module]} cannot be had")
            continue
        for name, count in INSTANCES:
            path = os.path.join(instances, "territory", f"{name}.csv")
            if os.path.exists(path):
                program(name, count, *read(path))


main()
