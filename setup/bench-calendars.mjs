// How long calendars take and how good they are: node setup/bench-calendars.mjs PROGRAM [SITE] (see bench.sh). Makes a rep with
// 500 accounts in a city and 50 such reps, of mixed cadence over 13 weeks, and prints, natively and with SITE in headless
// Chromium: the time until a first calendar, that of the calendar that the app makes, its length on the road against that of a
// minute's run with the same seed (median and worst of 5 seeds), and the time for the 50. Each calendar is held to `check`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, site] = process.argv.slice(2);
const SEEDS = [1, 2, 3, 4, 5];
const ACCOUNTS = 500;
const MINUTE = Number(process.env.MINUTE ?? 60);

const folder = mkdtempSync(join(tmpdir(), "calendars-"));
const at = (name) => join(folder, name);
const run = (...words) => execFileSync(program, words, { stdio: ["ignore", "pipe", "ignore"] });
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Numbers from 0 to 1, the same on every machine (mulberry32). */
function randoms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Reps in a grid of cities, each with 500 accounts, seven of ten in one of 25 towns around. */
function files(reps, seed) {
  const random = randoms(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const accounts = ["Account ID,Account Name,Latitude,Longitude,Sales"];
  const people = ["Rep ID,Rep Name,Latitude,Longitude"];
  for (let rep = 0; rep < reps; rep += 1) {
    const [lat, lon] = [32 + (rep % 10) * 1.6, -118 + Math.floor(rep / 10) * 9 + random()];
    people.push(`R${rep},Rep ${rep},${lat.toFixed(5)},${lon.toFixed(5)}`);
    const towns = Array.from({ length: 25 }, () => [lat + 0.15 * normal(), lon + 0.2 * normal()]);
    for (let own = 0; own < ACCOUNTS; own += 1) {
      const spread = [lat + 0.7 * (random() - 0.5), lon + 0.9 * (random() - 0.5)];
      const [y, x] = random() < 0.7 ? towns[Math.floor(random() * towns.length)] : spread;
      const place = `${(y + 0.02 * normal()).toFixed(5)},${(x + 0.03 * normal()).toFixed(5)}`;
      accounts.push(`A${rep}-${own},Account ${rep}-${own},${place},${Math.round(Math.exp(9 + 1.2 * normal()))}`);
    }
  }
  writeFileSync(at("accounts.csv"), `${accounts.join("\n")}\n`);
  writeFileSync(at("reps.csv"), `${people.join("\n")}\n`);
}

/** A plan in which a tenth of the accounts is visited every 4 weeks, a fifth every 8, all others once in 13. */
function plan(reps) {
  files(reps, reps);
  const design = ["--territories", String(reps), "--measure", "count=1", "--out", at("plan.json")];
  run("design", at("accounts.csv"), at("reps.csv"), ...design);
  run("schedule", at("plan.json"), "--start", "2026-11-30", "--weeks", "13", "--seconds", "0", "--out", at("plan.json"));
  const file = JSON.parse(readFileSync(at("plan.json"), "utf8"));
  const visits = file.scenarios[0].layers[0].visits;
  visits.calendar = null;
  [4, 8, 13].forEach((weeks, at) => {
    visits.brief.classes[at].cadence.weeks = weeks;
  });
  visits.brief.classes[0].rule.top = { measure: "Sales", share: 0.1 };
  visits.brief.classes[1].rule.top = { measure: "Sales", share: 0.2 };
  file.log = { done: 0, edits: [] };
  writeFileSync(at("plan.json"), JSON.stringify(file));
}

/** Hours of the emptiest and of the fullest week against the mean of all, each by its working days. */
function weekSpread({ brief, calendar }) {
  const number = (day) => Date.parse(day) / 86400000;
  const weeks = new Map();
  for (const route of calendar.territories[0].days) {
    const week = Math.floor((number(route.day) - number(brief.start)) / 7);
    const minutes = route.stops.reduce((sum, [, , start, end]) => sum + end - start, route.drive);
    const [sum, days] = weeks.get(week) ?? [0, 0];
    weeks.set(week, [sum + minutes, days + 1]);
  }
  const means = [...weeks.values()].map(([sum, days]) => sum / days);
  const mean = means.reduce((sum, own) => sum + own, 0) / means.length;
  return [Math.min(...means) / mean, Math.max(...means) / mean];
}

/** Length on the road in km, visits without a day, and the spread of the weeks of the first territory, of a plan file that `check` finds nothing wrong with. */
function figures(path) {
  run("check", path);
  const { brief, calendar } = JSON.parse(readFileSync(path, "utf8")).scenarios[0].layers[0].visits;
  const days = calendar.territories.flatMap((own) => own.days);
  const unplaced = calendar.territories.flatMap((own) => own.unplaced);
  return {
    km: days.reduce((sum, day) => sum + day.distance, 0) / 1000,
    unplaced: unplaced.reduce((sum, own) => sum + own.visits, 0),
    weeks: weekSpread({ brief, calendar }),
  };
}

function native(seed, ...words) {
  const begun = performance.now();
  run("schedule", at("plan.json"), "--seed", String(seed), ...words, "--out", at("out.json"));
  return { seconds: (performance.now() - begun) / 1000, ...figures(at("out.json")) };
}

const row = (what, runs, best) => {
  const over = runs.map((own, at) => (100 * own.km) / best[at].km - 100);
  const told = [median(runs.map((own) => own.seconds)).toFixed(2), median(over).toFixed(1), Math.max(...over).toFixed(1)];
  const weeks = [0, 1].map((end) => `${Math.round(100 * median(runs.map((own) => own.weeks[end])))} %`).join(" to ");
  const unplaced = Math.max(...runs.map((own) => own.unplaced));
  console.log(`| ${what} | ${told[0]} s | ${told[1]} % | ${told[2]} % | ${unplaced} | ${weeks} |`);
};

const inBrowser = site && (await import("./bench-calendars-site.mjs"));
const tellMany = (where, many) =>
  console.log(`\n50 reps × 500 accounts, ${where}: ${many.seconds.toFixed(1)} s, ${many.unplaced} without a day`);

try {
  plan(1);
  console.log("| calendar of 500 accounts, 13 weeks | median time | km over a minute's run | worst | without a day | hours a week |");
  console.log("|---|---|---|---|---|---|");
  const best = SEEDS.map((seed) => native(seed, "--seconds", String(MINUTE)));
  row("native, first", SEEDS.map((seed) => native(seed, "--seconds", "0")), best);
  row("native, as the app makes it", SEEDS.map((seed) => native(seed)), best);
  row("native, 5 s", SEEDS.map((seed) => native(seed, "--seconds", "5")), best);
  if (site) {
    const { first, whole } = await inBrowser.measure(at("plan.json"), SEEDS, figures, at);
    row("Chromium, first", first, best);
    row("Chromium, as the app makes it", whole, best);
  }
  plan(50);
  tellMany("native, two threads", native(1, "--threads", "2"));
  if (inBrowser) tellMany("Chromium, a worker a core", await inBrowser.measureMany(at("plan.json"), figures, at));
} finally {
  rmSync(folder, { recursive: true });
}
