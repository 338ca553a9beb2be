// What importing a file costs in memory, all processes of the browser counted: node setup/bench-memory.mjs FILE…
// (see bench.sh). Drives the built site in headless Chromium and prints, for each file, by how much the browser grows over
// the idle app at the peak: until the draft is shown, and until its accounts are taken over.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename } from "node:path";
import { newVisitor, openApp, openBrowser, openSite } from "../tests/e2e/harness.mjs";

const EVERY_MS = 50;
const WAIT = { timeout: 300_000 };

/** Every process below this one, by its number. */
function descendants() {
  const children = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1];
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (pid) => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(String(process.pid));
}

/** Bytes of the browser, what its processes share counted once (PSS). */
function browserBytes() {
  return descendants().reduce((sum, pid) => {
    try {
      return sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]);
    } catch {
      return sum;
    }
  }, 0);
}

/** The most bytes that the browser has while `act` runs. */
async function peak(act) {
  let most = browserBytes();
  const timer = setInterval(() => (most = Math.max(most, browserBytes())), EVERY_MS);
  try {
    await act();
  } finally {
    clearInterval(timer);
  }
  return most;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 2000));

/** Growth until the draft is shown and while it is taken over, as multiples of the file, and the seconds of each. */
async function measure(site, file) {
  const browser = await openBrowser();
  try {
    const { page } = await newVisitor(browser);
    await openApp(page, site.address);
    await settled();
    const idle = browserBytes();
    const primary = page.locator(".imp-foot .primary");
    let begun = performance.now();
    const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
    const drafted = await peak(async () => {
      await page.locator('input[type="file"]').first().setInputFiles(file);
      await primary.filter({ hasText: /^(Take over|Go to places)/ }).waitFor(WAIT);
    });
    const draftSeconds = seconds();
    await settled();
    begun = performance.now();
    const taken = await peak(async () => {
      await page.getByRole("button", { name: /^Take over/ }).click(WAIT);
      await primary.waitFor({ state: "detached", ...WAIT });
    });
    const times = (bytes) => ((bytes - idle) / statSync(file).size).toFixed(1);
    return [times(drafted), draftSeconds, times(taken), seconds()];
  } finally {
    await browser.close();
  }
}

if (!existsSync("/proc/self/smaps_rollup")) {
  console.log("skipped: memory is counted by Linux's /proc");
  process.exit(0);
}
const site = await openSite();
try {
  console.log("\n| file | MB | draft, × file | s | take-over, × file | s |\n|---|---|---|---|---|---|");
  for (const file of process.argv.slice(2)) {
    const size = (statSync(file).size / 1e6).toFixed(1);
    console.log(`| ${basename(file)} | ${size} | ${(await measure(site, file)).join(" | ")} |`);
  }
} finally {
  await site.close();
}
