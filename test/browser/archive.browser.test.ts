import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { decodeBundle } from "../../src/log/bundle.ts";
import { expect, type Sawt, test } from "./sawt.ts";

const TRUE = {
  ar: "السجل صحيح: النتيجة هي بالضبط مجموع الأصوات المنشورة",
  fr: "Le registre est exact : le résultat est bien la somme des votes publiés",
  en: "The log is true: the result is exactly the sum of the published votes",
};
const FALSE = "The log is not true";
/** More than one bundle, so that there is a tile above. */
const VOTES = { leave: 90, hour: 160, less: 30 };

let archive: Promise<string> | undefined;

/** A closed poll's folder, as `npm run archive` writes it, copied to where this test may change it. */
async function archived(sawt: Sawt, folder: string): Promise<string> {
  archive ??= writeArchive(sawt);
  await cp(await archive, folder, { recursive: true });
  return folder;
}

async function writeArchive(sawt: Sawt): Promise<string> {
  const poll = await sawt.open();
  await poll.cast(VOTES);
  await poll.cast({ privacy: 3 }, "concern");
  await poll.close();
  const folder = join(await mkdtemp(join(tmpdir(), "sawt-archive-")), poll.id);
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["src/tools/archive.ts", sawt.url + poll.path(), folder]);
  expect(stdout).toContain("TRUE: every hash leads to the signed root");
  expect(stdout).not.toContain("The poll is not closed");
  return folder;
}

test.afterAll(async () => {
  if (archive) await rm(dirname(await archive), { recursive: true });
});

/** Not one of the readers who are watched: its page is no page of the server. What it asked for besides itself is kept. */
async function opened(browser: Browser, folder: string, options = {}): Promise<{ page: Page; asked: string[] }> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`file://${folder}/index.html`);
  return { page, asked };
}

/** The first lines of a folder's log, as its own files have them: before the ballots may stand a note of what was seen at the door. */
const firstLines = async (folder: string): Promise<string[]> =>
  decodeBundle(await readFile(join(folder, "log/tile/entries/000"))).map((entry) => Buffer.from(entry).toString());

/** Lines of the whole log, and files of the folder, as the folder itself counts them. */
async function sizesOf(folder: string): Promise<{ lines: string; files: string }> {
  const { log } = JSON.parse(await readFile(join(folder, "results.json"), "utf8"));
  const sums = await readFile(join(folder, "sha256.txt"), "utf8");
  return { lines: String(log.size), files: String(sums.trimEnd().split("\n").length) };
}

const verdict = (page: Page, language = "en") => page.locator(`#${language} .verdict`);

/** The page with one byte of its log changed, by a pattern whose group 1 is what comes before it. */
async function flip(folder: string, pattern: RegExp): Promise<void> {
  const file = join(folder, "index.html");
  const html = await readFile(file, "latin1");
  const found = pattern.exec(html);
  if (!found) throw new Error(`${pattern} is not in the page`);
  const at = found.index + found[0].length;
  await writeFile(
    file,
    html.slice(0, at - 1) + String.fromCharCode(html.charCodeAt(at - 1) ^ 1) + html.slice(at),
    "latin1",
  );
}

test("the page of an archive recounts itself from disk, without a network, in each language of the poll", async ({
  browser,
  sawt,
}, info) => {
  const folder = await archived(sawt, info.outputPath("archive"));
  const { lines, files } = await sizesOf(folder);
  const { page, asked } = await opened(browser, folder);
  for (const language of ["ar", "fr", "en"] as const) {
    await expect(verdict(page, language).getByRole("heading")).toHaveText(TRUE[language]);
    const hour = page.locator(`#${language} table.figures`).first().getByRole("row").nth(2);
    // Voters that are programs come from one network: in which class they count is another test's matter.
    await expect(hour.getByRole("cell").last()).toHaveText("160");
  }
  await expect(verdict(page)).toContainText("The log is closed: these figures are final.");
  await expect(verdict(page)).toContainText("the figures printed below are its own");
  await expect(verdict(page).getByRole("row", { name: "Lines of the log" }).getByRole("cell")).toHaveText(lines);
  expect(asked).toEqual([`file://${folder}/index.html`]);

  await page.getByLabel("Choose this folder").setInputFiles(folder);
  await expect(page.locator("#en .folder")).toHaveText(`All files are as they were written: ${files}.`);
  await expect(verdict(page).getByRole("heading")).toHaveText(TRUE.en);
  await page.context().close();
});

test("one byte changed in what an archive holds is named", async ({ browser, sawt }, info) => {
  const changed = async (pattern: RegExp) => {
    const folder = await archived(sawt, info.outputPath(`changed-${pattern.source.length}`));
    await flip(folder, pattern);
    const { page } = await opened(browser, folder);
    return page;
  };

  // The letter of the class of the first ballot, which no ballot has then.
  const line = await changed(/ballot pledge [ac]/);
  await expect(verdict(line).getByRole("heading")).toHaveText(FALSE);
  const first = (await firstLines(await archived(sawt, info.outputPath("whole")))).findIndex((entry) =>
    entry.startsWith("ballot pledge "),
  );
  await expect(verdict(line)).toContainText(`First fault at line ${first}, counting from zero.`);

  const lock = await changed(/ballot pledge [ac] .{20}/);
  await expect(verdict(lock).getByRole("heading")).toHaveText(FALSE);

  const seal = await changed(/seal 1 \{"pledge":\{"ballots":\{"a":\d/);
  await expect(verdict(seal)).toContainText("A seal states figures that are not the sum of the votes before it.");

  const signature = await changed(/<pre id="checkpoint"[^<]*\n\S+ \S+ \S{20}/);
  await expect(verdict(signature).getByRole("heading")).toHaveText(FALSE);

  const figure = await changed(/<td>16(?=0<)/);
  await expect(verdict(figure, "ar")).toContainText("ليست ما في السجل");
  await expect(verdict(figure, "ar")).toHaveClass(/err/);
  // In another language they are still the log's.
  await expect(verdict(figure, "en")).toHaveClass(/ok/);
});

test("one byte changed in a file of the folder is named when the folder is chosen", async ({ browser, sawt }, info) => {
  const folder = await archived(sawt, info.outputPath("archive"));
  const file = join(folder, "log/tile/entries/000");
  const bytes = await readFile(file);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(file, bytes);
  const { page } = await opened(browser, folder);
  await page.getByLabel("Choose this folder").setInputFiles(folder);
  await expect(page.locator("#en .folder")).toHaveText("This file is not as it was written: log/tile/entries/000");
  await expect(verdict(page).getByRole("heading")).toHaveText(FALSE);
  await expect(verdict(page)).toContainText("First fault at line 255, counting from zero.");
});

test("without a script an archive shows its figures, and says that nothing was recounted", async ({
  browser,
  sawt,
}, info) => {
  const folder = await archived(sawt, info.outputPath("archive"));
  const { page } = await opened(browser, folder, { javaScriptEnabled: false });
  await expect(page.locator("#fr .verdict")).toContainText("Cette page n’a pas recompté le registre");
  await expect(page.locator("#fr table.figures").first()).toContainText("160");
});

test("axe finds nothing wrong with an archive, and 320 px are enough", async ({ browser, sawt }, info) => {
  const folder = await archived(sawt, info.outputPath("archive"));
  const { page } = await opened(browser, folder, { viewport: { width: 320, height: 640 } });
  await expect(verdict(page).getByRole("heading")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))).toEqual([]);
  await page.screenshot({ path: info.outputPath("archive-320.png"), fullPage: true });
});
