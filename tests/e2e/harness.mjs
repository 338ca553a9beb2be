// What the end-to-end tests share: the built site on a free port, a real Chromium, and a record of all that happens.
// It is driven through playwright-core, which set-up keeps in the tools folder (`setup/tools.sh test`).
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../../setup/serve.mjs";

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const site = join(repository, "dist");

/** The terminal program, built by `make test`. */
export const program = resolve(repository, process.env.HINTERLAND_PROGRAM ?? "target/release/hinterland");

/** A file of the shared test data, or null where that folder is absent: such a test skips. */
export function shared(path) {
  const file = join(process.env.HINTERLAND_SHARED ?? join(repository, "..", "shared"), path);
  return existsSync(file) ? file : null;
}

/** A value that setup/env.sh settles, so that there is one place that knows where tools are. */
function fromSetup(expression) {
  return execFileSync("sh", ["-c", `. setup/env.sh; printf %s "${expression}"`], { cwd: repository, encoding: "utf8" });
}

/** Reads from the packages that set-up keeps in the tools folder. */
export function fromTools(read) {
  const tools = process.env.HINTERLAND_TOOLS || fromSetup("$TOOLS");
  try {
    return read(createRequire(join(tools, "package.json")));
  } catch (cause) {
    throw new Error(`a package is missing in ${tools}: run setup/tools.sh test`, { cause });
  }
}

const driver = () => fromTools((require) => require("playwright-core").chromium);

// A browser that asks nothing of its own, so that every request in a record is the app's.
const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

function launchOptions() {
  const executablePath = process.env.CHROMIUM || fromSetup("$(find_chromium)");
  if (!executablePath) throw new Error("no Chromium: run setup/tools.sh test, or set CHROMIUM to its path");
  return { executablePath, args: quiet, headless: true };
}

/** The built site on a free port, under a sub-path if asked; see `serve` for what it gives. */
export function openSite({ base = "/" } = {}) {
  if (!existsSync(join(site, "index.html"))) throw new Error("dist/ is not built: run make dist");
  return serve(site, { base });
}

/** A Chromium of its own. Close it when done. */
export function openBrowser() {
  return driver().launch(launchOptions());
}

/** A profile that outlives its browser: `open()` starts Chromium on it, again and again; `remove()` forgets it. */
export function newProfile(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "hinterland-profile-"));
  return {
    open: async () => watch(await driver().launchPersistentContext(folder, { ...launchOptions(), ...options })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A fresh profile in an open browser, watched. `options` are Playwright's (viewport, colorScheme, locale …). */
export async function newVisitor(browser, options = {}) {
  return watch(await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...options }));
}

/** A person with a fresh profile opens the app at `address` and acts; what failed leaves a picture. */
export async function visitWith(browser, address, act, options) {
  const visitor = await newVisitor(browser, { locale: "en-US", ...options });
  try {
    await openApp(visitor.page, address);
    await act(visitor.page, visitor);
  } catch (error) {
    await screenshot(visitor.page, `failed-${Date.now()}`).catch(() => {});
    throw error;
  } finally {
    await visitor.close();
  }
}

/**
 * A page in this context, with what it does recorded:
 * `requests` (addresses of http, https, ws and wss requests of page and workers) and
 * `problems` (errors and warnings of the console, uncaught errors, crashes).
 */
async function watch(context) {
  const requests = [];
  const problems = [];
  context.on("request", (request) => {
    if (/^(http|ws)/.test(request.url())) requests.push(request.url());
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`uncaught: ${error.error()}`));
  const page = context.pages()[0] ?? (await context.newPage());
  page.on("websocket", (socket) => requests.push(socket.url()));
  page.on("crash", () => problems.push("the page crashed"));
  return { context, page, requests, problems, close: () => context.close() };
}

/** Opens the app and waits until it has mounted. */
export async function openApp(page, address) {
  await page.goto(address);
  await page.locator("#boot").waitFor({ state: "detached" });
}

/** The app's worker, once it runs. */
export async function appWorker(page) {
  return page.workers()[0] ?? page.waitForEvent("worker");
}

/** Drops files and folders of this machine into the middle of the page. */
export async function dropPaths(page, paths) {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 2, data });
  }
  await session.detach();
}

/** Drops files onto the element, as from a folder on the desktop. Each is `{ name, bytes, type? }`. */
export async function drop(locator, files) {
  const portable = files.map(({ name, bytes, type = "" }) => ({ name, type, base64: Buffer.from(bytes).toString("base64") }));
  await locator.evaluate((element, dropped) => {
    const dataTransfer = new DataTransfer();
    for (const { name, type, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name, { type }));
    }
    for (const kind of ["dragenter", "dragover", "drop"]) {
      element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, portable);
}

/**
 * The page's longest task while `act` runs, in milliseconds: `work` that its main thread did, and `wall` on the clock.
 * On two cores the workers, their compiler and the painting share the processor with the page, and a task of 15 ms may
 * take 70: what the page can answer for is the work.
 */
export async function longestTask(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const includedCategories = ["toplevel", "__metadata"];
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories } });
  await act();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const thread = (event) => `${event.pid}:${event.tid}`;
  const mains = new Set(events.filter((event) => event.args?.name === "CrRendererMain").map(thread));
  const onMain = events.filter((event) => event.ph === "X" && mains.has(thread(event)));
  const tasks = onMain.filter((event) => event.name === "ThreadControllerImpl::RunTask");
  const longest = (field) => Math.max(0, ...tasks.map((task) => (task[field] ?? 0) / 1000));
  if (tasks.length === 0) throw new Error("the trace tells of no task");
  return { work: longest("tdur"), wall: longest("dur") };
}

/** Does `act`, which starts a download, and gives the file's name and bytes. */
export async function download(page, act) {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

/** Saves what the page shows: into docs/screenshots with `keep`, else into a folder for looking at after a failure. */
export async function screenshot(page, name, { keep = false } = {}) {
  const folder = keep ? join(repository, "docs", "screenshots") : join(repository, "target", "e2e");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
