import { disclose } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { ballotsIn } from "../../domain/tally.ts";
import { words } from "../../i18n/index.ts";
import { disclosureItems } from "../kit/disclosure.ts";
import { citation } from "./citation.ts";
import { linesOf } from "./method-text.ts";
import { noticeSentence } from "./notice-sentence.ts";
import { statusOf } from "./results-table.ts";
import type { Snapshot } from "./snapshot.ts";
import { type Cell, casablancaClock } from "./xlsx.ts";

/**
 * The sheet that says how the figures came about: a name and a value to each row. First what the figures are, then the
 * items of the method page, then what to check them with. `base`: address of the vote page.
 */
export function methodRows(snapshot: Snapshot, language: Language, base: string): Cell[][] {
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
    row(strings["export.address"], code(base)),
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
