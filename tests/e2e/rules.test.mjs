// Rules, teams and people: what they take, what is left to geography, and what they do that cannot be.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { download, drop, openBrowser, openSite, program, visitWith } from "./harness.mjs";

const WAIT = { timeout: 60_000 };
let browser;
let site;
const folder = mkdtempSync(join(tmpdir(), "hinterland-rules-"));
before(async () => { [browser, site] = [await openBrowser(), await openSite()]; });
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The sample, with the rules open. */
const withRules = (act) =>
  visitWith(browser, site.address, async (page, visitor) => {
    await page.getByRole("button", { name: "Try the sample" }).click();
    await page.getByRole("button", { name: /^Take over 1,200 accounts/ }).click(WAIT);
    await page.locator(".rules > summary").click(WAIT);
    await act(page, visitor);
    assert.deepEqual(visitor.problems, []);
  });

/** Adds a rule of one condition and says who takes its accounts; `fill` fills the condition in. */
async function addRule(page, { name, condition, fill = async () => {}, taker }) {
  await page.getByRole("button", { name: "Add a rule" }).click();
  const rule = page.locator("li.rule").last();
  await rule.getByLabel("Name", { exact: true }).fill(name);
  if (condition !== "accounts") {
    await rule.getByLabel("Remove this condition").click();
    await rule.getByLabel("Add a condition").selectOption(condition);
  }
  await fill(rule);
  await rule.getByLabel("Who takes them").selectOption(taker);
  return rule;
}

async function rows(page) {
  const all = page.getByRole("region", { name: "Territories table" }).locator("tbody tr");
  return (await all.allTextContents()).map((text) => text.replace(/\s+/g, " ").trim());
}

async function checkShared(page) {
  await page.getByRole("link", { name: /^Share/ }).click();
  const { bytes } = await download(page, () => page.getByRole("button", { name: "Download the plan file" }).click());
  const path = join(folder, "plan.hinterland.json");
  writeFileSync(path, bytes);
  assert.equal(execFileSync(program, ["check", path], { encoding: "utf8" }), "");
  return JSON.parse(bytes.toString());
}

test("a team and a rep take what the rules give them, and the field divides the rest", { timeout: 180_000 }, () =>
  withRules(async (page) => {
    const hospitality = await addRule(page, {
      name: "Hotels",
      condition: "text:Industry",
      fill: (rule) => rule.getByLabel(/^Hospitality/).check(),
      taker: "team:new",
    });
    const hotels = Number(await hospitality.locator("b.num").first().textContent());
    assert.ok(hotels > 20, `${hotels} hotels`);
    await page.getByLabel("Name of the team").fill("Key accounts");
    await page.getByText(/^Its reps/).click();
    await page.locator(".team").getByLabel("Maren Hollis").check();
    const named = await addRule(page, {
      name: "Named",
      condition: "accounts",
      fill: (rule) => rule.locator("textarea").fill("A-0002\nYarrowcombe Bakery\nA-0007\nno such account").then(() => page.keyboard.press("Tab")),
      taker: { label: "Theo Brandt" },
    });
    await named.getByText(/No account is called no such account/).waitFor();
    assert.equal(await named.locator("b.num").first().textContent(), "2");
    // The field had a territory for each rep: one of twelve is in the team now.
    await page.getByRole("button", { name: "Design 12 territories" }).click();
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    const table = await rows(page);
    assert.equal(table.length, 12);
    const team = table.find((row) => row.includes("Maren Hollis"));
    assert.ok(team.includes(`Maren Hollis${hotels}`), `${team} has ${hotels} accounts`);
    // What was asked for is there again after a look at a territory.
    await page.getByLabel("Tolerance, ± %", { exact: true }).fill("7");
    await page.getByRole("region", { name: "Territories table" }).locator("tbody tr").first().click();
    await page.getByRole("button", { name: "Close: show the plan" }).click();
    assert.equal(await page.getByLabel("Tolerance, ± %", { exact: true }).inputValue(), "7");
    const plan = await checkShared(page);
    const [layer] = plan.scenarios[0].layers;
    assert.deepEqual(layer.brief.rules.map((rule) => rule.name), ["Hotels", "Named"]);
    const bakery = plan.dataset.accounts.findIndex((account) => account.id === "A-0002");
    const owner = layer.territories.find((territory) => territory.accounts.includes(bakery));
    assert.equal(plan.dataset.reps[owner.rep].name, "Theo Brandt");
  }));

test("the order of rules decides, and each can be switched off", { timeout: 120_000 }, () =>
  withRules(async (page) => {
    const all = { condition: "nowhere", taker: "nobody" };
    await addRule(page, { ...all, name: "First", fill: (rule) => rule.getByLabel("Remove this condition").click() });
    await addRule(page, { ...all, name: "Second", fill: (rule) => rule.getByLabel("Remove this condition").click() });
    const counts = () => page.locator("li.rule b.num").allTextContents();
    const names = async () => (await page.locator(".rule-name").allTextContents()).map((text) => text.split(" ")[1]);
    await page.waitForFunction(() => document.querySelectorAll("li.rule b.num")[1]?.textContent === "0");
    assert.deepEqual(await counts(), ["1,200", "0"]);
    await page.getByRole("button", { name: "Up", exact: true }).click();
    assert.deepEqual((await names()).map((name) => name.replace(/left.*/, "")), ["Second", "First"]);
    await page.locator("li.rule").last().locator(".rule-head").dragTo(page.locator("li.rule").first().locator(".rule-head"));
    assert.deepEqual((await names()).map((name) => name.replace(/left.*/, "")), ["First", "Second"]);
    await page.getByRole("button", { name: /^Design 12/ }).click();
    await page.getByRole("alert").getByText(/leave no located account for the field/).waitFor(WAIT);
    for (const name of ["First counts", "Second counts"]) await page.getByLabel(name).uncheck();
    await page.getByRole("button", { name: /^Design 12/ }).click();
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    await checkShared(page);
  }));

test("the work of a year says how many territories it needs, and each is graded", { timeout: 120_000 }, () =>
  withRules(async (page) => {
    await page.getByText("How many?", { exact: true }).click();
    await page.getByLabel("Hours a year a rep has for them").fill("500");
    await page.keyboard.press("Tab");
    const words = await page.getByText(/visits × 50 min = /).textContent();
    const [, visits, hours, needed] = words.match(/^([\d,]+) visits × 50 min = ([\d,]+) h ÷ 500 h a rep = [\d.]+ → (\d+) territories$/);
    const number = (text) => Number(text.replaceAll(",", ""));
    assert.ok(Math.abs(number(visits) * (50 / 60) - number(hours)) <= 1, words);
    assert.equal(Math.ceil((number(visits) * 50) / 60 / 500), Number(needed));
    await page.getByRole("button", { name: "Take this number" }).click();
    await page.getByRole("button", { name: `Design ${needed} territories` }).click();
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    const table = page.getByRole("region", { name: "Territories table" }).locator("tbody tr");
    await table.first().click();
    await page.getByText(/of 6 points: .* times the tolerance from its fair share/).waitFor(WAIT);
  }));

/** Sixty accounts in three towns, every third of which asks for Spanish, and four reps of whom one has it. */
const PEOPLE = {
  "accounts.csv": ["id,name,latitude,longitude,Language,Industry"]
    .concat(Array.from({ length: 60 }, (_, row) => {
      const [town, spread] = [row % 3, (row * 7) % 11];
      return `a${row},Account ${row},${41 + spread / 100},${-88 + town + spread / 90},${row % 5 === 0 ? "Español" : "English"},${["Steel", "Food", "Retail"][town]}`;
    })).join("\n"),
  "reps.csv": [
    "name,latitude,longitude,FTE,Languages,Industry,Years",
    "Ada,41.05,-88,1,English,Steel,12",
    "Bo,41.05,-87,1,\"English, Español\",Food,3",
    "Cy,41.05,-86,1,English,Retail,7",
  ].join("\n"),
};

test("accounts go to reps who speak their language, reps are matched, and both can be changed by hand", { timeout: 180_000 }, () =>
  visitWith(browser, site.address, async (page, visitor) => {
    await drop(page.locator("main"), Object.entries(PEOPLE).map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
    await page.getByRole("button", { name: /^Take over 60 accounts/ }).click(WAIT);
    await page.locator(".people-form > summary").click(WAIT);
    await page.getByLabel("Column that says what accounts need").selectOption("Language");
    await page.getByText("Español: 12 accounts, 1 of 3 reps").waitFor(WAIT);
    await page.getByLabel("Match reps to territories by fit").check();
    await page.getByLabel("Weight of Same Industry").fill("2");
    await page.getByRole("button", { name: "Design 3 territories" }).click();
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    const plan = await checkShared(page);
    const [layer] = plan.scenarios[0].layers;
    assert.deepEqual(layer.brief.people.needs, ["Language"]);
    const spanish = layer.territories.find((own) => plan.dataset.reps[own.rep].name === "Bo").accounts;
    assert.ok(plan.dataset.accounts.every((own, row) => own.values[0] !== "Español" || spanish.includes(row)));
    // Why Bo has it, who would be next, and what is so without the language.
    await page.getByRole("link", { name: /^Territories/ }).click();
    await page.getByRole("region", { name: "Territories table" }).locator("tbody tr", { hasText: "Bo" }).click();
    const rep = page.getByRole("region", { name: "Rep", exact: true });
    await rep.getByText("Of 100").waitFor(WAIT);
    await rep.getByLabel("Skills", { exact: true }).fill("English");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Close: show the plan" }).click();
    await page.getByText(/12 accounts that ask for “Español”.*nobody has it/).waitFor(WAIT);
    await page.keyboard.press("Control+z");
    await page.getByText(/12 accounts that ask for “Español”/).waitFor({ state: "detached", ...WAIT });
    await checkShared(page);
    assert.deepEqual(visitor.problems, []);
  }));

test("a barrier is drawn with clicks or keys, named, and no territory reaches across", { timeout: 180_000 }, () =>
  withRules(async (page) => {
    const map = page.getByRole("application");
    const box = await map.boundingBox();
    const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
    await page.getByText(/^Barriers/).click();
    await page.getByRole("button", { name: "Draw one on the map" }).click();
    await page.mouse.click(...at(0.5, 0.11));
    await page.mouse.dblclick(...at(0.5, 0.98));
    const name = page.getByLabel("Name of the barrier").first();
    await name.fill("Elbe");
    await page.keyboard.press("Tab");
    // A point alone is no barrier; keys do what clicks do.
    await map.focus();
    await page.keyboard.press("b");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByText("A barrier needs at least two different points.").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByLabel("Remove Barrier 1").click();
    await page.getByRole("button", { name: /^Design 12/ }).click();
    await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
    const plan = await checkShared(page);
    const [layer] = plan.scenarios[0].layers;
    assert.deepEqual(layer.brief.barriers.map(({ name, is_on, points }) => [name, is_on, points.length]), [["Elbe", true, 2]]);
    const islands = layer.declared.filter((limit) => limit.islands);
    const [[west], [east]] = layer.brief.barriers[0].points;
    // The line is nearly a meridian: whoever is clear of it is on one side.
    const sides = ({ accounts }) =>
      new Set(accounts.map((index) => plan.dataset.accounts[index].at?.[0]).flatMap((lon) =>
        lon === undefined ? [] : lon < Math.min(west, east) ? ["west"] : lon > Math.max(west, east) ? ["east"] : []));
    const across = layer.territories.filter((territory) => sides(territory).size > 1);
    assert.ok(across.length <= islands.length, `${across.length} territories reach across`);
  }));
