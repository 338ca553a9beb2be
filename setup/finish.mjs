// Runs at the end of `trunk build`: names the loader, which Trunk leaves unhashed, after its content, so that no cache
// pairs an old loader with a new page, and points index.html to it.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const site = process.env.TRUNK_STAGING_DIR;
if (!site) throw new Error("run through `trunk build`, which sets TRUNK_STAGING_DIR (`make dist`)");

const page = join(site, "index.html");
let html = readFileSync(page, "utf8");

const digest = createHash("sha256").update(readFileSync(join(site, "boot.js"))).digest("hex").slice(0, 16);
const pointed = html.replace("./boot.js", `./boot-${digest}.js`);
if (pointed === html) throw new Error("index.html does not mention ./boot.js");
html = pointed;
renameSync(join(site, "boot.js"), join(site, `boot-${digest}.js`));

if (/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i.test(html)) {
  throw new Error("index.html has an inline script, style or handler: the Content-Security-Policy blocks it");
}
writeFileSync(page, html);
