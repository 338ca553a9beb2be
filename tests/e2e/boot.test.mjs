// The built site boots: from the root, from a sub-path, and with no word of complaint from the browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newVisitor, openApp, openBrowser, openSite } from "./harness.mjs";

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

async function check(base) {
  const site = await openSite({ base });
  const visitor = await newVisitor(browser);
  try {
    await openApp(visitor.page, site.address);
    await visitor.page.getByRole("heading", { level: 1 }).waitFor();
    await visitor.page.waitForLoadState("networkidle");
    assert.deepEqual(visitor.problems, []);
    const elsewhere = visitor.requests.filter((address) => !address.startsWith(site.address));
    assert.deepEqual(elsewhere, [], "every request is for a file of the site");
    assert.ok(site.hits.every((path) => path.startsWith(base)), `outside ${base}: ${site.hits}`);
  } finally {
    await visitor.close();
    await site.close();
  }
}

test("boots from the root", () => check("/"));
test("boots from a sub-path", () => check("/some/where/else/"));

test("says what to do when its wasm does not load", async () => {
  const site = await openSite();
  const visitor = await newVisitor(browser);
  try {
    await visitor.page.route(/page-.*\.wasm$/, (route) => route.abort());
    await visitor.page.goto(site.address);
    await visitor.page.getByText("Hinterland could not start.").waitFor();
  } finally {
    await visitor.close();
    await site.close();
  }
});
