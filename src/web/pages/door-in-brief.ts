import { type PollCounters, REFUSAL_KINDS } from "../../domain/counters.ts";
import type { Language } from "../../domain/language.ts";
import { SHARES_FROM } from "../../domain/numbers.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";

/** What was seen at the door, as one line for beside a result. The numbers stand there, zero or not. */
export function doorInBrief({ refused, largestNetwork, restarts }: PollCounters, language: Language) {
  const strings = words(language, "reader");
  const { integer } = formatterOf(language);
  return {
    template: strings["door.line"],
    values: {
      refused: integer(REFUSAL_KINDS.reduce((sum, kind) => sum + refused[kind], 0)),
      network:
        largestNetwork === 0 ? fill(strings["door.line.few"], { n: integer(SHARES_FROM) }) : integer(largestNetwork),
      restarts: integer(restarts),
    },
  };
}

/** "malformed 3", for each kind that there was. Plain text. */
export function refusedByKind({ refused }: PollCounters, language: Language): string[] {
  const strings = words(language, "reader");
  const { integer } = formatterOf(language);
  return REFUSAL_KINDS.filter((kind) => refused[kind] > 0).map((kind) =>
    fillPlain(strings[`refused.${kind}`], { n: integer(refused[kind]) }),
  );
}
