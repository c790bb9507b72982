import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/web/export/snapshot.ts";
import { aDefinition, aSnapshot, someCounters, someCounts } from "../a-snapshot.ts";
import { made, textOf } from "./made.ts";

const json = async (snapshot: Snapshot) => JSON.parse(await textOf("results.json", snapshot));
const dataPackage = async (snapshot: Snapshot) => JSON.parse(await textOf("datapackage.json", snapshot));

/** The second sheet as lines, without the marks around its values. */
async function methodSheet(snapshot: Snapshot): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  // exceljs declares an older `Buffer`.
  const bytes = await made("results.xlsx", snapshot, "en");
  await workbook.xlsx.load(bytes.buffer as ArrayBuffer);
  const cells = workbook.getWorksheet("Methodology")?.getColumn(2).values ?? [];
  return cells.join("\n").replace(/[\u2068\u2069]/g, "");
}

/** 30 of class a and 30 of class c, who answered another thing. */
function contested(): Snapshot {
  const definition = aDefinition();
  const counts = someCounts(definition);
  counts.pledge = {
    ballots: { a: 30, c: 30 },
    withdrawn: { a: 0, c: 0 },
    options: { ...counts.pledge!.options, leave: { a: 0, c: 30 }, hour: { a: 30, c: 0 } },
  };
  for (const option of ["less", "same", "nonuser"]) counts.pledge.options[option] = { a: 0, c: 0 };
  return aSnapshot({ definition, counts });
}

describe("beside the figures of a file", () => {
  it("stand refusals by kind, the largest network and forgotten allowances, as of the seal", async () => {
    expect((await json(aSnapshot())).counters).toEqual(someCounters());
    expect((await dataPackage(aSnapshot())).counters).toEqual(someCounters());
    const sheet = await methodSheet(aSnapshot());
    for (const line of [
      "Votes refused and not counted, at least: 3 malformed, 1 from other sites’ pages, 0 from programs that fill a hidden field, 0 outside voting time, 0 with a code already used, 30 from a browser that had voted, 7 from a network at its ceiling.",
      "Most votes from one network on one question within 24 hours: 120, rounded down.",
      "Times that the networks’ allowances were forgotten and began anew: 2.",
    ])
      expect(sheet).toContain(line);
  });

  it("stands nothing of them where the seal's record is of a version that did not keep them", async () => {
    const { counters, ...old } = aSnapshot();
    expect(counters).toBeDefined();
    expect(await json(old)).not.toHaveProperty("counters");
    expect(await dataPackage(old)).not.toHaveProperty("counters");
    expect(await methodSheet(old)).not.toContain("Most votes from one network");
  });

  it("stands the result without class c, and a sentence where it is another one", async () => {
    const [pledge] = (await json(aSnapshot())).questions;
    expect(pledge.withoutClassC).toEqual({ ballots: 2846, comparison: "steady" });
    expect([pledge.options[0].share, pledge.options[0].shareWithoutClassC]).toEqual([0.1432, 0.1339]);

    const [moved] = (await json(contested())).questions;
    expect(moved.withoutClassC).toMatchObject({ ballots: 30, comparison: "moves" });
    expect([moved.options[0].share, moved.options[0].shareWithoutClassC]).toEqual([0.5, 0]);
    const says = "Without class c, the share of an answer to “";
    expect(moved.withoutClassC.says.en).toContain(says);
    expect(moved.withoutClassC.says.ar).toMatch(/^دون الصنف c، تتغير نسبة جواب/);
    expect(await methodSheet(contested())).toContain(says);
    const described = (await dataPackage(contested())).description;
    expect(described).toContain(moved.withoutClassC.says.ar);
    expect((await dataPackage(aSnapshot())).description).not.toContain("دون الصنف c");
  });

  it("stands no share of fewer than 30 ballots in class a", async () => {
    const snapshot = contested();
    const pledge = snapshot.counts.pledge!;
    pledge.ballots = { a: 29, c: 30 };
    pledge.options.hour = { a: 29, c: 0 };
    const [few] = (await json(snapshot)).questions;
    expect(few.withoutClassC).toEqual({ ballots: 29, comparison: "not-comparable" });
    expect(few.options[1].share).not.toBeNull();
    expect(few.options[1].shareWithoutClassC).toBeNull();
  });
});
