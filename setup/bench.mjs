// The benchmark tables: node setup/bench.mjs PROGRAM INSTANCES SECONDS (see bench.sh).
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, instances, seconds] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "hinterland-bench-"));
const RUNS = 5;
const KM_PER_DEGREE = 111.195;

// What the tours are held against: the optimal lengths of TSPLIB.
const OPTIMAL = {
  berlin52: 7542, eil101: 629, kroA100: 21282, ch150: 6528, a280: 2579, rat783: 8806, pr1002: 259045, pcb3038: 137694,
  fnl4461: 182566,
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Activity-weighted mean squared distance to the territory's centroid in square kilometres, in the plane of the instance. */
function spread(plan) {
  const column = plan.dataset.columns.findIndex(({ name }) => name === "Workload");
  let [inertia, total] = [0, 0];
  for (const { accounts } of plan.scenarios[0].layers[0].territories) {
    const points = accounts.map((index) => {
      const { at: [lon, lat], values } = plan.dataset.accounts[index];
      return [lon * KM_PER_DEGREE, lat * KM_PER_DEGREE, values[column]];
    });
    const weight = points.reduce((sum, [, , w]) => sum + w, 0);
    const [cx, cy] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis] * point[2], 0) / weight);
    for (const [x, y, w] of points) inertia += w * ((x - cx) ** 2 + (y - cy) ** 2);
    total += weight;
  }
  return inertia / total;
}

function territories(name, count) {
  const file = join(instances, "territory", `${name}.csv`);
  if (!existsSync(file)) return;
  const out = join(folder, `${name}.json`);
  const runs = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    const begun = performance.now();
    execFileSync(program, ["design", file, "--territories", count, "--measure", "Workload=1", "--seed", seed, "--out", out]);
    const took = (performance.now() - begun) / 1000;
    const checked = execFileSync(program, ["check", out], { encoding: "utf8" });
    const plan = JSON.parse(readFileSync(out));
    const { figures, declared } = plan.scenarios[0].layers[0];
    runs.push({ took, worst: figures.worst_deviation * 100, wsq: spread(plan), clean: checked === "" && declared.length === 0 });
  }
  const of = (key) => runs.map((run) => run[key]);
  const cells = [
    `${name}, ${count}`, `${Math.max(...of("worst")).toFixed(2)} %`, Math.round(median(of("wsq"))), Math.round(Math.max(...of("wsq"))),
    of("clean").every(Boolean) ? "yes" : "no", median(of("took")).toFixed(2),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

function tour(file) {
  const args = ["benchmark", "tsp", join(instances, "tsplib", file), "--seconds", seconds];
  const lines = [1, 2, 3, 4, 5].map((seed) => JSON.parse(execFileSync(program, [...args, "--seed", seed], { encoding: "utf8" })));
  const best = OPTIMAL[lines[0].instance];
  const gaps = lines.map(({ cost }) => (cost / best - 1) * 100);
  const gap = (value) => (best ? `${value.toFixed(2)} %` : "n/a");
  const took = median(lines.map((line) => line.seconds)).toFixed(2);
  const feasible = lines.every((line) => line.feasible) ? "yes" : "no";
  console.log(`| ${lines[0].instance} | ${lines[0].n} | ${gap(median(gaps))} | ${gap(Math.max(...gaps))} | ${feasible} | ${took} |`);
}

// Medians: the optimal costs, and the time each gets.
const MEDIANS = { SJC1: 17288.99, SJC3a: 45335.16 };
const SECONDS_OF_MEDIANS = 2;
const SECONDS_OF_P3038 = 10;

/** What no assignment is below, for an instance whose optimum nobody knows; nothing where the bound cannot be reckoned. */
function boundOf(path, cost) {
  try {
    return Number(execFileSync("python3", [join(import.meta.dirname, "median-bound.py"), path, cost], { encoding: "utf8" }).split(/[ ,]/)[1]);
  } catch {
    return undefined;
  }
}

function medians(path, seconds = SECONDS_OF_MEDIANS, isBounded = false) {
  const args = ["benchmark", "cpmp", path, "--seconds", seconds];
  const lines = [1, 2, 3, 4, 5].map((seed) => JSON.parse(execFileSync(program, [...args, "--seed", seed], { encoding: "utf8" })));
  const { instance, n } = lines[0];
  const least = Math.min(...lines.map(({ cost }) => cost));
  const bound = isBounded ? boundOf(path, least) : undefined;
  const best = MEDIANS[instance] ?? bound ?? least;
  const gaps = lines.map(({ cost }) => (cost / best - 1) * 100);
  const feasible = lines.every((line) => line.feasible) ? "yes" : "no";
  const took = Math.max(...lines.map((line) => line.seconds)).toFixed(2);
  const held = bound ? `${instance}, to a lower bound` : instance;
  console.log(`| ${held} | ${n} | ${median(gaps).toFixed(3)} % | ${Math.max(...gaps).toFixed(3)} % | ${feasible} | ${took} |`);
}

// Visits: the best values stored with the instances, and the seconds each gets.
const ROUTES = {
  vrptw: { seconds: 1, best: { C101: 827.3, R101: 1637.7, RC101: 1619.8, R201: 1143.2 } },
  pvrp: {
    seconds: 10,
    best: { p01: 524.61, p02: 1322.87, p05: 2027.99, p08: 2034.15, p14: 954.81, p17: 1597.75, pr01: 2209.02, pr02: 3799.28 },
  },
};

function visits(kind, file) {
  const { seconds, best } = ROUTES[kind];
  const args = ["benchmark", kind, join(instances, kind, file), "--seconds", seconds];
  const lines = [1, 2, 3, 4, 5].map((seed) => JSON.parse(execFileSync(program, [...args, "--seed", seed], { encoding: "utf8" })));
  const { instance, n } = lines[0];
  const held = best[instance] ?? Math.min(...lines.map(({ cost }) => cost));
  const gaps = lines.map(({ cost }) => (cost / held - 1) * 100);
  const feasible = lines.every((line) => line.feasible) ? "yes" : "no";
  const took = Math.max(...lines.map((line) => line.seconds)).toFixed(2);
  console.log(`| ${instance} | ${n} | ${median(gaps).toFixed(2)} % | ${Math.max(...gaps).toFixed(2)} % | ${feasible} | ${took} |`);
}

const filesOf = (name, ending) => {
  const of = join(instances, name);
  return existsSync(of) ? readdirSync(of).filter((file) => file.endsWith(ending)) : [];
};

try {
  console.log("| instance, territories | worst deviation of 5 seeds | wsq, median | wsq, worst | in one piece, checked | seconds, median, with reading and writing the files |");
  console.log("|---|---|---|---|---|---|");
  for (const [name, count] of [["uniform_10k", 20], ["clustered_10k", 20], ["clustered_100k", 100]]) territories(name, count);
  console.log("\n| tour | stops | gap, median of 5 seeds | gap, worst | feasible | seconds |");
  console.log("|---|---|---|---|---|---|");
  filesOf("tsplib", ".tsp").forEach(tour);
  console.log("\n| capacitated p-median | customers | gap, median of 5 seeds | gap, worst | feasible | seconds, longest |");
  console.log("|---|---|---|---|---|---|");
  filesOf("cpmp", ".dat").forEach((file) => medians(join(instances, "cpmp", file)));
  if (existsSync(process.env.P3038 ?? "")) medians(process.env.P3038, SECONDS_OF_P3038, true);
  for (const [kind, what, ending] of [["vrptw", "days with windows", ".txt"], ["pvrp", "calendar", ""]]) {
    console.log(`\n| ${what} (benchmark ${kind}) | customers | gap, median of 5 seeds | gap, worst | feasible | seconds, longest |`);
    console.log("|---|---|---|---|---|---|");
    filesOf(kind, ending).forEach((file) => visits(kind, file));
  }
} finally {
  rmSync(folder, { recursive: true });
}
