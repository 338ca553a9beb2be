"""A lower bound on a capacitated p-median: python3 setup/median-bound.py FILE [COST] [STEPS], or p3038 TSPLIB-FILE OUT.

Prints the bound and, for a cost, the gap at most. FILE is as `benchmark cpmp` reads it: a line `n p`, then x, y, capacity and demand a customer.
With `p3038` it makes an instance of that family of a TSPLIB file instead: its 3,038 places, p = 600, demands from 1 to 100 by a
stated generator and capacities so that demand is 0.9 of the p largest, for the demands that the literature drew are in no
source at hand. The published values of that one are of other demands and are no yardstick; the bound is.

The bound is the Lagrangian one with the assignments relaxed, each median keeping its capacity as a knapsack of whole
customers, solved by dynamic programming: for multipliers u the p medians with the least Σ (d − u) within capacity, plus Σ u (Mulvey, Beck, "Solving capacitated
clustering problems", 1984); multipliers go up a subgradient (Held, Wolfe, Crowder, 1974). It needs numpy.
"""

import math
import random
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        numbers = [float(word) for word in file.read().split()]
    count, medians = int(numbers[0]), int(numbers[1])
    rows = [numbers[2 + 4 * row : 6 + 4 * row] for row in range(count)]
    return medians, rows


def make(source, out):
    places = []
    with open(source, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if len(words) == 3 and words[0].isdigit():
                places.append((float(words[1]), float(words[2])))
    rng, medians = random.Random(600), 600
    demands = [rng.randint(1, 100) for _ in places]
    capacity = max(max(demands), math.ceil(sum(demands) / 0.9 / medians))
    with open(out, "w", encoding="utf-8") as file:
        file.write(f"{len(places)} {medians}\n")
        for (x, y), demand in zip(places, demands):
            file.write(f"{x:g} {y:g} {capacity} {demand}\n")


def knapsacks(numpy, gains, order, demand, capacity):
    """For each median the most that customers gain within its capacity, and whom it takes: rows are medians.

    `order` has the customers of each median that gain something, first, and `gains` what they gain, 0 where there are no more.
    """
    rows, room = numpy.arange(len(order))[:, None], numpy.arange(int(capacity.max()) + 1)[None, :]
    best = numpy.zeros((len(order), room.shape[1]))
    taken = numpy.zeros((order.shape[1], *best.shape), dtype=bool)
    for item in range(order.shape[1]):
        need = demand[order[:, item]][:, None]
        gain = numpy.where(gains[:, item] > 0, gains[:, item], -math.inf)[:, None]
        with_it = numpy.where(room >= need, best[rows, numpy.maximum(room - need, 0)] + gain, -math.inf)
        taken[item] = with_it > best
        best = numpy.where(taken[item], with_it, best)
    left, chosen = capacity.copy(), numpy.zeros(order.shape, dtype=bool)
    for item in reversed(range(order.shape[1])):
        chosen[:, item] = taken[item][rows[:, 0], left]
        left -= numpy.where(chosen[:, item], demand[order[:, item]], 0)
    return best[rows[:, 0], capacity], chosen


def bound(medians, rows, target, steps):
    import numpy

    places = numpy.array([row[:2] for row in rows])
    # Rounded so that nothing that fits is left out.
    capacity = numpy.array([math.ceil(row[2]) for row in rows])
    demand = numpy.array([math.floor(row[3]) for row in rows])
    ways = numpy.hypot(places[:, None, 0] - places[None, :, 0], places[:, None, 1] - places[None, :, 1])
    near = numpy.argsort(ways, axis=1, kind="stable")
    ways = numpy.take_along_axis(ways, near, axis=1)
    prices = 1.2 * ways[:, min(3, len(rows) - 1)]
    # Towards `target`, a part of the way of the step before kept; when nothing rises, shorter steps from the best prices.
    best, best_prices, scale, idle, way = -math.inf, prices, 1.0, 0, numpy.zeros(len(rows))
    for _ in range(steps):
        width = int((ways < prices.max()).sum(axis=1).max())
        order = near[:, :width]
        gains = prices[order] - ways[:, :width]
        first = numpy.argsort(gains <= 0, axis=1, kind="stable")[:, : max(1, int((gains > 0).sum(axis=1).max()))]
        order, gains = numpy.take_along_axis(order, first, axis=1), numpy.take_along_axis(gains, first, axis=1)
        most, chosen = knapsacks(numpy, gains, order, demand, capacity)
        opened = numpy.argsort(-most, kind="stable")[:medians]
        value = float(prices.sum() - most[opened].sum())
        slope = 1.0 - numpy.bincount(order[opened][chosen[opened]], minlength=len(rows))
        idle = 0 if value > best + 1e-5 * abs(best) else idle + 1
        if value > best:
            best, best_prices = value, prices
        if idle == 20:
            scale, idle, prices = scale / 1.5, 0, best_prices
        way = 0.7 * slope + 0.3 * way
        norm = float(way @ way)
        if norm == 0 or scale < 1e-4:
            break
        prices = numpy.maximum(0, prices + scale * (max(target, best * 1.01) - value) / norm * way)
    return best


def main():
    if sys.argv[1] == "p3038":
        return make(*sys.argv[2:4])
    medians, rows = read(sys.argv[1])
    cost = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    found = bound(medians, rows, cost, steps)
    print(f"bound {found:.2f}" + (f", gap at most {(cost / found - 1) * 100:.2f} %" if cost else ""))


main()
