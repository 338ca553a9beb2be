// Reading and locating in one Chromium page, side by side with uDSV and PapaParse: node setup/bench-import.mjs FOLDER FILE
// (see bench.sh). FOLDER holds bench.js and bench_bg.wasm; FILE is a CSV with a header, taken ten times over.
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openBrowser, repository } from "../tests/e2e/harness.mjs";
import { serve } from "./serve.mjs";

const [built, file] = process.argv.slice(2);
const TIMES = 10;
const RUNS = 7;
const tools = process.env.HINTERLAND_TOOLS;
/** A pack's name as that of a file in the one folder that is served. */
const flat = (name) => `${name.replaceAll("/", "-")}.bin`;
const packs = ["core.pack.gz", "us-zips.pack.gz", "places/US.pack.gz"];

/** The lines below the header so many times over. */
function repeated(path) {
  const bytes = readFileSync(path);
  const body = bytes.subarray(bytes.indexOf(10) + 1);
  return Buffer.concat([bytes.subarray(0, bytes.indexOf(10) + 1), ...Array(TIMES).fill(body)]);
}

/** In the page: each contender in turn, so often; the milliseconds of every run, what it counted, and the wasm's memory. */
async function race(runs) {
  const { default: start } = await import("./bench.js");
  const wasm = await start({ module_or_path: "./bench_bg.wasm" });
  const { inferSchema, initParser } = await import("./udsv.js");
  const fetched = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
  const file = await fetched("./file.csv");
  const text = new TextDecoder().decode(file);
  const names = await (await fetch("./packs.json")).json();
  const contenders = {
    "uDSV, typed": () => initParser(inferSchema(text)).typedObjs(text).length,
    "uDSV, typed arrays": () => initParser(inferSchema(text)).typedArrs(text).length,
    "PapaParse, objects": () => Papa.parse(text, { header: true, skipEmptyLines: true }).data.length,
    "read": () => bench.read(file),
    "the whole import, located by ZIP": () => bench.import(file),
    "100,000 accounts by ZIP": () => bench.byZip(),
    "100,000 accounts by city and state": () => bench.byCity(),
  };
  bench.read(file);
  const memoryOfRead = wasm.memory.buffer.byteLength;
  const refused = bench.packs(await Promise.all(names.map(fetched)));
  if (refused) throw new Error(refused);
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  const counts = {};
  for (let run = 0; run < runs; run++) {
    for (const [name, act] of Object.entries(contenders)) {
      const begun = performance.now();
      counts[name] = act();
      times[name].push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return { times, counts, memoryOfRead, memory: wasm.memory.buffer.byteLength, bytes: file.length };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const folder = mkdtempSync(join(tmpdir(), "hinterland-bench-"));
const browser = await openBrowser();
try {
  for (const name of readdirSync(built)) copyFileSync(join(built, name), join(folder, name));
  copyFileSync(join(tools, "node_modules/udsv/dist/uDSV.mjs"), join(folder, "udsv.js"));
  copyFileSync(join(tools, "node_modules/papaparse/papaparse.min.js"), join(folder, "papaparse.js"));
  writeFileSync(join(folder, "file.csv"), repeated(file));
  packs.forEach((name) => writeFileSync(join(folder, flat(name)), gunzipSync(readFileSync(join(repository, "public/packs", name)))));
  writeFileSync(join(folder, "packs.json"), JSON.stringify(packs.map((name) => `./${flat(name)}`)));
  writeFileSync(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><title>bench</title><script src="./papaparse.js"></script>');
  const site = await serve(folder);
  const page = await browser.newPage();
  await page.goto(site.address);
  const { times, counts, memoryOfRead, memory, bytes } = await page.evaluate(`(${race})(${RUNS})`);
  await site.close();
  const papa = median(times["PapaParse, objects"]);
  const udsv = median(times["uDSV, typed"]);
  console.log(`\n| in one Chromium page, ${(bytes / 1e6).toFixed(1)} MB, medians of ${RUNS} | rows | ms | × uDSV | × PapaParse |`);
  console.log("|---|---|---|---|---|");
  for (const [name, all] of Object.entries(times)) {
    const took = median(all);
    console.log(`| ${name} | ${counts[name].toLocaleString("en")} | ${took.toFixed(0)} | ${(took / udsv).toFixed(2)} | ${(took / papa).toFixed(2)} |`);
  }
  console.log(`\nMemory of the wasm after reading: ${(memoryOfRead / bytes).toFixed(1)} × the file; after all: ${(memory / bytes).toFixed(1)} ×, the packs included.`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
