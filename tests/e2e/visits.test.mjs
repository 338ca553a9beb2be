// Visits: what is asked, the calendar that comes of it, a day of it, a visit moved by hand, undone, and all of it verified.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { download, longestTask, openBrowser, openSite, program, visitWith } from "./harness.mjs";

const WAIT = { timeout: 90_000 };
let browser;
let site;
const folder = mkdtempSync(join(tmpdir(), "hinterland-visits-"));
before(async () => { [browser, site] = [await openBrowser(), await openSite()]; });
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The sample with twelve territories, on the step of visits. */
const atVisits = (act) =>
  visitWith(browser, site.address, async (page, visitor) => {
    await page.getByRole("button", { name: "Try the sample" }).click();
    await page.getByRole("button", { name: /^Take over 1,200 accounts/ }).click(WAIT);
    await page.getByRole("button", { name: /^Design 12/ }).click(WAIT);
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    await page.getByRole("link", { name: /^Visits/ }).click();
    await page.getByRole("region", { name: "Visits table" }).waitFor(WAIT);
    await act(page, visitor);
    assert.deepEqual(visitor.problems, []);
  });

const make = (page) => page.getByRole("button", { name: "Make the calendar", exact: true });

/** Waits until the calendar can be made ("enabled") or cannot ("disabled"): what is typed is looked at in the planner first. */
const makeIs = (page, state) => page.locator(`button:${state}`).filter({ hasText: /^Make the calendar$/ }).waitFor(WAIT);

/** The plan file, verified by the terminal program: nothing to say. */
async function checkShared(page) {
  await page.getByRole("button", { name: "Close: show the plan" }).click();
  await page.getByRole("link", { name: /^Share/ }).click();
  const { bytes } = await download(page, () => page.getByRole("button", { name: "Download the plan file" }).click());
  const path = join(folder, "plan.hinterland.json");
  writeFileSync(path, bytes);
  assert.equal(execFileSync(program, ["check", path], { encoding: "utf8" }), "");
  await page.getByRole("link", { name: /^Visits/ }).click();
  await page.locator(".cal-day[aria-label*=' stop']").first().click();
  return JSON.parse(bytes.toString());
}

/** "5 stops" → 5 */
const count = (words) => Number(words.split(" ")[0]);

/** Numbers of stops by day, as the grid shows them. */
const stops = (page) => page.locator(".cal-day .cal-stops").allTextContents();

test("a calendar is made, a day shown, a visit moved, undone and verified", { timeout: 240_000 }, () =>
  atVisits(async (page) => {
    await page.getByLabel("First day").fill("2026-11-30");
    await page.getByLabel("Weeks, 1 to 13").fill("4");
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.querySelector(".rules b.num")?.textContent === "120");
    await make(page).click();
    await page.getByRole("region", { name: "Calendar" }).waitFor(WAIT);
    assert.equal((await stops(page)).length, 20, "four weeks of five days");
    const before = await stops(page);
    const at = before.findIndex((words) => count(words) >= 3);
    await page.locator(".cal-day").nth(at).click();
    const lines = page.locator(".stop-line");
    await lines.first().waitFor();
    assert.equal(`${await lines.count()} stops`, before[at]);
    await page.getByRole("heading", { level: 2, name: /^(Mon|Tues|Wednes|Thurs|Fri)day, / }).waitFor();
    // The visit goes to the first day that has room for it: which has is the planner's to say.
    await lines.last().click();
    const choice = page.getByLabel("Move the visit to another day");
    const days = (await choice.locator("option").evaluateAll((options) => options.map((own) => own.value))).filter(Boolean);
    let moved = false;
    for (const day of days) {
      await choice.selectOption(day);
      await page.waitForFunction(
        ([at, before]) =>
          document.querySelector(".notice") || document.querySelectorAll(".cal-day .cal-stops")[at].textContent !== before,
        [at, before[at]],
        WAIT,
      );
      moved = (await page.locator(".notice").count()) === 0;
      if (moved) break;
      // The reason names the day, in the reader's form.
      assert.match(await page.locator(".notice p").textContent(), /(Nov|Dec) \d+, 2026/);
    }
    assert.ok(moved, "some day has room");
    await page.locator(".told").getByText(/on the road, \d+ min (more|less)/).waitFor();
    const after = await stops(page);
    assert.equal(count(after[at]), count(before[at]) - 1);
    assert.equal(after.reduce((sum, own) => sum + count(own), 0), before.reduce((sum, own) => sum + count(own), 0));
    await checkShared(page);
    await page.getByRole("button", { name: /^Undo: move a visit/i }).click();
    await page.waitForFunction(([at, before]) => document.querySelectorAll(".cal-day .cal-stops")[at].textContent === before, [at, before[at]], WAIT);
    assert.deepEqual(await stops(page), before);
    await page.getByRole("button", { name: /^Redo/ }).click();
    const plan = await checkShared(page);
    assert.equal(plan.scenarios[0].layers[0].visits.calendar.territories.length, 12);
  }));

test("days are walked by keys and exchanged, tables follow, and what is written outlives a reload", { timeout: 240_000 }, () =>
  atVisits(async (page) => {
    await page.getByLabel("First day").fill("2026-11-02");
    await page.keyboard.press("Tab");
    await make(page).click();
    await page.getByRole("region", { name: "Calendar" }).waitFor(WAIT);
    const before = await stops(page);
    const first = page.locator(".cal-day").first();
    await first.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const shown = page.locator(".cal-day[aria-pressed=true]");
    await shown.waitFor();
    assert.equal(await shown.getAttribute("data-at"), "1-1", "a week on and a day on");
    const swap = page.getByLabel("Exchange this day with another");
    const days = (await swap.locator("option").evaluateAll((options) => options.map((own) => own.value))).filter(Boolean);
    for (const day of days) {
      await swap.selectOption(day);
      await page.locator(".told, .notice").first().waitFor(WAIT);
      if (await page.locator(".told").count()) break;
    }
    await page.getByRole("button", { name: "Undo: exchange two days" }).waitFor();
    const sum = (list) => list.reduce((sum, own) => sum + count(own), 0);
    assert.equal(sum(await stops(page)), sum(before));
    await page.getByRole("button", { name: "Undo: exchange two days" }).click();
    await page.waitForFunction((before) => [...document.querySelectorAll(".cal-day .cal-stops")].map((own) => own.textContent).join() === before, before.join(), WAIT);

    await page.getByRole("button", { name: "Figures", exact: true }).click();
    const table = page.getByRole("region", { name: "Figures of the visits" });
    await table.getByRole("columnheader", { name: "Visits overdue" }).waitFor(WAIT);
    assert.equal(await table.locator("tbody tr").count(), 12);
    for (const [name, column] of [["Coverage to date", "Reach"], ["Costs and expenses", "Over the plan"], ["The year ahead", "Days needed"], ["Leads and existing accounts", "Asked"]]) {
      await page.getByLabel("Which table").selectOption(name);
      await table.getByRole("columnheader", { name: column }).waitFor(WAIT);
    }
    await page.getByLabel("Which table").selectOption("The year ahead");
    // The chart tells what it shows, of one territory and of another.
    const year = page.getByRole("img", { name: /^Hours wanted against hours there are\. (\w{3} \d{4}: [\d,]+ of [\d,]+ hours[;.] ?){12}$/ });
    await year.waitFor(WAIT);
    await table.locator(".tname").first().click();
    const one = await year.getAttribute("aria-label");
    await table.locator(".tname").nth(5).click();
    await page.waitForFunction((one) => document.querySelector(".year-chart canvas")?.getAttribute("aria-label") !== one, one, WAIT);
    assert.notEqual(await page.locator(".year-chart .muted").textContent(), "All reps");
    await page.getByLabel("Which table").selectOption("Due touches by account");
    await page.locator(".year-chart").waitFor({ state: "detached" });
    await table.getByRole("columnheader", { name: "Days late" }).click();
    await table.getByRole("columnheader", { name: "Days late ↓" }).waitFor(WAIT);
    await page.getByLabel("Filter the table").fill("e-mail");
    await page.waitForFunction(() => [...document.querySelectorAll(".figures-table tbody tr")].every((row) => row.textContent.includes("E-mail")), null, WAIT);
    const { name, bytes } = await download(page, () => page.getByRole("button", { name: "Download the whole table as CSV" }).click());
    assert.equal(name, "due-touches.csv");
    assert.match(bytes.toString(), /^Account,Territory,Rep,Class,Kind,State,Due,Days late,Last,Planned\r\n/);

    await page.getByRole("button", { name: "Close: show the plan" }).click();
    await page.getByLabel("Weeks, 1 to 13").fill("7");
    await page.keyboard.press("Tab");
    await page.getByText("Something else is asked than this calendar was made for.").waitFor();
    await page.waitForTimeout(1500);
    await page.reload();
    await page.getByText("Something else is asked than this calendar was made for.").waitFor(WAIT);
    assert.equal(await page.getByLabel("Weeks, 1 to 13").inputValue(), "7");
  }));

test("what no calendar can keep is told beside the form, and nothing is made", { timeout: 120_000 }, () =>
  atVisits(async (page) => {
    await page.locator(".rule-name").first().click();
    await page.getByLabel("Visits", { exact: true }).fill("99");
    await page.keyboard.press("Tab");
    await page.getByRole("alert").getByText(/class “A”: 99 visits in \d+ weeks cannot be kept/).waitFor();
    await makeIs(page, "disabled");
    await page.getByLabel("Visits", { exact: true }).fill("1");
    await page.keyboard.press("Tab");
    await makeIs(page, "enabled");
    assert.equal(await page.locator(".visits-foot .bad").count(), 0);
    await page.getByText("Holidays", { exact: true }).click();
    await page.getByLabel("A list of holidays").fill("12/25/2026 Christmas\nsome day\n2026-12-24,Eve");
    await page.getByRole("button", { name: "Take the list" }).click();
    await page.getByText("Line 2, “some day”, holds no date: left out.").waitFor();
    await page.getByText("Holidays: 2").waitFor();
  }));

test("no task over 50 ms on the page while a calendar is made and looked at", { timeout: 240_000 }, (t) =>
  atVisits(async (page) => {
    await page.waitForTimeout(1500);
    const { work, wall } = await longestTask(page, async () => {
      await make(page).click();
      await page.getByRole("region", { name: "Calendar" }).waitFor(WAIT);
      const at = (await stops(page)).findIndex((words) => count(words) >= 3);
      await page.locator(".cal-day").nth(at).click();
      await page.locator(".stop-line").first().waitFor();
      await page.waitForTimeout(500);
    });
    t.diagnostic(`longest task: ${work.toFixed(0)} ms of work, ${wall.toFixed(0)} ms on the clock`);
    assert.ok(work <= 50, `${work} ms`);
  }));
