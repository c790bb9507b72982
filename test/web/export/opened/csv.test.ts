import { spawnSync } from "node:child_process";
import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { emptyCounts } from "../../../../src/domain/tally.ts";
import { aDefinition, aSnapshot, someCounts } from "../a-snapshot.ts";
import { made, textOf } from "./made.ts";

/** RFC 4180 to the letter: nothing relaxed, CRLF alone ends a record, every record as long as the header. */
const strictly = (csv: string): string[][] =>
  parse(csv, { bom: true, record_delimiter: "\r\n", relax_quotes: false, relax_column_count: false });

const asObjects = ([header = [], ...rows]: string[][]): Record<string, string>[] =>
  rows.map((row) => Object.fromEntries(header.map((key, i) => [key, row[i] ?? ""])));

const KEYS =
  "poll_id,question_id,option_id,option_ar,option_fr,option_en,position,votes,votes_a,votes_c,share,ballots,ballots_a,ballots_c,withdrawn,as_of_utc,status,seal,size,root_hex";

/** A poll whose labels have what breaks careless CSV. */
const awkward = aDefinition(({ questions }) => {
  const [leave, hour] = questions[0]?.options ?? [];
  if (leave) leave.label.fr = 'Je « quitte », dit "Jean"; oui';
  if (hour) hour.label.ar = "\u202Bساعة\u202C أقل";
});

describe("results.csv", () => {
  it("is RFC 4180 in UTF-8 with its signature: every answer of every question, keys that never change", async () => {
    const bytes = await made("results.csv", aSnapshot({ definition: awkward }));
    expect([...bytes.subarray(0, 10)]).toEqual([0xef, 0xbb, 0xbf, ...Buffer.from("poll_id")]);
    const csv = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\r\n\p{Bidi_Control}]/u);
    const [header, ...rows] = strictly(csv);
    expect(header?.join(",")).toBe(KEYS);
    expect(rows).toHaveLength(awkward.questions.reduce((sum, { options }) => sum + options.length, 0));
    const [leave, hour] = asObjects(strictly(csv));
    expect(leave).toEqual({
      poll_id: "facebook-hour",
      question_id: "pledge",
      option_id: "leave",
      option_ar: "سأغادر فايسبوك نهائيا",
      option_fr: 'Je « quitte », dit "Jean"; oui',
      option_en: "I would leave Facebook for good",
      position: "1",
      votes: "412",
      votes_a: "381",
      votes_c: "31",
      share: "0.1432",
      ballots: "2877",
      ballots_a: "2846",
      ballots_c: "31",
      withdrawn: "3",
      as_of_utc: "2026-07-19T20:05:00Z",
      status: "provisional",
      seal: "12",
      size: "2901",
      root_hex: "fb000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
    });
    expect(hour?.option_ar).toBe("ساعة أقل");
  });

  it.each([
    [29, 12, ""],
    [30, 12, "0.4000"],
    [199, 82, "0.4100"],
    [200, 83, "0.4150"],
  ])("of %i ballots gives a share as precise as their number bears", async (ballots, votes, share) => {
    const definition = aDefinition();
    const counts = emptyCounts(definition);
    counts.pledge!.ballots = { a: ballots, c: 0 };
    counts.pledge!.options.leave = { a: votes, c: 0 };
    const [leave] = asObjects(strictly(await textOf("results.csv", aSnapshot({ definition, counts }))));
    expect([leave?.votes, leave?.share]).toEqual([String(votes), share]);
  });

  it("says when its figures are final, and when the newspaper declared them void", async () => {
    const statuses = async (changes: object) =>
      new Set(asObjects(strictly(await textOf("results.csv", aSnapshot(changes)))).map(({ status }) => status));
    expect(await statuses({ final: true, phase: "closed" })).toEqual(new Set(["final"]));
    const notices = [{ kind: "voided", at: 0, reason: { ar: "خلل" } }];
    expect(await statuses({ final: true, phase: "closed", notices })).toEqual(new Set(["voided"]));
  });

  it("has no cell that a spreadsheet would take for a formula", async () => {
    // The root's base64 begins with a plus sign here.
    for (const cell of strictly(await textOf("results.csv", aSnapshot())).flat()) expect(cell).not.toMatch(/^[=+\-@]/);
  });

  it("puts an apostrophe before a label that would run as a formula, whatever let it through", async () => {
    const definition = aDefinition();
    for (const [i, label] of ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "\u200F=1"].entries()) {
      const options = structuredClone(definition.questions[0]!.options);
      options[0]!.label = { ar: label, fr: label, en: label };
      const snapshot = aSnapshot({
        definition: { ...definition, questions: [{ ...definition.questions[0]!, options }] },
        counts: someCounts(definition),
      });
      const [leave] = asObjects(strictly(await textOf("results.csv", snapshot)));
      expect([i, leave?.option_ar]).toEqual([i, `'${label.replace("\u200F", "")}`]);
    }
  });

  it("is read by a spreadsheet's own reader with Arabic as Arabic and numbers as numbers", async () => {
    const csv = new ExcelJS.Workbook().csv;
    const sheet = await csv.read(Readable.from(Buffer.from(await made("results.csv", aSnapshot()))));
    const cells = (row: number) => [1, 4, 8, 11].map((column) => sheet.getRow(row).getCell(column).value);
    expect(cells(1)).toEqual(["poll_id", "option_ar", "votes", "share"]);
    expect(cells(2)).toEqual(["facebook-hour", "سأغادر فايسبوك نهائيا", 412, 0.1432]);
  });

  it.runIf(has("python3"))("is read by Python's csv module as it was meant", async () => {
    const script = `import csv, io, json, sys
text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
print(json.dumps(list(csv.DictReader(text, strict=True))))`;
    const csv = await textOf("results.csv", aSnapshot({ definition: awkward }));
    expect(JSON.parse(output("python3", ["-c", script], csv))).toEqual(asObjects(strictly(csv)));
  });

  it.runIf(has("Rscript"))("is read by R's read.csv with numbers as numbers and Arabic as Arabic", async () => {
    const script = `Sys.setlocale("LC_ALL", "C.UTF-8")
d <- read.csv(file("stdin", encoding = "UTF-8-BOM"))
cat(names(d)[1], class(d$votes), class(d$share), d$votes[1], d$share[1], d$option_ar[1], nrow(d), sep = "|")`;
    const csv = await textOf("results.csv", aSnapshot());
    expect(output("Rscript", ["--vanilla", "-e", script], csv)).toContain(
      "poll_id|integer|numeric|412|0.1432|سأغادر فايسبوك نهائيا|21",
    );
  });
});

function has(command: string): boolean {
  return spawnSync(command, ["--version"]).status === 0;
}

function output(command: string, args: string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
