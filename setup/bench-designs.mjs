// How long a design takes in the browser: node setup/bench-designs.mjs FOLDER (see bench.sh). Drives the built site in headless
// Chromium on the instances of territories, 5 seeds each, and prints the median from the click on Design to the plan on screen,
// with what the page does of its own counted in, the first of them (not yet compiled for speed) apart, the worst deviation that
// the page states, and the median of balancing again around an account that was moved by hand.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drop, newVisitor, openApp, openBrowser, openSite } from "../tests/e2e/harness.mjs";

const [folder] = process.argv.slice(2);
const INSTANCES = [["uniform_10k", 20], ["clustered_10k", 20], ["clustered_100k", 100]];
const SEEDS = [1, 2, 3, 4, 5];
const WAIT = { timeout: 300_000 };

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Resolves in the page, a frame after nothing runs any more, with the milliseconds since the click. */
const timed = (page, act) =>
  page.evaluate(async (name) => {
    const button = [...document.querySelectorAll("button")].find((own) => own.textContent.trim().startsWith(name));
    const begun = performance.now();
    button.click();
    const runs = () => button.disabled || document.querySelector(".run");
    await new Promise((resolve) => {
      const look = () => (runs() ? requestAnimationFrame(look) : resolve());
      requestAnimationFrame(look);
    });
    return performance.now() - begun;
  }, act);

async function measure(site, name, territories) {
  const browser = await openBrowser();
  try {
    const { page } = await newVisitor(browser);
    await openApp(page, site.address);
    await drop(page.locator("main"), [{ name: `${name}.csv`, bytes: readFileSync(join(folder, `${name}.csv`)) }]);
    await page.locator(".imp-foot .primary").click(WAIT);
    const count = page.getByLabel("Territories", { exact: true });
    await count.waitFor(WAIT);
    await count.fill(String(territories));
    await page.getByLabel("Measure", { exact: true }).selectOption({ label: "Workload" });
    await page.getByLabel("Tolerance, ± %", { exact: true }).fill("0.5");
    await page.getByText("More", { exact: true }).click();
    const times = [];
    let worst = "";
    for (const seed of SEEDS) {
      await page.getByLabel("Seed", { exact: true }).fill(String(seed));
      await page.keyboard.press("Tab");
      times.push(await timed(page, "Design"));
      worst = await page.locator(".figures dd").nth(2).textContent();
      await page.waitForTimeout(3000);
    }
    const repairs = [];
    for (const row of SEEDS) {
      await page.getByRole("region", { name: "Territories table" }).locator("tbody tr").nth(row).click();
      await page.locator(".account-line").first().click();
      await page.getByLabel("Territory of the account").selectOption({ index: 1 });
      await page.getByRole("button", { name: "Move", exact: true }).click();
      await page.getByRole("button", { name: "Close: show the plan" }).click();
      await page.getByRole("button", { name: "Balance again from here" }).waitFor(WAIT);
      await page.waitForTimeout(2000);
      repairs.push(await timed(page, "Balance again"));
      await page.waitForTimeout(2000);
    }
    return { first: times[0] / 1000, seconds: median(times) / 1000, worst, repair: median(repairs) };
  } finally {
    await browser.close();
  }
}

const site = await openSite();
for (const [name, territories] of INSTANCES) {
  if (!existsSync(join(folder, `${name}.csv`))) {
    console.log(`skipped: no ${name}`);
    continue;
  }
  const { first, seconds, worst, repair } = await measure(site, name, territories);
  const times = `${first.toFixed(2)} s | ${seconds.toFixed(2)} s | ${worst.trim()} | ${repair.toFixed(0)} ms`;
  console.log(`| ${name}, ${territories} | ${times} |`);
}
await site.close();
