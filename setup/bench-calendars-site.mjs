// The calendars of bench-calendars.mjs as the built site makes them in headless Chromium, by clicks.
import { readFileSync, writeFileSync } from "node:fs";
import { download, drop, newVisitor, openApp, openBrowser, openSite } from "../tests/e2e/harness.mjs";

const WAIT = { timeout: 240_000 };

/** Milliseconds from the click until nothing runs; `stops` says whether Stop is clicked as soon as it is there. */
const timed = (page, stops) =>
  page.evaluate(async (stops) => {
    const named = (name) => [...document.querySelectorAll("button")].find((own) => own.textContent.trim() === name);
    const begun = performance.now();
    (named("Make it again") ?? named("Make the calendar")).click();
    await new Promise((resolve) => {
      const look = () => {
        const stop = document.querySelector(".run button");
        if (stops && stop && !stop.disabled) stop.click();
        if (document.querySelector(".run")) requestAnimationFrame(look);
        else resolve();
      };
      requestAnimationFrame(look);
    });
    return performance.now() - begun;
  }, stops);

async function calendar(browser, address, plan, seed, stops, path) {
  const { page, close } = await newVisitor(browser);
  try {
    await openApp(page, address);
    const file = JSON.parse(readFileSync(plan, "utf8"));
    file.scenarios[0].layers[0].visits.brief.seed = seed;
    await drop(page.locator("main"), [{ name: "plan.hinterland.json", bytes: JSON.stringify(file) }]);
    await page.getByRole("link", { name: /^Visits/ }).click(WAIT);
    await page.getByRole("button", { name: "Make the calendar", exact: true }).waitFor(WAIT);
    await page.waitForTimeout(1000);
    // Tours of many territories are still on their way.
    await page.waitForFunction(() => !document.querySelector(".run"), null, WAIT);
    const seconds = (await timed(page, stops)) / 1000;
    await page.getByRole("link", { name: /^Share/ }).click();
    const { bytes } = await download(page, () => page.getByRole("button", { name: "Download the plan file" }).click());
    writeFileSync(path, bytes);
    return seconds;
  } finally {
    await close();
  }
}

/** What comes of `work(browser, address)` on the built site. */
async function onSite(work) {
  const [browser, site] = [await openBrowser(), await openSite()];
  try {
    return await work(browser, site.address);
  } finally {
    await browser.close();
    await site.close();
  }
}

/** A whole calendar of many reps: seconds, and the figures of the plan file that leaves. */
export const measureMany = (plan, figures, at) =>
  onSite(async (browser, address) => {
    const seconds = await calendar(browser, address, plan, 1, false, at("site.json"));
    return { seconds, ...figures(at("site.json")) };
  });

/** A first calendar and a whole one with each seed: seconds, and the figures of the plan file that leaves. */
export const measure = (plan, seeds, figures, at) =>
  onSite(async (browser, address) => {
    const found = { first: [], whole: [] };
    for (const seed of seeds) {
      for (const [kind, stops] of [["first", true], ["whole", false]]) {
        const seconds = await calendar(browser, address, plan, seed, stops, at("site.json"));
        found[kind].push({ seconds, ...figures(at("site.json")) });
      }
    }
    return found;
  });
