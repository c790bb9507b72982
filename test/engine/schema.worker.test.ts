import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import schema from "../../docs/storage-schema.md?raw";
import { columnsOf, OBJECTS, type Place, type Stored, storedIn, type Table } from "../../src/engine/schema.ts";
import wrangler from "../../wrangler.toml?raw";
import { aBallot, boxOf, bytes32, ledgerOf, openPoll } from "./a-poll.ts";

const HOW =
  "not declared. Declare it in src/engine/schema.ts and say there what it is for, create its table with createTable() and list it in docs/storage-schema.md";

/** Headings of the page by place. */
const HEADINGS: Partial<Record<Place, string>> = {
  archive: "The archive",
  ballotBox: "Ballot boxes",
  ledger: "The ledger",
  registry: "The registry",
  staff: "The staff",
  doorkeeper: "Doorkeepers",
  browser: "In the reader's browser",
};

/** First cells of the rows under a heading of the page, without backticks. */
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

/** Durable Object classes by their bindings, as wrangler.toml has them. */
const bindings = [...wrangler.matchAll(/\{ name = "(\w+)", class_name = "(\w+)"/g)].map(([, name = "", className]) => ({
  name,
  className,
}));

const describeTable = (name: string, columns: readonly string[]) => `${name}: ${columns.join(", ")}`;

/** What an object holds: its tables with their columns, and anything kept outside of tables. */
const heldBy = (stub: DurableObjectStub): Promise<string[]> =>
  runInDurableObject(stub, async (_, state) => {
    const tables = state.storage.sql
      .exec<{ name: string; columns: string }>(
        `SELECT m.name, group_concat(c.name, ', ') AS columns FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE '\\_cf%' ESCAPE '\\' GROUP BY m.name`,
      )
      .toArray()
      .map(({ name, columns }) => `${name}: ${columns}`);
    const keys = [...(await state.storage.list()).keys()].map((key) => `key ${key}`);
    return [...tables, ...keys].sort();
  });

/** Names in the JSON of a table that are not declared. */
const undeclaredFields = (stub: DurableObjectStub, table: Table): Promise<string[]> =>
  runInDurableObject(stub, (_, state) =>
    state.storage.sql
      .exec<{ json: string }>(`SELECT json FROM ${table.name}`)
      .toArray()
      .flatMap(({ json }) => Object.keys(JSON.parse(json)))
      .filter((name) => !table.fields?.includes(name)),
  );

const isTable = (stored: Stored): stored is Table => "columns" in stored;
const tablesOf = (place: Place) => storedIn(place).filter(isTable);
const declaredTables = (place: Place) =>
  tablesOf(place)
    .map((table) => describeTable(table.name, columnsOf(table)))
    .sort();

function placeOf(className: string | undefined): Place {
  const found = Object.entries(OBJECTS).find(([name]) => name === className);
  if (!found)
    throw new Error(`The Durable Object class ${className} has no place: add it to OBJECTS of src/engine/schema.ts`);
  return found[1];
}

function anObject(binding: string): DurableObjectStub {
  const namespace = Object.entries(env).find(([name]) => name === binding)?.[1];
  if (typeof namespace !== "object" || !("getByName" in namespace))
    throw new Error(`no objects are bound to ${binding}`);
  return namespace.getByName("storage-schema-test");
}

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

describe("what the archive holds", () => {
  it("is what is declared, and nothing else", async () => {
    const poll = await openPoll();
    await Promise.all(Array.from({ length: 300 }, (_, i) => boxOf(poll, i % 4).cast(aBallot(`voter ${i}`))));
    await ledgerOf(poll).seal();
    await ledgerOf(poll).close("done");

    const declared = storedIn("archive").map((stored) => ({ ...stored, pattern: asPattern(stored.name) }));
    const { keys, list_complete } = await env.ARCHIVE.list();
    expect(list_complete).toBe(true);
    for (const { name, metadata } of keys) {
      const stored = declared.find(({ pattern }) => pattern.test(name));
      if (!stored) throw new Error(`the key ${name} is ${HOW}`);
      expect(metadata).toBeUndefined();
      if (!stored.fields) continue;
      const value = Object.keys((await env.ARCHIVE.get<object>(name, "json")) ?? {});
      const extra = value.filter((field) => !stored.fields?.includes(field));
      if (extra.length > 0) throw new Error(`${extra} in ${name} is ${HOW}`);
    }
    // Full tiles and index files stand from 65,536 entries on, more than a test should cast.
    const seldom = ["log/{poll}/tile/{L}/{N}", "log/{poll}/index/{span}/{byte}"];
    const unused = declared.filter(({ pattern }) => !keys.some(({ name }) => pattern.test(name)));
    expect(unused.map(({ name }) => name)).toEqual(seldom);
  });

  it("is on the page, with an example of each key", () => {
    expect(
      rows("The archive")
        .map(([key]) => key)
        .sort(),
    ).toEqual(
      storedIn("archive")
        .map(({ name }) => name)
        .sort(),
    );
    for (const [key = "", example = ""] of rows("The archive")) expect(example).toMatch(asPattern(key));
  });
});

describe.each(bindings)("what an object of the class $className holds", ({ name, className }) => {
  it("is the tables that are declared, and nothing else", async () => {
    expect(await heldBy(anObject(name)), `What differs is ${HOW}`).toEqual(declaredTables(placeOf(className)));
  });

  it("is on the page", () => {
    const place = placeOf(className);
    const documented = rows(HEADINGS[place] ?? "").map(([table = "", columns = ""]) => `${table}: ${columns}`);
    expect(HEADINGS[place] ? documented.sort() : []).toEqual(declaredTables(place));
  });
});

it("no other thing is stored once a poll has been voted in, withdrawn from, sealed, watched and closed", async () => {
  const poll = await openPoll();
  const secret = bytes32("a secret");
  for (const box of [0, 1, 2, 3]) await boxOf(poll, box).cast(aBallot(`voter ${box}`));
  await boxOf(poll).withdraw({ question: "pledge", lock: bytes32("voter 0"), secret });
  await ledgerOf(poll).watch(0);
  await ledgerOf(poll).pause();
  await ledgerOf(poll).resume();
  await ledgerOf(poll).seal();
  await ledgerOf(poll).close("done");

  const used: [Place, DurableObjectStub][] = [
    ["ballotBox", boxOf(poll)],
    ["ledger", ledgerOf(poll)],
    ["registry", env.REGISTRY.getByName("registry")],
    ["gallery", env.GALLERY.getByName(`${poll.id}/0`)],
  ];
  for (const [place, stub] of used) {
    expect(await heldBy(stub), `What differs is ${HOW}`).toEqual(declaredTables(place));
    for (const table of tablesOf(place).filter(({ columns }) => "json" in columns))
      expect([table.name, await undeclaredFields(stub, table)], `What differs is ${HOW}`).toEqual([table.name, []]);
  }
});

it("what browsers keep is on the page too", () => {
  const documented = rows("In the reader's browser").map(([name = ""]) => name.split(" ")[0]);
  expect(documented.sort()).toEqual(
    storedIn("browser")
      .map(({ name }) => name)
      .sort(),
  );
});
