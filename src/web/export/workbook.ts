import { shareDecimals } from "../../domain/disclosure.ts";
import { directionOf, inLanguage, type Language } from "../../domain/language.ts";
import { standing, total } from "../../domain/tally.ts";
import { words } from "../../i18n/index.ts";
import { methodRows } from "./method-sheet.ts";
import { honestShare, resultRows, statusOf } from "./results-table.ts";
import type { Snapshot } from "./snapshot.ts";
import { type Cell, casablancaClock, xlsx } from "./xlsx.ts";

/**
 * `results.xlsx`: a sheet of figures in one language and a sheet that says how they came about. Bounded by the
 * definition (8 questions, 12 options), whatever the number of ballots. `base`: address of the poll's vote page.
 */
export function resultsWorkbook(snapshot: Snapshot, language: Language, base: string): Uint8Array {
  const strings = words(language, "reader");
  const rightToLeft = directionOf(language) === "rtl";
  return xlsx({
    title: inLanguage(snapshot.definition.title, language),
    at: snapshot.asOf,
    sheets: [
      {
        name: strings["export.results"],
        rightToLeft,
        frozenHeader: true,
        widths: [48, 44, 10, 9, 16, 18, 16, 18, 13, 16, 16],
        rows: figures(snapshot, language),
      },
      {
        name: strings.method,
        rightToLeft,
        frozenHeader: false,
        widths: [36, 110],
        rows: methodRows(snapshot, language, base),
      },
    ],
  });
}

function figures(snapshot: Snapshot, language: Language): Cell[][] {
  const strings = words(language, "reader");
  const header = [
    strings["export.question"],
    strings["export.answer"],
    strings["export.votes"],
    strings["export.share"],
    strings["export.votes.a"],
    strings["export.votes.c"],
    strings["export.ballots"],
    strings["export.asof"],
    strings["export.status"],
    strings["export.question.id"],
    strings["export.option.id"],
  ].map((text): Cell => ({ kind: "header", text }));
  const asOf = casablancaClock(snapshot.asOf);
  const status: Cell = { kind: "text", text: strings[`export.status.${statusOf(snapshot)}`] };
  const rows = resultRows(snapshot).map((row): Cell[] => {
    const share = honestShare(row);
    const decimals = shareDecimals(standing(row.counts));
    return [
      { kind: "text", text: inLanguage(row.question.text, language) },
      { kind: "text", text: inLanguage(row.option.label, language) },
      { kind: "count", value: total(row.votes) },
      share === undefined || decimals === "counts-only" ? { kind: "empty" } : { kind: "share", value: share, decimals },
      { kind: "count", value: row.votes.a },
      { kind: "count", value: row.votes.c },
      { kind: "count", value: standing(row.counts) },
      asOf,
      status,
      { kind: "code", text: row.question.id },
      { kind: "code", text: row.option.id },
    ];
  });
  return [header, ...rows];
}
