// What importing a file costs in memory, all processes of the browser counted: node setup/bench-memory.mjs [FILE…]
// (see bench.sh). Drives the built site in headless Chromium and prints, for each file, by how much the browser grows over
// the idle app at the peak: until the draft is shown, until its accounts are taken over, and until the plan is kept. Without
// a file it makes four of 500,000 accounts and 15 columns: located by ZIP, and by coordinates of their own, each also in
// shorter words.
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { newVisitor, openApp, openBrowser, openSite, repository } from "../tests/e2e/harness.mjs";

const EVERY_MS = 50;
const WAIT = { timeout: 300_000 };

/** Writes accounts that resemble the sample's, the same ones each time; in shorter words they say as much in four fifths of it. */
function makeAccounts(path, hasCoordinates, isShort) {
  const sample = readFileSync(join(repository, "public/sample/accounts.csv"), "utf8").trim().split("\n").slice(1).map((line) => line.split(","));
  let state = 12345;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const where = hasCoordinates ? "Latitude,Longitude" : "Country,Phone";
  const lines = [`Account ID,Account Name,Industry,Street,City,State,ZIP,${where},Email,Annual Revenue,Employees,Segment,Owner,Last Visit`];
  const file = openSync(path, "w");
  for (let row = 0; row < 500_000; row++) {
    const [, name, industry, street, city, region, zip] = sample[below(sample.length)];
    const [first, ...rest] = name.split(" ");
    const number = String(row).padStart(8, "0");
    lines.push([
      isShort ? number : `0015g00000${number}`, [first, number, ...rest].join(" "), industry, street.replace(/^\d+/, below(10_000)), city, region, zip,
      ...(hasCoordinates
        ? [(28 + below(2_000_000) / 1e5).toFixed(5), (-120 + below(4_500_000) / 1e5).toFixed(5)]
        : [isShort ? "US" : "United States", `(${200 + below(799)}) ${200 + below(799)}-${1000 + below(9000)}`]),
      isShort ? `c${row}@example.com` : `contact.${row}@${first.toLowerCase()}.example.com`, below(5e6) / 100, below(5000),
      ["Enterprise", "Mid-Market", "Small Business", "Strategic"][below(4)], `${isShort ? "Rep" : "Owner Number"} ${1 + below(40)}`,
      new Date(Date.UTC(2024, 0, 1 + below(700))).toISOString().slice(0, 10),
    ].join(","));
    if (lines.length === 10_000 || row === 499_999) writeSync(file, `${lines.splice(0).join("\n")}\n`);
  }
  closeSync(file);
  return path;
}

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

/** Growth until the draft is shown, while it is taken over and while it is kept, as multiples of the file, and the seconds of each. */
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
    const takenSeconds = seconds();
    begun = performance.now();
    const kept = await peak(() => page.locator(".save").getByText(/^Saved/).waitFor(WAIT));
    const times = (bytes) => ((bytes - idle) / statSync(file).size).toFixed(1);
    return [times(drafted), draftSeconds, times(taken), takenSeconds, times(kept), seconds()];
  } finally {
    await browser.close();
  }
}

if (!existsSync("/proc/self/smaps_rollup")) {
  console.log("skipped: memory is counted by Linux's /proc");
  process.exit(0);
}
const site = await openSite();
const folder = mkdtempSync(join(tmpdir(), "hinterland-memory-"));
try {
  const files = process.argv.slice(2);
  if (files.length === 0) {
    for (const [name, ...how] of [
      ["by-zip.csv", false, false], ["by-coordinates.csv", true, false], ["short-by-zip.csv", false, true], ["short-by-coordinates.csv", true, true],
    ]) files.push(makeAccounts(join(folder, name), ...how));
  }
  console.log("\n| file | MB | draft, × file | s | take-over, × file | s | kept, × file | s |\n|---|---|---|---|---|---|---|---|");
  for (const file of files) {
    const size = (statSync(file).size / 1e6).toFixed(1);
    console.log(`| ${basename(file)} | ${size} | ${(await measure(site, file)).join(" | ")} |`);
  }
} finally {
  await site.close();
  rmSync(folder, { recursive: true });
}
