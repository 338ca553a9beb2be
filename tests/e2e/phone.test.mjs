// A rep's own file on a phone: the day opens, marks and notes are kept, and come back into the plan once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { download, drop, newVisitor, openApp, openBrowser, openSite, screenshot, visitWith } from "./harness.mjs";

const WAIT = { timeout: 90_000 };
const PHONE = { viewport: { width: 390, height: 844 }, locale: "en-US", hasTouch: true, isMobile: true };
let browser;
let site;
before(async () => { [browser, site] = [await openBrowser(), await openSite()]; });
after(async () => {
  await browser?.close();
  await site?.close();
});

/** The sample with a calendar from today's Monday on, on the step of sharing. */
async function scheduled(page) {
  await page.getByRole("button", { name: "Try the sample" }).click();
  await page.getByRole("button", { name: /^Take over 1,200 accounts/ }).click(WAIT);
  await page.getByRole("button", { name: /^Design 12/ }).click(WAIT);
  await page.getByRole("button", { name: /^Design again/ }).waitFor(WAIT);
  await page.getByRole("link", { name: /^Visits/ }).click();
  await page.getByLabel("Weeks, 1 to 13").fill("2");
  await page.keyboard.press("Tab");
  await page.getByText("Fields to fill in with a touch").click();
  await page.getByRole("button", { name: "Add a field" }).click();
  await page.locator("input[name=field-name]").fill("Stage");
  await page.keyboard.press("Tab");
  await page.getByLabel("What “Stage” takes").selectOption("choice");
  await page.locator("input[name=field-choices]").fill("Demo, Quote");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Make the calendar", exact: true }).click(WAIT);
  await page.getByRole("region", { name: "Calendar" }).waitFor(WAIT);
  await page.getByRole("link", { name: /^Share/ }).click();
}

const open = async (file, options) => {
  const visitor = await newVisitor(browser, { ...PHONE, ...options });
  await openApp(visitor.page, site.address);
  await drop(visitor.page.locator("body"), [file]);
  await visitor.page.getByRole("heading", { name: "Stops" }).waitFor(WAIT);
  return visitor;
};

test("a rep's day on a phone, and what comes back of it", { timeout: 300_000 }, () =>
  visitWith(browser, site.address, async (page, manager) => {
    await scheduled(page);
    const whose = await page.getByLabel("Whose file").locator("option:checked").textContent();
    const rep = whose.split(":")[0];
    const own = await download(page, () => page.getByRole("button", { name: "Download the rep’s own file" }).click());
    assert.match(own.name, /\.hinterland\.json$/);
    const part = JSON.parse(own.bytes.toString());
    assert.equal(part.dataset.reps.length, 1);
    assert.ok(part.dataset.accounts.length < 400 && part.log.edits.length === 0);

    const phone = await open({ name: own.name, bytes: own.bytes });
    const { page: road } = phone;
    assert.match(road.url(), /\/day$/);
    await road.getByText(new RegExp(`${rep} · 0 of \\d+ done`)).waitFor();
    const stops = await road.locator(".stops .st:not(.other)").count();
    assert.ok(stops > 0);
    const link = await road.getByRole("link", { name: "Open in maps" }).getAttribute("href");
    assert.match(link, /^https:\/\/www\.google\.com\/maps\/dir\/\?api=1&travelmode=driving&destination=-?[\d.]+%2C-?[\d.]+$/);
    await road.waitForTimeout(1500);
    await screenshot(road, "phone-day");
    const first = await road.locator(".next h2").textContent();
    await road.getByLabel(`Note on the visit to ${first}`).fill("Wants a quote for the second site");
    await road.getByLabel("Stage", { exact: true }).selectOption("Quote");
    await road.getByRole("button", { name: "Done", exact: true }).first().click();
    await road.getByText(`${rep} · 1 of ${stops} done`).waitFor();
    const second = await road.locator(".next h2").textContent();
    assert.notEqual(second, first);
    await road.getByRole("button", { name: "Missed" }).click();
    await road.locator(".leg-t .bad").waitFor();
    assert.equal(await road.locator(".said").textContent(), "Wants a quote for the second site");

    // What was said is kept, also across a reload, and without a network.
    await road.getByText("Kept on this device").waitFor(WAIT);
    await road.waitForTimeout(1000);
    await road.reload();
    await road.getByText(`${rep} · 1 of ${stops} done`).waitFor(WAIT);

    // Without leave the last stop that is done is where the time begins.
    await road.getByRole("button", { name: "Near me" }).click();
    await road.locator(".near-list .st").first().waitFor(WAIT);
    await road.getByRole("button", { name: "Use where I am" }).click();
    await road.getByText(/You did not allow|could not find out|does not tell/).waitFor();
    await screenshot(road, "phone-near");
    await road.getByRole("button", { name: "Due", exact: true }).click();
    await road.getByRole("heading", { name: "Your accounts" }).waitFor();
    await road.getByLabel("Which table").selectOption("Coverage to date");
    await road.locator(".said-list").or(road.getByText(/nothing was due before/)).first().waitFor(WAIT);
    await screenshot(road, "phone-due");
    await road.getByRole("button", { name: "Map", exact: true }).click();
    await road.waitForTimeout(500);
    await screenshot(road, "phone-map");
    await road.getByRole("button", { name: "Notes", exact: true }).click();
    await road.getByText("2 touches noted.").waitFor();
    await screenshot(road, "phone-notes");
    const notes = await download(road, () => road.getByRole("button", { name: "Save the notes file" }).click());
    assert.match(notes.name, /\.hinterland-notes\.json$/);
    const told = JSON.parse(notes.bytes.toString()).touches;
    assert.equal(told.length, 2);
    assert.deepEqual(told.flatMap((own) => own.answers), [{ field: "Stage", value: "Quote" }]);
    assert.deepEqual(phone.problems, []);
    assert.ok(phone.requests.every((address) => address.startsWith(new URL(site.address).origin)));
    await phone.close();

    const dark = await open({ name: own.name, bytes: own.bytes }, { colorScheme: "dark" });
    await dark.page.waitForTimeout(1500);
    await screenshot(dark.page, "phone-dark");
    await dark.close();

    await drop(page.locator("body"), [{ name: notes.name, bytes: notes.bytes }]);
    await page.getByText("2 touches added.").waitFor(WAIT);
    await screenshot(page, "phone-share");
    await drop(page.locator("body"), [{ name: notes.name, bytes: notes.bytes }]);
    await page.getByText("0 touches added, 2 known already.").waitFor(WAIT);
    await page.getByRole("button", { name: "Undo: take over 2 touches" }).click();
    await drop(page.locator("body"), [{ name: notes.name, bytes: notes.bytes }]);
    await page.getByText("2 touches added.").waitFor(WAIT);
    assert.deepEqual(manager.problems, []);
  }));
