import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { aSnapshot } from "../a-snapshot.ts";
import { faultsIn } from "./data-package-rules.ts";
import { made, textOf } from "./made.ts";

const packageOf = async (...args: Parameters<typeof aSnapshot>) =>
  JSON.parse(await textOf("datapackage.json", aSnapshot(...args)));

describe("datapackage.json", () => {
  it("keeps every rule of the Data Package standard, version 2, that it touches", async () => {
    expect(faultsIn(await packageOf())).toEqual([]);
  });

  it.each([
    ["resources", []],
    ["name", "Facebook Hour"],
    ["created", "yesterday"],
    ["resources.0.path", "../../etc/passwd"],
    ["resources.0.schema.fields.0.type", "text"],
    ["resources.0.schema.fields.0.constraints.minimum", 1],
    ["resources.0.schema.primaryKey", ["nothing"]],
    ["resources.1.name", "results"],
  ])("would be found out if it broke one: %s", async (path, value) => {
    const descriptor = await packageOf();
    const names = path.split(".");
    const parent = names.slice(0, -1).reduce((at, name) => at[name], descriptor);
    parent[names.at(-1)!] = value;
    expect(faultsIn(descriptor)).not.toEqual([]);
  });

  it("describes results.csv as it is: its columns in order, its types, its bytes and its hash", async () => {
    const snapshot = aSnapshot();
    const [results] = (await packageOf()).resources;
    const bytes = await made("results.csv", snapshot);
    expect(results.path).toBe("https://vote.example/p/facebook-hour/at/2901/results.csv");
    expect(results.bytes).toBe(bytes.length);
    expect(results.hash).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
    const fields: { name: string; type: string; constraints?: { required?: boolean; enum?: string[] } }[] =
      results.schema.fields;
    const [header, ...rows]: string[][] = parse(Buffer.from(bytes), { bom: true });
    expect(fields.map(({ name }) => name)).toEqual(header);
    const shapes: Record<string, RegExp> = {
      string: /^/,
      integer: /^\d+$/,
      number: /^(0|1)\.\d{4}$/,
      datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
    };
    for (const row of rows)
      for (const [i, { name, type, constraints }] of fields.entries()) {
        if (row[i] === "") expect([name, constraints?.required ?? false]).toEqual([name, false]);
        else expect([name, row[i]]).toEqual([name, expect.stringMatching(shapes[type]!)]);
        if (constraints?.enum) expect(constraints.enum).toContain(row[i]);
      }
    const keys = rows.map((row) => `${row[1]} ${row[2]}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("carries the checkpoint, a correction, that the vote is void, and no licence that is not ours to grant", async () => {
    const notices = [{ kind: "voided" as const, at: 0, reason: { ar: "خلل في العد" } }];
    const descriptor = await packageOf({ notices });
    expect(descriptor).toMatchObject({ status: "voided", seal: 12, size: 2901 });
    expect(descriptor.notices).toEqual([{ kind: "voided", reason: { ar: "خلل في العد" }, at: "1970-01-01T00:00:00Z" }]);
    expect(descriptor.checkpoint).toBe(aSnapshot().checkpoint);
    expect(descriptor).not.toHaveProperty("licenses");
    expect(descriptor.description).toContain("خلل في العد");
    expect(descriptor.description).toMatch(/^تصويت مفتوح للقراء وليس استطلاعا علميا/);
  });
});
