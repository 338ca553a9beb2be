// Fails when a dependency's licence is not among those that deny.toml allows.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { exit } from "node:process";

const list = readFileSync("deny.toml", "utf8").match(/^allow = \[([^\]]*)\]/m)?.[1];
if (!list) throw new Error("deny.toml has no line `allow = [ … ]`");
const allowed = new Set(Array.from(list.matchAll(/"([^"]+)"/g), ([, name]) => name));

/** Whether an SPDX expression can be met with what is allowed; AND binds before OR, an exception only loosens. */
function permits(expression) {
  const tokens = expression.replaceAll("/", " OR ").replace(/ WITH \S+/g, "").match(/[()]|[^\s()]+/g) ?? [];
  let next = 0;
  const atom = () => {
    if (tokens[next] !== "(") return allowed.has(tokens[next++]);
    next += 1;
    const inside = either();
    next += 1;
    return inside;
  };
  const both = () => {
    let met = atom();
    while (tokens[next] === "AND") { next += 1; met = atom() && met; }
    return met;
  };
  const either = () => {
    let met = both();
    while (tokens[next] === "OR") { next += 1; met = both() || met; }
    return met;
  };
  return either();
}

const metadata = execFileSync("cargo", ["metadata", "--locked", "--format-version", "1"], { maxBuffer: 1 << 28 });
const { packages } = JSON.parse(metadata);
const refused = packages.filter(({ license }) => !license || !permits(license));
for (const { name, version, license } of refused) console.error(`${name} ${version}: ${license ?? "no licence"}`);
console.log(`${packages.length} packages, ${refused.length} with a licence that deny.toml does not allow`);
exit(refused.length > 0 ? 1 : 0);
