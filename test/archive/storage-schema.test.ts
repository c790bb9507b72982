import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import schema from "../../docs/storage-schema.md?raw";
import { aBallot, boxOf, ledgerOf, openPoll } from "../objects/a-poll.ts";

/** Rows of the tables under a heading of the page, as their cells without backticks. */
function rows(heading: string): string[][] {
  const section = schema.split(/^## /m).find((each) => each.startsWith(heading)) ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim().replaceAll("`", ""))
        .slice(1, -1),
    );
}

async function tables(stub: DurableObjectStub): Promise<string[]> {
  return runInDurableObject(stub, (_, state) =>
    state.storage.sql
      .exec<{ name: string; columns: string }>(
        `SELECT m.name, group_concat(c.name, ', ') AS columns FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE '\\_cf%' ESCAPE '\\' GROUP BY m.name`,
      )
      .toArray()
      .map(({ name, columns }) => `${name}: ${columns}`)
      .sort(),
  );
}

const documented = (heading: string) =>
  rows(heading)
    .map(([name, columns]) => `${name}: ${columns}`)
    .sort();

/** `log/{poll}/entries/{N}.p/{W}` as a pattern. */
const asPattern = (key: string) =>
  new RegExp(
    `^${key
      .replace("{poll}", "[a-z0-9-]{1,32}")
      .replace("{size}", "\\d+")
      .replace("{L}", "\\d+")
      .replace("{span}", "\\d+")
      .replace("{byte}", "[0-9a-f]{2}")
      .replace(".p/{W}", "\\.p/\\d{1,3}")
      .replace("{N}", "(x\\d{3}/)*\\d{3}")}$`,
  );

it("stores in the archive what docs/storage-schema.md says, and nothing else", async () => {
  const poll = await openPoll();
  await Promise.all(Array.from({ length: 300 }, (_, i) => boxOf(poll, i % 4).cast(aBallot(`voter ${i}`))));
  await ledgerOf(poll).seal();
  await ledgerOf(poll).close("done");

  const patterns = rows("The archive").map(([key = ""]) => asPattern(key));
  const { keys, list_complete } = await env.ARCHIVE.list();
  expect(list_complete).toBe(true);
  expect(keys.filter(({ name }) => !patterns.some((pattern) => pattern.test(name)))).toEqual([]);
  // Full tiles and index files stand from 65,536 entries on, more than a test should cast.
  const seldom = ["log/{poll}/tile/{L}/{N}", "log/{poll}/index/{span}/{byte}"].map((key) => asPattern(key).source);
  for (const pattern of patterns)
    if (!seldom.includes(pattern.source)) expect(keys.some(({ name }) => pattern.test(name))).toBe(true);
  for (const [key = "", example = ""] of rows("The archive")) expect(example).toMatch(asPattern(key));
});

it("has the tables that docs/storage-schema.md lists, with their columns, and no other", async () => {
  const poll = await openPoll();
  expect(await tables(boxOf(poll))).toEqual(documented("Ballot boxes"));
  expect(await tables(ledgerOf(poll))).toEqual(documented("The ledger"));
  expect(await tables(env.REGISTRY.getByName("registry"))).toEqual(documented("The registry"));
  expect(await tables(env.GALLERY.getByName(`${poll.id}/0`))).toEqual([]);
});
