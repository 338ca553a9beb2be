// Runs at the end of `trunk build`: names the files that Trunk leaves unhashed after their content, so that no cache
// pairs an old worker with a new page, and points index.html to them.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const site = process.env.TRUNK_STAGING_DIR;
if (!site) throw new Error("run through `trunk build`, which sets TRUNK_STAGING_DIR (`make dist`)");

const page = join(site, "index.html");
let html = readFileSync(page, "utf8");

// The worker's script comes before its wasm: wasm-bindgen's default address in it is never used.
for (const [stem, ending] of [["boot", ".js"], ["worker", ".js"], ["worker", "_bg.wasm"]]) {
  const plain = `${stem}${ending}`;
  const digest = createHash("sha256").update(readFileSync(join(site, plain))).digest("hex").slice(0, 16);
  const named = `${stem}-${digest}${ending}`;
  const pointed = html.replace(`./${plain}`, `./${named}`);
  if (pointed === html) throw new Error(`index.html does not mention ./${plain}`);
  html = pointed;
  renameSync(join(site, plain), join(site, named));
}

if (/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i.test(html)) {
  throw new Error("index.html has an inline script, style or handler: the Content-Security-Policy blocks it");
}
writeFileSync(page, html);
