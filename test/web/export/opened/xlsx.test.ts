import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Language } from "../../../../src/domain/language.ts";
import type { Snapshot } from "../../../../src/web/export/snapshot.ts";
import { aDefinition, aSnapshot, someCounts } from "../a-snapshot.ts";
import { made } from "./made.ts";

async function opened(snapshot: Snapshot, language: Language = "ar"): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  // exceljs declares an older `Buffer`.
  await workbook.xlsx.load((await made("results.xlsx", snapshot, language)).buffer as ArrayBuffer);
  return workbook;
}

const sheetOf = (workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet => {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}: ${workbook.worksheets.map((each) => each.name)}`);
  return sheet;
};

/** The second sheet by the names in its first column. */
const method = (sheet: ExcelJS.Worksheet): Map<string, ExcelJS.CellValue> =>
  new Map(
    sheet.getColumn(1).values.flatMap((name, row) => (name ? [[String(name), sheet.getCell(row, 2).value]] : [])),
  );

describe("results.xlsx, opened by exceljs", () => {
  it("is two sheets from right to left in Arabic, the first with a header that stays", async () => {
    const workbook = await opened(aSnapshot());
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(["النتائج", "المنهجية"]);
    for (const { views } of workbook.worksheets) expect(views[0]).toMatchObject({ rightToLeft: true });
    expect(sheetOf(workbook, "النتائج").views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
  });

  it("is from left to right in French and English, in their words", async () => {
    for (const [language, names] of [
      ["fr", ["Résultats", "Méthodologie"]],
      ["en", ["Results", "Methodology"]],
    ] as const) {
      const workbook = await opened(aSnapshot(), language);
      expect(workbook.worksheets.map(({ name }) => name)).toEqual(names);
      for (const { views } of workbook.worksheets) expect(views[0]?.rightToLeft ?? false).toBe(false);
    }
  });

  it("has real numbers, shares as percentages and real dates on the clocks of Casablanca", async () => {
    const sheet = sheetOf(await opened(aSnapshot()), "النتائج");
    expect(sheet.rowCount).toBe(22);
    const row = sheet.getRow(2);
    expect(row.getCell(1).value).toBe(
      "هل لديك استعداد لمغادرة فايسبوك، أو على الأقل للتقليل من استعماله ساعة في اليوم؟",
    );
    expect(row.getCell(2).value).toBe("سأغادر فايسبوك نهائيا");
    expect([3, 4, 5, 6, 7].map((at) => row.getCell(at).value)).toEqual([412, 0.1432, 381, 31, 2877]);
    expect([row.getCell(3).numFmt, row.getCell(4).numFmt]).toEqual(["#,##0", "0.0%"]);
    expect(row.getCell(8).value).toEqual(new Date("2026-07-19T21:05:00Z"));
    expect(row.getCell(10).value).toBe("pledge");
    expect(row.getCell(11).value).toBe("leave");
    const ramadan = sheetOf(await opened(aSnapshot({ asOf: Date.parse("2026-03-01T12:00:00Z") })), "النتائج");
    expect(ramadan.getRow(2).getCell(8).value).toEqual(new Date("2026-03-01T12:00:00Z"));
  });

  it("gives whole percents below 200 ballots, and below 30 no share at all", async () => {
    const definition = aDefinition();
    const counts = someCounts(definition);
    const shareOf = async (a: number) => {
      counts.pledge!.ballots = { a, c: 0 };
      counts.pledge!.withdrawn = { a: 0, c: 0 };
      counts.pledge!.options.leave = { a: 12, c: 0 };
      return sheetOf(await opened(aSnapshot({ definition, counts })), "النتائج")
        .getRow(2)
        .getCell(4);
    };
    expect([(await shareOf(29)).value, (await shareOf(31)).value, (await shareOf(31)).numFmt]).toEqual([
      null,
      0.39,
      "0%",
    ]);
  });

  it("keeps a label that looks like a formula as the text that it is, also when it is entered again", async () => {
    const definition = aDefinition();
    const options = structuredClone(definition.questions[0]!.options);
    options[0]!.label = { ar: "=SUM(1+1)", fr: "+1", en: "<&\u0007>" };
    const questions = [{ ...definition.questions[0]!, options }];
    const workbook = await opened(aSnapshot({ definition: { ...definition, questions } }));
    const cell = sheetOf(workbook, "النتائج").getRow(2).getCell(2);
    expect([cell.value, cell.type, cell.formula]).toEqual(["=SUM(1+1)", ExcelJS.ValueType.String, undefined]);
    const parts = unzipSync(await made("results.xlsx", aSnapshot()));
    const [style] = /(?<= s=")\d+(?=" t="inlineStr">)/.exec(strFromU8(parts["xl/worksheets/sheet1.xml"]!)) ?? [];
    const styles = strFromU8(parts["xl/styles.xml"]!).split("<cellXfs")[1]!.split("<xf ").slice(1);
    expect(styles[Number(style)]).toContain('quotePrefix="1"');
    const english = await opened(aSnapshot({ definition: { ...definition, questions } }), "en");
    expect(sheetOf(english, "Results").getRow(2).getCell(2).value).toBe("<&>");
  });

  it("says on its second sheet how the figures came about and with what to check them", async () => {
    const reason = { ar: "خلل في العد" };
    const snapshot = aSnapshot({
      notices: [
        { kind: "voided", at: Date.parse("2026-07-20T10:00:00Z"), reason },
        {
          kind: "corrected",
          at: Date.parse("2026-07-18T10:00:00Z"),
          field: "title",
          before: { ar: "فايسبك" },
          after: { ar: "فايسبوك" },
          reason: { ar: "خطأ مطبعي" },
        },
      ],
    });
    const sheet = sheetOf(await opened(snapshot), "المنهجية");
    const rows = method(sheet);
    expect(rows.get("تنبيه")).toMatch(/^تصويت مفتوح للقراء وليس استطلاعا علميا/);
    expect(rows.get("للاقتباس")).toContain("2877 صوتا، إلى غاية 19 يوليوز 2026 على الساعة 21:05");
    expect(rows.get("تاريخ الأرقام (UTC)")).toEqual(new Date("2026-07-19T20:05:00Z"));
    expect(rows.get("وضع الأرقام")).toBe("تصويت ملغى");
    expect(rows.get("رقم الختم")).toBe(12);
    expect(rows.get("عدد أسطر السجل")).toBe(2901);
    expect(rows.get("بصمة السجل")).toBe(snapshot.root);
    expect(rows.get("نقطة المراجعة الموقّعة")).toBe(snapshot.checkpoint);
    const everything = sheet.getColumn(2).values.join("\n");
    expect(everything).toContain("أعلنت هيئة التحرير إلغاء هذا التصويت يوم الاثنين، 20 يوليوز 2026: خلل في العد");
    expect(everything).toContain("فايسبك ← فايسبوك (خطأ مطبعي)");
    expect(everything).toContain("Would you leave Facebook, or at least use it an hour less a day?");
    expect(everything).toContain("1) I would leave Facebook for good");
    expect(everything).not.toContain("±");
    // But for the root and the checkpoint, which are typed as text, no cell even looks like a formula.
    expect([...rows.values()].filter((each) => /^[=+\-@]/.test(String(each)))).toEqual([snapshot.root]);
  });

  it("is the same file, byte by byte, for the same figures", async () => {
    expect(await made("results.xlsx", aSnapshot())).toEqual(await made("results.xlsx", aSnapshot()));
  });
});

describe.runIf(spawnSync("soffice", ["--version"]).status === 0)("results.xlsx, opened by LibreOffice", () => {
  it("comes out with its numbers, shares, dates and Arabic, and computes no label", async () => {
    const definition = aDefinition();
    const options = structuredClone(definition.questions[0]!.options);
    options[1]!.label = { ar: "=1+1", fr: "=1+1", en: "=1+1" };
    const questions = [{ ...definition.questions[0]!, options }];
    const folder = mkdtempSync(join(tmpdir(), "sawt-xlsx-"));
    try {
      writeFileSync(
        join(folder, "results.xlsx"),
        await made("results.xlsx", aSnapshot({ definition: { ...definition, questions } })),
      );
      execFileSync(
        "soffice",
        [
          "--headless",
          // A profile of its own: two at once would wait for each other.
          `-env:UserInstallation=file://${folder}/profile`,
          "--convert-to",
          "csv:Text - txt - csv (StarCalc):44,34,76",
          "--outdir",
          folder,
          join(folder, "results.xlsx"),
        ],
        { stdio: "ignore" },
      );
      const [, first, second]: string[][] = parse(readFileSync(join(folder, "results.csv")));
      expect(first?.slice(1, 8)).toEqual([
        "سأغادر فايسبوك نهائيا",
        "412",
        "14.3%",
        "381",
        "31",
        "2,877",
        "2026-07-19 21:05",
      ]);
      expect(second?.[1]).toBe("=1+1");
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
