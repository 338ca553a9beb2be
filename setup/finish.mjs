// Runs at the end of `trunk build`: names what Trunk leaves unhashed (the loader, and the programs of the workers) after its content, so that no cache pairs an old file with a new page, and points index.html
// to it.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const WORKERS = ["planner", "importer", "unpacker"];

const site = process.env.TRUNK_STAGING_DIR;
if (!site) throw new Error("run through `trunk build`, which sets TRUNK_STAGING_DIR (`make dist`)");

/** Renames a file after its content; gives its address, relative to the page. */
function named(file) {
  const [stem, ending] = file.split(/(?=\.\w+$)/);
  const digest = createHash("sha256").update(readFileSync(join(site, file))).digest("hex").slice(0, 16);
  const name = stem.endsWith("_bg") ? `${stem.slice(0, -3)}-${digest}_bg${ending}` : `${stem}-${digest}${ending}`;
  renameSync(join(site, file), join(site, name));
  return `./${name}`;
}

const page = join(site, "index.html");
const loader = 'src="./boot.js"';
const programs = WORKERS.map((worker) =>
  ` data-${worker}-script="${named(`${worker}.js`)}" data-${worker}-wasm="${named(`${worker}_bg.wasm`)}"`);

let html = readFileSync(page, "utf8");
if (!html.includes(loader)) throw new Error(`index.html does not mention ${loader}`);
html = html.replace(loader, `src="${named("boot.js")}"${programs.join("")}`);

if (/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i.test(html)) {
  throw new Error("index.html has an inline script, style or handler: the Content-Security-Policy blocks it");
}
writeFileSync(page, html);
