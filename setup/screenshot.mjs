// Makes docs/screenshots/*.png from the built site: each scene wide and narrow, light and dark.
// `make dist && node setup/screenshot.mjs [SCENE]…`
import { argv } from "node:process";
import { newVisitor, openApp, openBrowser, openSite, screenshot } from "../tests/e2e/harness.mjs";

// How to get to each scene from the freshly opened app.
const scenes = {
  start: async () => {},
  data: readSample,
  territories: designSample,
  territory: async (page) => {
    await designSample(page);
    await page.getByRole("region", { name: "Territories table" }).locator("tbody tr").nth(6).click();
  },
  visits: async (page) => {
    await designSample(page);
    await page.getByRole("link", { name: /^Visits/ }).click();
    await page.getByText("Tour mi").waitFor();
  },
  share: async (page) => {
    await designSample(page);
    await page.getByRole("link", { name: /^Share/ }).click();
  },
};

async function readSample(page) {
  await page.getByRole("button", { name: "Try the sample" }).click();
  await page.getByRole("button", { name: /^Take over/ }).waitFor();
}

async function designSample(page) {
  await readSample(page);
  await page.getByRole("button", { name: /^Take over/ }).click();
  await page.getByRole("button", { name: /^Design/ }).click();
  await page.getByRole("region", { name: "Territories table" }).waitFor();
}

/** Until the map is painted and nothing runs. */
const settled = (page) => page.waitForTimeout(800);

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const wanted = argv.slice(2);
const browser = await openBrowser();
const site = await openSite();
try {
  for (const [scene, arrange] of Object.entries(scenes)) {
    if (wanted.length > 0 && !wanted.includes(scene)) continue;
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const colorScheme of ["light", "dark"]) {
        const visitor = await newVisitor(browser, { viewport, colorScheme, locale: "en-US", reducedMotion: "reduce" });
        await openApp(visitor.page, site.address);
        await arrange(visitor.page);
        await settled(visitor.page);
        console.log(await screenshot(visitor.page, `${scene}-${size}-${colorScheme}`, { keep: true }));
        await visitor.close();
      }
    }
  }
} finally {
  await browser.close();
  await site.close();
}
