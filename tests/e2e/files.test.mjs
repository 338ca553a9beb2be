// Files as people have them: workbooks, archives, other encodings, far too large ones; and programs that die over them.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { drop, dropPaths, openBrowser, openSite, repository, visitWith } from "./harness.mjs";

const WAIT = { timeout: 60_000 };
let browser;
let site;
const folder = mkdtempSync(join(tmpdir(), "hinterland-files-"));
before(async () => { [browser, site] = [await openBrowser(), await openSite()]; });
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

const visit = (act) => visitWith(browser, site.address, act);

/** A zip archive of `{ name: text }`. */
function zip(files) {
  const [locals, central] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, path, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, place, path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A workbook with these sheets, each a list of rows of texts. */
function workbook(sheets) {
  const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const space = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relationships}"`;
  const related = (pairs) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${pairs
      .map(([kind, target], index) => `<Relationship Id="rId${index}" Type="${relationships}/${kind}" Target="${target}"/>`)
      .join("")}</Relationships>`;
  const names = Object.keys(sheets);
  const parts = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "_rels/.rels": related([["officeDocument", "xl/workbook.xml"]]),
    "xl/_rels/workbook.xml.rels": related(names.map((_, index) => ["worksheet", `worksheets/sheet${index}.xml`])),
    "xl/workbook.xml": `<workbook ${space}><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index}"/>`)
      .join("")}</sheets></workbook>`,
  };
  Object.values(sheets).forEach((rows, index) => {
    const cell = (text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const lines = rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
    parts[`xl/worksheets/sheet${index}.xml`] = `<worksheet ${space}><sheetData>${lines}</sheetData></worksheet>`;
  });
  return zip(parts);
}

const takeOver = (page, accounts) => page.getByRole("button", { name: new RegExp(`^Take over ${accounts} accounts`) });
const main = (page) => page.locator("main");
const ACCOUNTS = ["Account Name,ZIP,Country", "Acme,02108,US", "Bolt,10001,US", "Cog,60601,US"].join("\n");

test("a workbook: its sheets are files, its texts keep their zeros", { timeout: 120_000 }, () =>
  visit(async (page, { problems }) => {
    const rows = ACCOUNTS.split("\n").map((line) => line.split(","));
    const book = workbook({ Customers: rows, Team: [["Rep", "ZIP"], ["Ada Nobel", "02108"], ["Bo Berg", "60601"]] });
    await drop(main(page), [{ name: "crm.xlsx", bytes: book }]);
    await takeOver(page, 3).waitFor(WAIT);
    await page.getByRole("button", { name: /^crm\.xlsx · Customers/ }).waitFor();
    await page.getByRole("button", { name: /^crm\.xlsx · Team/ }).waitFor();
    await page.getByText("From a workbook, a page or an archive").first().waitFor();
    assert.equal(await page.getByText("Leading zero of ZIP restored").count(), 0, "no zero was lost");
    assert.equal(page.workers().length, 2, "the unpacker is gone, planner and importer are there");
    await takeOver(page, 3).click();
    await page.getByRole("button", { name: /^Design / }).waitFor(WAIT);
    assert.equal(page.workers().length, 1, "the planner alone is left");
    assert.deepEqual(problems, []);
  }));

test("a web page called XLS gives its table, and one without says so", { timeout: 120_000 }, () =>
  visit(async (page, { problems }) => {
    const rows = ACCOUNTS.split("\n").map((line) => `<tr>${line.split(",").map((text) => `<td>${text}</td>`).join("")}</tr>`);
    const report = `<html><head><style>td {}</style></head><body><table>${rows.join("")}</table></body></html>`;
    await drop(main(page), [{ name: "report.xls", bytes: Buffer.from(report) }]);
    await takeOver(page, 3).waitFor(WAIT);
    await page.getByText("From a workbook, a page or an archive").first().waitFor();
    await drop(main(page), [{ name: "login.xls", bytes: Buffer.from("<!DOCTYPE html><html><body><form></form></body></html>") }]);
    await page.getByRole("alert").getByText(/login\.xls.*web page without a table/).waitFor(WAIT);
    await takeOver(page, 3).click();
    await page.getByRole("button", { name: /^Design / }).waitFor(WAIT);
    assert.equal(await page.getByRole("alert").textContent(), "", "what was said of the files is over");
    assert.deepEqual(problems, []);
  }));

test("gzip, and other encodings", { timeout: 120_000 }, () =>
  visit(async (page) => {
    const latin = Buffer.from("Account Name;City;Country\nCafé Noir;Orléans;FR\nBär & Söhne;Köln;DE\n", "latin1");
    // 会社名,市区町村 / 山田商店,横浜市 / さくら薬局,札幌市 in Shift_JIS.
    const japanese = Buffer.from(
      "89ef8ed096bc2c8e738be692ac91ba2c436f756e7472790a8e5293638fa493582c89a1956c8e732c4a500a82b382ad82e796f28bc72c8e4496798e732c4a500a",
      "hex",
    );
    await drop(main(page), [
      { name: "accounts.csv.gz", bytes: gzipSync(ACCOUNTS) },
      { name: "latin.csv", bytes: latin },
      { name: "japan.csv", bytes: japanese },
    ]);
    await page.getByRole("button", { name: /^accounts\.csv/ }).waitFor(WAIT);
    await page.getByRole("button", { name: /^japan\.csv/ }).waitFor(WAIT);
    await page.getByRole("button", { name: /^latin\.csv/ }).waitFor(WAIT);
    const diagnostics = page.getByRole("complementary", { name: "Diagnostics" });
    const told = diagnostics.getByText("Text in another encoding read");
    for (const position of [0, 1]) await told.nth(position).click();
    await diagnostics.getByText(/read as Windows-1252/).waitFor();
    await diagnostics.getByText(/read as Shift_JIS/).waitFor();
    await page.getByRole("button", { name: /^japan\.csv/ }).click();
    await page.getByText("会社名").first().waitFor();
  }));

/** The sample's accounts are read, and shown. */
async function withAccounts(page) {
  await drop(main(page), [{ name: "accounts.csv", bytes: readFileSync(join(repository, "public/sample/accounts.csv")) }]);
  await takeOver(page, "1,200").waitFor(WAIT);
}

test("what letters in an archive are encoded in can be said", { timeout: 120_000 }, () =>
  visit(async (page) => {
    const czech = Buffer.from("Account Name;City;Country\nKo\xE8\xE1rek;Praha;CZ\n\xD8ezn\xEDk;Brno;CZ\n", "latin1");
    await drop(main(page), [{ name: "export.zip", bytes: zip({ "czech.csv": czech, "more.csv": ACCOUNTS }) }]);
    await page.getByRole("button", { name: /^export\.zip · czech\.csv/ }).click(WAIT);
    await page.getByRole("button", { name: /converted to UTF-8.*Change$/ }).click();
    for (const [letters, name] of [["Western (Windows-1252)", "Koèárek"], ["Central European (Windows-1250)", "Kočárek"]]) {
      await page.getByLabel("Letters", { exact: true }).selectOption(letters);
      await page.getByText(name).first().waitFor(WAIT);
      await takeOver(page, 5).waitFor(WAIT);
    }
  }));

test("a file that is gone before it is read is named, and the others are read", { timeout: 120_000 }, () =>
  visit(async (page) => {
    const [gone, here] = ["gone.csv", "here.csv"].map((name) => join(folder, name));
    writeFileSync(gone, `${ACCOUNTS}\n${"Acme,02108,US\n".repeat(2_000_000)}`);
    writeFileSync(here, ACCOUNTS);
    await dropPaths(page, [gone, here]);
    await page.getByText("Reading 2 files").waitFor();
    unlinkSync(gone);
    await page.getByRole("alert").getByText(/gone\.csv.*could not read/).waitFor(WAIT);
    await takeOver(page, 3).waitFor(WAIT);
    await page.locator("progress").waitFor({ state: "detached", ...WAIT });
  }));

test("the files of a folder are read, and an empty one says so", { timeout: 120_000 }, () =>
  visit(async (page) => {
    const [full, empty] = ["full", "empty"].map((name) => join(folder, name));
    for (const path of [empty, join(full, "deeper")]) mkdirSync(path, { recursive: true });
    writeFileSync(join(full, "accounts.csv"), ACCOUNTS);
    writeFileSync(join(full, ".hidden"), "\0\0");
    writeFileSync(join(full, "deeper", "reps.csv"), "Rep,ZIP\nAda Nobel,02108\nBo Berg,60601\n");
    await dropPaths(page, [full]);
    await takeOver(page, 3).waitFor(WAIT);
    await page.getByRole("button", { name: /^reps\.csv/ }).waitFor(WAIT);
    assert.equal(await page.getByRole("alert").textContent(), "");
    await dropPaths(page, [empty]);
    await page.getByRole("alert").getByText(/empty.*no file in it/).waitFor(WAIT);
    await takeOver(page, 3).waitFor();
  }));

test("places that cannot be loaded are told, and the files are read without them", { timeout: 120_000 }, () =>
  visitWith(browser, site.address, async (page, { context }) => {
    await context.route(/\/packs\//, (route) => route.abort());
    await drop(main(page), [{ name: "accounts.csv", bytes: Buffer.from(ACCOUNTS) }]);
    await page.getByRole("alert").getByText(/could not be loaded/).waitFor(WAIT);
    await page.getByText(/^None of the 3 accounts could be located/).waitFor(WAIT);
    await page.locator("progress").waitFor({ state: "detached", ...WAIT });
    await context.unroute(/\/packs\//);
    await page.getByLabel("Country is taken for").selectOption("Attribute");
    await takeOver(page, 3).waitFor(WAIT);
  }));

test("bombs and giants are refused in words, and what was read stays", { timeout: 180_000 }, () =>
  visit(async (page) => {
    await withAccounts(page);
    const refuse = async (name, bytes, words) => {
      await drop(main(page), [{ name, bytes }]);
      await page.getByRole("alert").getByText(words).waitFor(WAIT);
      await takeOver(page, "1,200").waitFor(WAIT);
    };
    const zeros = Buffer.alloc(300 * 1024 * 1024, "0");
    await refuse("bomb.csv.gz", gzipSync(zeros), /bomb\.csv\.gz.*swells/);
    await refuse("bomb.zip", zip({ "a.csv": zeros.subarray(0, 200 * 1024 * 1024) }), /bomb\.zip.*swells/);
    await drop(main(page), Array.from({ length: 12 }, (_, index) => ({ name: `photo-${index}.jpg`, bytes: Buffer.from(`\xff\xd8\xff\0\0\0${index}`, "latin1") })));
    await page.getByRole("alert").getByText(/photo-0\.jpg.*And 7 more messages\./).waitFor(WAIT);
    await page.getByRole("alert").getByText(/photo-11\.jpg/).waitFor(WAIT);
    await page.getByRole("status").getByText("No file was read. 1,200 accounts now.").waitFor({ state: "attached", ...WAIT });
    await refuse("cut.xlsx", workbook({ S: [["a"]] }).subarray(0, 300), /cut\.xlsx.*damaged/);
    const sized = (name, megabytes) =>
      main(page).evaluate((element, [name, size]) => {
        const file = new File([`${name},b\n1,2\n`], name);
        Object.defineProperty(file, "size", { value: size });
        const event = new Event("drop", { bubbles: true, cancelable: true });
        Object.defineProperty(event, "dataTransfer", { value: { items: [], files: { length: 1, 0: file } } });
        element.dispatchEvent(event);
      }, [name, megabytes * 1024 ** 2]);
    await sized("giant.csv", 5 * 1024);
    await page.getByRole("alert").getByText(/giant\.csv.*larger than/).waitFor(WAIT);
    await takeOver(page, "1,200").waitFor();
    for (const name of ["large.csv", "huge.csv"]) {
      await sized(name, 250);
      await page.getByRole("button", { name: new RegExp(`^${name}`) }).waitFor(WAIT);
    }
    await sized("more.csv", 20);
    await page.getByRole("alert").getByText(/more\.csv.*512 MB in all/).waitFor(WAIT);
    await page.getByRole("button", { name: "Leave huge.csv out" }).click();
    await page.getByRole("button", { name: /^huge\.csv/ }).waitFor({ state: "detached", ...WAIT });
    await sized("more.csv", 20);
    await page.getByRole("button", { name: /^more\.csv/ }).waitFor(WAIT);
  }));

test("an importer that dies is followed by one that has read the same", { timeout: 120_000 }, () =>
  visit(async (page) => {
    await withAccounts(page);
    const importer = page.workers().at(-1);
    await importer.evaluate(() => { setTimeout(() => { throw new Error("out of memory, say"); }); });
    await page.getByRole("alert").getByText(/stopped/).waitFor(WAIT);
    await takeOver(page, "1,200").waitFor(WAIT);
    await takeOver(page, "1,200").click();
    await page.getByRole("button", { name: /^Design / }).waitFor(WAIT);
  }));

test("reading a large file tells how far it is, and can be stopped", { timeout: 180_000 }, () =>
  visit(async (page) => {
    await withAccounts(page);
    const line = "A%,Some Account of some length,1 Main Street,Boston,MA,02108,US,1234.56\n";
    const begun = await main(page).evaluate((element, row) => {
      const block = row.repeat(20_000);
      const parts = ["Account ID,Account Name,Street,City,State,ZIP,Country,Sales\n", ...Array(60).fill(block)];
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(parts, "large.csv"));
      element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      return performance.now();
    }, line);
    await page.getByText("Reading large.csv").waitFor();
    const shown = await page.evaluate(() => performance.now());
    assert.ok(shown - begun < 1000, `shown after ${shown - begun} ms`);
    await page.waitForFunction(() => document.querySelector("progress")?.value > 0, null, WAIT);
    await page.getByRole("button", { name: "Stop reading" }).click();
    await page.getByRole("alert").getByText(/large\.csv.*Stopped/).waitFor(WAIT);
    await takeOver(page, "1,200").waitFor(WAIT);
  }));
