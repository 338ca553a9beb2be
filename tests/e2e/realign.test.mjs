// Territories that change: what stays, what changes hands and why, the frontier, scenarios, locks, a move by hand.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { download, openBrowser, openSite, program, visitWith } from "./harness.mjs";

const WAIT = { timeout: 60_000 };
let browser;
let site;
const folder = mkdtempSync(join(tmpdir(), "hinterland-realign-"));
before(async () => { [browser, site] = [await openBrowser(), await openSite()]; });
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The sample, designed into twelve territories. */
const withSample = (act) =>
  visitWith(browser, site.address, async (page, visitor) => {
    await page.getByRole("button", { name: "Try the sample" }).click();
    await page.getByRole("button", { name: /^Take over 1,200 accounts/ }).click(WAIT);
    await page.getByRole("button", { name: /^Design 12/ }).click(WAIT);
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    await act(page, visitor);
    assert.deepEqual(visitor.problems, []);
  });

async function keep(page, { tolerance, most }) {
  // Another measure, so that there is something to balance.
  await page.getByLabel("Measure", { exact: true }).selectOption("count");
  await page.getByLabel("Tolerance, ± %", { exact: true }).fill(String(tolerance));
  await page.getByLabel("Keep what balance allows").check();
  if (most !== undefined) await page.getByLabel("At most moved in all, %").fill(String(most));
  await page.getByRole("button", { name: /^Design again/ }).click();
  await page.getByRole("heading", { name: "Changed hands" }).waitFor(WAIT);
}

async function shared(page, name) {
  await page.getByRole("link", { name: /^Share/ }).click();
  return (await download(page, () => page.getByRole("button", { name: `Download ${name}` }).click())).bytes;
}

function check(bytes) {
  const path = join(folder, "plan.hinterland.json");
  writeFileSync(path, bytes);
  assert.equal(execFileSync(program, ["check", path], { encoding: "utf8" }), "");
}

const percent = (text) => Number(text.match(/([\d.]+)\s*%/)[1]);

test("a tighter tolerance moves little, and says why", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    await keep(page, { tolerance: 1, most: 6 });
    const changes = page.getByRole("region", { name: "Changed hands" });
    const told = await changes.locator("p").first().textContent();
    assert.ok(percent(told.split(" of the activity")[0].split(",").at(-1)) <= 6, told);
    const pair = changes.locator("details").first();
    await pair.locator("summary").click();
    assert.match(await pair.locator("li .note").first().textContent(), /% of its fair share.*less is better/);
    const moves = (await shared(page, "moves.csv")).toString().trim().split("\r\n");
    assert.match(moves[0], /^account_id,account,from_territory/);
    assert.ok(moves.length > 1, "some accounts moved");
    check(await shared(page, "the plan file"));
  }));

test("the frontier falls, and its plans open beside the present one", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    await page.getByLabel("Tolerance, ± %", { exact: true }).fill("1");
    await page.getByRole("button", { name: "Compare balance and disruption" }).click();
    const panel = page.getByRole("region", { name: "Balance against disruption" });
    await panel.waitFor(WAIT);
    const cells = await panel.locator("tbody td:nth-child(3)").allTextContents();
    const worst = cells.map(percent);
    assert.equal(worst.length, 5);
    for (const [index, value] of worst.slice(1).entries()) assert.ok(value <= worst[index] + 1e-9, `${worst}`);
    await panel.getByRole("button", { name: /cap 10(\.0)?\s*%/ }).click();
    const scenario = page.locator("#shown-scenario");
    await scenario.waitFor(WAIT);
    const names = await scenario.locator("option").allTextContents();
    assert.match(names.join("; "), /^Scenario 1; At most 10(\.0)?\s*% moved$/);
    await scenario.selectOption({ label: "Scenario 1" });
    check(await shared(page, "the plan file"));
  }));

test("what is locked stays, and the others follow a move by hand", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    const table = page.getByRole("region", { name: "Territories table" });
    await table.locator("tbody tr").first().click();
    await page.getByLabel(/^Lock: keeps its accounts/).check();
    const count = await table.locator("tbody tr").first().locator("td:nth-child(3)").textContent();
    await table.locator("tbody tr").nth(3).click();
    await page.locator(".account-line").first().click();
    await page.getByLabel("Territory of the account").selectOption({ index: 6 });
    await page.getByRole("button", { name: "Move", exact: true }).click();
    await page.getByRole("button", { name: "Close: show the plan" }).click();
    await page.getByRole("button", { name: "Balance again from here" }).click();
    await page.getByRole("heading", { name: "Changed hands" }).waitFor(WAIT);
    assert.equal(await table.locator("tbody tr").first().locator("td:nth-child(3)").textContent(), count);
    check(await shared(page, "the plan file"));
  }));

test("the next best moves are proposed, weighed before the drop, made and taken back", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    // What was balanced on one measure is not on another: there is something to better.
    await page.getByLabel("Measure", { exact: true }).selectOption("count");
    await page.getByLabel("Keep what balance allows").check();
    await page.getByLabel("Tolerance, ± %", { exact: true }).fill("15");
    await page.getByRole("button", { name: /^Design again/ }).click();
    const moves = page.getByRole("region", { name: "Next best moves" });
    await moves.getByRole("button", { name: "Suggest three moves" }).click(WAIT);
    const lines = moves.locator("li");
    await lines.nth(2).waitFor(WAIT);
    assert.equal(await lines.count(), 3);
    const reason = await lines.first().locator(".note").textContent();
    assert.match(reason, /% of its fair share.*less is better/);
    const points = reason.split(";").at(-1).match(/[+−][\d.]+/g).map((part) => Number(part.replace("−", "-")));
    assert.ok(points.reduce((sum, part) => sum + part, 0) < 0, reason);

    // The same account's own page says the same before it is moved.
    const name = await lines.first().locator(".account-name").textContent();
    const target = (await lines.first().getByRole("button", { name: /^Move / }).getAttribute("aria-label")).split(" to ").at(-1);
    await lines.first().locator(".account-line").click();
    const select = page.getByLabel("Territory of the account");
    const option = await select.locator("option", { hasText: target }).first().getAttribute("value");
    await select.selectOption(option);
    await page.getByRole("region", { name: "Territory", exact: true }).getByText(reason).waitFor(WAIT);
    await page.keyboard.press("Escape");

    await lines.first().getByRole("button", { name: /^Move / }).click();
    await page.getByText("You moved 1 account.").waitFor(WAIT);
    await page.waitForFunction(
      (moved) => ![...document.querySelectorAll(".proposals .account-name")].some((line) => line.textContent === moved), name);
    check(await shared(page, "the plan file"));
    await page.keyboard.press("Control+z");
  }));

test("accounts inside a line are picked, weighed, moved and made a rule", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    const map = page.getByRole("application");
    const box = await map.boundingBox();
    /** Draws a line around the middle of the map. */
    const draw = async (reach) => {
      await page.getByRole("button", { name: "Pick accounts with a line around them" }).click();
      const middle = [box.x + box.width * 0.62, box.y + box.height * 0.45];
      const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]];
      await page.mouse.move(middle[0] - reach, middle[1] - reach);
      await page.mouse.down();
      for (const [x, y] of corners) await page.mouse.move(middle[0] + x * reach, middle[1] + y * reach, { steps: 6 });
      await page.mouse.up();
    };
    await draw(60);
    const bar = page.getByRole("region", { name: "Picked accounts" });
    const count = Number((await bar.locator("b").textContent()).match(/^(\d+) accounts$/)[1]);
    assert.ok(count > 5, `${count} picked`);
    await bar.getByLabel("Territory that gets the picked accounts").selectOption({ index: 3 });
    await bar.getByText(/Worst deviation .* → /).waitFor(WAIT);
    await bar.getByText(/of its fair share; .*balance .*less is better/).waitFor(WAIT);
    await bar.getByRole("button", { name: "Move", exact: true }).click();
    await bar.waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await draw(40);
    await bar.getByRole("button", { name: "Leave out" }).click();
    await bar.waitFor({ state: "detached" });
    check(await shared(page, "the plan file"));
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await draw(40);
    await bar.getByRole("button", { name: "Make a rule" }).click();
    const rule = page.locator("li.rule").last();
    await rule.locator("textarea").waitFor(WAIT);
    await rule.getByLabel("Who takes them").selectOption({ label: "Theo Brandt" });
    await page.getByRole("button", { name: /^Design again/ }).click();
    await page.getByRole("heading", { name: "Changed hands" }).waitFor(WAIT);
    check(await shared(page, "the plan file"));
  }));

test("a territory is split in two and another merged, and undone", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    const table = page.getByRole("region", { name: "Territories table" });
    await table.locator("tbody tr").nth(2).click();
    const weighed = page.locator(".weighed", { hasText: /of its fair share; .*less is better/ });
    await page.getByRole("button", { name: "Split in two …" }).click();
    await weighed.waitFor(WAIT);
    assert.match(await weighed.textContent(), /disruption \+/);
    await page.getByRole("button", { name: "Split", exact: true }).click();
    await table.locator("tbody tr").nth(12).waitFor(WAIT);
    await weighed.waitFor({ state: "detached", ...WAIT });
    await page.getByLabel("Territory that gets its accounts").selectOption({ index: 1 });
    await weighed.waitFor(WAIT);
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await table.locator("tbody tr").nth(12).waitFor({ state: "detached", ...WAIT });
    check(await shared(page, "the plan file"));
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    check(await shared(page, "the plan file"));
  }));

test("layers have an alignment each over the same accounts", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    const rows = page.getByRole("region", { name: "Territories table" }).locator("tbody tr");
    await page.getByLabel("Layer", { exact: true }).selectOption({ label: "Another layer …" });
    await page.getByLabel("Territories", { exact: true }).fill("5");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Design 5 territories" }).click();
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    assert.equal(await rows.count(), 5);
    await page.getByLabel("Name of the layer").fill("Inside sales");
    await page.keyboard.press("Tab");
    await page.getByLabel("Layer", { exact: true }).selectOption({ label: "Sales" });
    await rows.nth(11).waitFor(WAIT);
    const assignments = (await shared(page, "assignments.csv")).toString().trim().split("\r\n");
    assert.equal(assignments.length, 1 + 2 * 1200);
    assert.equal(assignments.filter((line) => line.includes("Inside sales")).length, 1200);
    check(await shared(page, "the plan file"));
    await page.getByRole("link", { name: /^Territories/ }).click();
    await page.getByRole("button", { name: "Remove this layer" }).click();
    await rows.nth(5).waitFor({ state: "detached", ...WAIT });
    assert.equal(await rows.count(), 5);
  }));

test("a brush gives what it passes over to a territory, in one edit, and the chart answers before", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    const map = page.getByRole("application");
    await map.focus();
    await page.keyboard.press("p");
    await page.getByLabel("Territory that gets what is painted").selectOption({ index: 1 });
    const size = page.getByLabel("Size of the brush");
    const before = Number(await size.inputValue());
    await map.focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press("]");
    assert.ok(Number(await size.inputValue()) > before);
    const box = await map.boundingBox();
    const bar = page.getByRole("region", { name: "Paint" });
    const row = page.getByRole("region", { name: "Territories table" }).locator("tbody tr").first();
    const own = await row.textContent();
    const drag = async () => {
      await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.45);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.5, { steps: 12 });
      await bar.getByText(/accounts?\. Worst deviation .* → /).waitFor();
    };
    // Escape while the button is down leaves everything as it was.
    await drag();
    await page.keyboard.press("Escape");
    await page.mouse.up();
    assert.equal(await row.textContent(), own);
    await drag();
    await page.mouse.up();
    await page.waitForFunction((text) => document.querySelector(".dock-table tbody tr").textContent !== text, own);
    await page.keyboard.press("Control+z");
    await page.waitForFunction((text) => document.querySelector(".dock-table tbody tr").textContent === text, own);
  }));

test("caps are shares of a chosen measure, the work of the visits is one, and each measure tells its share", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    await page.getByLabel("Measure", { exact: true }).selectOption({ label: "Computed workload" });
    await page.getByRole("button", { name: "Add a measure" }).click();
    await page.getByLabel("Tolerance, ± %", { exact: true }).fill("2");
    await page.getByLabel("Keep what balance allows").check();
    await page.getByLabel("Shares of").selectOption({ label: "Number of accounts" });
    await page.getByLabel("At most moved in all, %").fill("1");
    await page.getByRole("button", { name: /^Design again/ }).click();
    await page.getByRole("heading", { name: "Changed hands" }).waitFor(WAIT);
    const stops = page.getByRole("region", { name: "What stops it" });
    assert.match(await stops.locator("li").first().textContent(), /The cap of 1 % .* of all accounts would have to move/);
    await page.getByRole("region", { name: "Territories table" }).locator("tbody tr").first().click();
    const rows = page.getByRole("complementary", { name: "Inspector" }).getByRole("region", { name: "Balance" }).locator("tbody tr");
    assert.deepEqual((await rows.locator("th").allTextContents())[0], "Computed workload");
    for (const share of await rows.locator("td").nth(1).allTextContents()) assert.match(share, /^\d+(\.\d+)?\s*%$/);
    check(await shared(page, "the plan file"));
  }));

test("what goes together is picked with a click, and locked", { timeout: 120_000 }, () =>
  withSample(async (page) => {
    await page.getByText("More", { exact: true }).click();
    await page.getByLabel("Assigned").selectOption({ label: "Same State together" });
    await page.getByRole("region", { name: "Territories table" }).locator("tbody tr").first().click();
    await page.getByRole("region", { name: "Largest accounts" }).getByRole("button").first().click();
    const pick = page.getByRole("button", { name: /^Pick all of State / });
    const count = (await pick.textContent()).match(/: (\d+ accounts)$/)[1];
    await pick.click();
    const bar = page.getByRole("region", { name: "Picked accounts" });
    assert.equal(await bar.locator("b").textContent(), count);
    await bar.getByRole("button", { name: "Lock", exact: true }).click();
    await bar.getByRole("button", { name: "Unlock", exact: true }).waitFor(WAIT);
    assert.ok(await page.getByLabel("Lock: stays with its territory").isChecked());
  }));
