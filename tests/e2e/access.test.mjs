// What axe finds that shuts people out, on every page, light and dark; and the Data step by the keyboard alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { drop, fromTools, openBrowser, openSite, visitWith } from "./harness.mjs";

const WAIT = { timeout: 60_000 };
let browser;
let site;
let axe;
before(async () => {
  axe = readFileSync(fromTools((require) => require.resolve("axe-core/axe.min.js")), "utf8");
  [browser, site] = [await openBrowser(), await openSite()];
});
after(async () => {
  await browser?.close();
  await site?.close();
});

// Dates of both orders, a place of many states, one that nobody knows, a cell that is no number, and accounts that may be one.
const ACCOUNTS = `Account ID,Account Name,Billing City,Billing State,Annual Revenue,Last Activity,Owner
A-1,Larkspur Dental,Fort Wayne,IN,22053,03/04/2026,Ada Nobel
A-2,Pinyon Freight,St. Louis,MO,1200,11/09/2026,Bo Berg
A-3,Harrow & Finch,Springfield,,41195,01/02/2026,Bo Berk
A-4,Millcombe Catering,Naperville,IL,ask Teresa,05/06/2026,Ada Nobel
A-5,Granary Concrete,Cleveland,OH,8300,02/03/2026,Ada Nobel
A-5,Granary Concrete,Cleveland,OH,8300,02/03/2026,Ada Nobel
A-6,Quarrydale Inn,Xyzzyville Station,,7000,04/05/2026,Bo Berg
A-7,Finch,Harrow,Reno,NV,300,06/05/2026,Bo Berg
`;
const REPS = "Rep,City,State\nAda Nobel,Chicago,IL\nBo Berg,Denver,CO\n";
const file = (name, text) => ({ name, bytes: Buffer.from(text) });

/** Fails with every violation that axe finds in what is shown, in both schemes. */
async function accessible(page, where) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
    const violations = await page.evaluate(async () => (await window.axe.run()).violations);
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.replaceAll("\n", " ")}`));
    assert.deepEqual(told, [], `${where}, ${colorScheme}`);
  }
}

const step = (page, name) => page.getByRole("navigation", { name: "Import" }).getByRole("button", { name }).click();
const primary = (page) => page.locator(".imp-foot .primary");
/** Waits until nothing runs any more, and what comes a task later is there. */
async function still(page) {
  await page.waitForTimeout(300);
  await page.waitForFunction(() => !document.querySelector("progress, [aria-busy=true]"), null, WAIT);
}

async function read(page) {
  await drop(page.locator("body"), [file("accounts.csv", ACCOUNTS), file("reps.csv", REPS)]);
  await page.getByRole("heading", { name: "Columns of accounts.csv" }).waitFor(WAIT);
  await still(page);
}

/** The start page and each tab of the Data step, with all in them open that opens. */
async function walk(page) {
  await page.getByText("Check it yourself in a minute").click();
  await page.getByRole("button", { name: /^Settings/ }).click();
  await accessible(page, "start");
  await page.keyboard.press("Escape");
  await read(page);
  await drop(page.locator("body"), [file("empty.csv", "")]);
  await page.getByRole("alert").getByText(/empty\.csv/).waitFor(WAIT);
  await page.getByRole("button", { name: /^comma, UTF-8/i }).click();
  for (const summary of await page.locator(".diag summary").all()) {
    if (!(await summary.evaluate((element) => element.parentElement.open))) await summary.click();
  }
  await page.getByRole("button", { name: /^Edit the row: row 9/ }).first().click();
  await page.getByRole("form", { name: "Row 9" }).waitFor(WAIT);
  await accessible(page, "columns and diagnostics");
  for (const name of ["Files", "Matches", "Places", "Take over"]) {
    await step(page, new RegExp(name));
    await page.locator("#step-h").waitFor();
    if (name === "Places") {
      await page.getByRole("combobox", { name: "Look for Springfield" }).fill("peori");
      await page.getByRole("option", { name: /^Peoria, Illinois/ }).waitFor(WAIT);
    }
    await accessible(page, name);
  }
}

test("axe finds nothing on the start page and on the Data step", { timeout: 180_000 }, () => visitWith(browser, site.address, walk));
test("nor on a phone", { timeout: 180_000 }, () => visitWith(browser, site.address, walk, { viewport: { width: 390, height: 844 } }));

test("what has the focus lies under no bar of a phone", { timeout: 120_000 }, () =>
  visitWith(browser, site.address, async (page) => {
    await read(page);
    await drop(page.locator("body"), [file("empty.csv", "")]);
    await page.getByRole("alert").getByText(/empty\.csv/).waitFor(WAIT);
    await still(page);
    await page.locator("#read-as").focus();
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let pressed = 0; pressed < 22; pressed += 1) {
        await page.keyboard.press(key);
        const covered = await page.evaluate(() => {
          const element = document.activeElement;
          const { left, top, width, height } = element.getBoundingClientRect();
          const seen = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20));
          return element.contains(seen) ? "" : `${element.getAttribute("aria-label") ?? element.innerText} under ${seen?.className}`;
        });
        assert.equal(covered, "", key);
      }
    }
  }, { viewport: { width: 390, height: 844 } }));

test("axe finds nothing on the pages of a plan", { timeout: 240_000 }, () =>
  visitWith(browser, site.address, async (page) => {
    await page.getByRole("button", { name: "Try the sample" }).click();
    await primary(page).filter({ hasText: "Take over 1,200" }).click(WAIT);
    await page.getByRole("button", { name: /^Design/ }).click(WAIT);
    await page.getByRole("region", { name: "Territories table" }).waitFor(WAIT);
    await still(page);
    await accessible(page, "territories");
    for (const name of ["Data", "Visits", "Share"]) {
      await page.getByRole("link", { name: new RegExp(`^${name}`) }).first().click();
      await still(page);
      await accessible(page, name);
    }
  }));

/** Presses the tabulator until what has the focus is called so. */
async function tabTo(page, name) {
  for (let pressed = 0; pressed < 150; pressed += 1) {
    await page.keyboard.press("Tab");
    const own = await page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body ? "" : element.getAttribute("aria-label") ?? element.innerText;
    });
    if (name.test(own)) return;
  }
  assert.fail(`no way to ${name} by the tabulator`);
}

/** Presses a key, and whatever comes of it leaves the focus on the page. */
async function press(page, key) {
  await page.keyboard.press(key);
  await still(page);
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "BODY", `the focus after ${key}`);
}

test("everything on the Data step is done by the keyboard alone", { timeout: 180_000 }, () =>
  visitWith(browser, site.address, async (page) => {
    await read(page);
    await tabTo(page, /^Answer 1 question/);
    await press(page, "Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "question-0");
    await press(page, "Enter");
    await tabTo(page, /^Row with too many/);
    await press(page, "Enter");
    await tabTo(page, /^Edit the row: row 9/);
    await press(page, "Enter");
    await tabTo(page, /^Join with the cell above: Billing City/);
    await press(page, "Enter");
    await tabTo(page, /^Set the row/);
    await press(page, "Enter");
    await page.getByText("Row with too many or too few cells").waitFor({ state: "detached", ...WAIT });
    await tabTo(page, /Matches/);
    await press(page, "Enter");
    await tabTo(page, /^Merge 2/);
    await press(page, "Space");
    await tabTo(page, /^Go to places/);
    await press(page, "Enter");
    await tabTo(page, /^Springfield, Illinois/);
    await press(page, "Enter");
    await tabTo(page, /^Look for Xyzzyville/);
    await page.keyboard.type("peori");
    await page.getByRole("option", { name: /^Peoria, Illinois/ }).waitFor(WAIT);
    await press(page, "Enter");
    await tabTo(page, /^Take over 7 accounts/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Design/ }).waitFor(WAIT);
  }));
