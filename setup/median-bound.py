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


def knapsack(numpy, less, demand, capacity):
    """The least sum of `less` within the capacity, and at which fillings each customer was taken."""
    best, taken = numpy.zeros(capacity + 1), []
    for value, need in zip(less, demand):
        with_it = best[: max(0, capacity + 1 - need)] + value
        is_better = with_it < best[need:]
        taken.append(is_better)
        best = numpy.concatenate([best[:need], numpy.where(is_better, with_it, best[need:])])[: capacity + 1]
    return float(best[capacity]), taken


def chosen_of(own, demand, capacity, taken):
    """The customers that the knapsack holds."""
    found, room = [], capacity
    for customer, need, is_better in zip(reversed(own), reversed(demand), reversed(taken)):
        if room >= need and is_better[room - need]:
            found.append(customer)
            room -= need
    return found


def bound(medians, rows, target, steps):
    import numpy

    places = numpy.array([row[:2] for row in rows])
    # Rounded so that nothing that fits is left out.
    capacity, demand = [math.ceil(row[2]) for row in rows], numpy.array([math.floor(row[3]) for row in rows])
    ways = numpy.hypot(places[:, None, 0] - places[None, :, 0], places[:, None, 1] - places[None, :, 1])
    prices = numpy.sort(ways, axis=1)[:, 2].copy()
    best, scale, idle = -math.inf, 1.5, 0
    for _ in range(steps):
        gains, taken = numpy.zeros(len(rows)), []
        for median in range(len(rows)):
            less = ways[median] - prices
            own = numpy.flatnonzero(less < 0)
            gains[median], kept = knapsack(numpy, less[own], demand[own], capacity[median])
            taken.append((own, kept))
        chosen = numpy.argsort(gains, kind="stable")[:medians]
        value = float(prices.sum() + gains[chosen].sum())
        slope = numpy.ones(len(rows))
        for median in chosen:
            own, kept = taken[median]
            slope[chosen_of(list(own), list(demand[own]), capacity[median], kept)] -= 1
        idle = 0 if value > best + 1e-6 * abs(value) else idle + 1
        best = max(best, value)
        if idle == 15:
            scale, idle = scale / 1.6, 0
        norm = float(slope @ slope)
        if norm == 0 or scale < 1e-3:
            break
        prices = numpy.maximum(0, prices + scale * (max(target, best * 1.01) - value) / norm * slope)
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
