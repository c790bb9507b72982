import { disclose, shareDecimals } from "../../domain/disclosure.ts";
import { directionOf, inLanguage, type Language } from "../../domain/language.ts";
import { ballotsIn, standing, total } from "../../domain/tally.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import { disclosureItems } from "../kit/disclosure.ts";
import { linesOf } from "./method-text.ts";
import { citation, honestShare, noticeSentence, resultRows, statusOf } from "./results.ts";
import type { Snapshot } from "./snapshot.ts";
import { type Cell, casablancaClock, xlsx } from "./xlsx.ts";

/**
 * `results.xlsx`: a sheet of figures in one language and a sheet that says how they came about. Bounded by the
 * definition (8 questions, 12 options), whatever the number of ballots. `site`: scheme and host.
 */
export function resultsWorkbook(snapshot: Snapshot, language: Language, site: string): Uint8Array {
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
        rows: methodRows(snapshot, language, site),
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

/**
 * The sheet that says how the figures came about: a name and a value to each row. First what the figures are, then the
 * items of the method page, then what to check them with. `site`: scheme and host.
 */
function methodRows(snapshot: Snapshot, language: Language, site: string): Cell[][] {
  const { definition } = snapshot;
  const strings = words(language, "reader");
  return [
    row(strings["export.title"], text(inLanguage(definition.title, language))),
    row(strings["export.notsci"], text(strings.notsci)),
    ...snapshot.notices.map((notice) => row(strings["notice.h"], text(noticeSentence(notice, language)))),
    row(strings["export.cite"], text(citation(snapshot, language))),
    row(strings["export.asof"], casablancaClock(snapshot.asOf)),
    row(strings["export.asof.utc"], { kind: "moment", clock: Math.floor(snapshot.asOf / 1_000) * 1_000 }),
    row(strings["export.status"], text(strings[`export.status.${statusOf(snapshot)}`])),
    ...disclosureItems(disclosed(snapshot), language).flatMap(({ title, says }) => {
      const [first, ...rest] = says.map((each) => text(linesOf(each, language).join("\n").replace(/^- /, "")));
      return first ? [row(title, first), ...rest.map((cell): Cell[] => [{ kind: "empty" }, cell])] : [];
    }),
    row(strings["export.address"], code(site + pollPath(language, definition.id))),
    row(strings["method.log"], code(snapshot.origin)),
    row(strings["export.seal"], { kind: "count", value: snapshot.seal }),
    row(strings["export.size"], { kind: "count", value: snapshot.size }),
    row(strings["export.root"], code(snapshot.root)),
    row(strings["export.checkpoint"], code(snapshot.checkpoint)),
  ];
}

const row = (label: string, value: Cell): Cell[] => [{ kind: "label", text: label }, value];
const text = (words: string): Cell => ({ kind: "text", text: words });
const code = (words: string): Cell => ({ kind: "code", text: words });

/** The poll as the seal left it. Only a final seal knows when the poll closed: it was made then. */
function disclosed({ definition, phase, final, counts, counters, asOf, seal, size, origin }: Snapshot) {
  const sealed = { seal, size, ballots: ballotsIn(counts) };
  const tally = { poll: definition.id, phase, asOf, sequence: 0, counts, sealed };
  return {
    definition,
    tally: disclose(tally, definition.rules, "anyone"),
    logOrigin: origin,
    ...(counters && { counters }),
    ...(final && { closedAt: asOf }),
  };
}
