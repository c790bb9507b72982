import type { PollDefinition } from "../../../domain/definition.ts";
import { showsCounts } from "../../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import { type Phase, takesWithdrawals } from "../../../domain/phase.ts";
import { words } from "../../../i18n/index.ts";
import { apiPath, pollPath } from "../../http/addresses.ts";

/** What the receipts' script works with, and what it says to the reader. */
export interface ReceiptWords {
  language: Language;
  poll: string;
  api: string;
  /** Address of the log, its origin (which locks are bound to) and its verifier key. */
  log: string;
  origin: string;
  vkey: string;
  /** Where one votes again. */
  vote: string;
  /** Are entries served now? Are ballots taken back now? */
  readable: boolean;
  takes: boolean;
  questions: { id: string; text: string; options: { id: string; label: string }[] }[];
  comma: string;
  none: string;
  choice: string;
  kept: string;
  tab: string;
  looking: string;
  included: string;
  waiting: string;
  hidden: string;
  false: string;
  unread: string;
  damaged: string;
  again: string;
  proof: string;
  download: string;
  keep: string;
  forget: string;
  forgotten: string;
  back: string;
  sure: string;
  yes: string;
  no: string;
  sending: string;
  was: string;
  revote: string;
  outcomes: Record<"withdrawn" | "not-found" | "not-open" | "busy" | "unsure", string>;
}

export function receiptWords(
  definition: PollDefinition,
  phase: Phase,
  log: { origin: string; vkey: string },
  language: Language,
): ReceiptWords {
  const strings = words(language, "reader");
  const { id } = definition;
  return {
    language,
    poll: id,
    api: apiPath(id),
    log: `/log/${id}`,
    origin: log.origin,
    vkey: log.vkey,
    vote: pollPath(language, id),
    readable: showsCounts(definition.rules.results, phase, "anyone"),
    takes: takesWithdrawals(phase),
    questions: definition.questions.map((question) => ({
      id: question.id,
      text: inLanguage(question.text, language),
      options: question.options.map(({ id, label }) => ({ id, label: inLanguage(label, language) })),
    })),
    comma: language === "ar" ? "، " : ", ",
    none: strings["receipt.none"],
    choice: strings["receipt.choice"],
    kept: strings["receipt.kept"],
    tab: strings["receipt.tab"],
    looking: strings["receipt.looking"],
    included: strings["receipt.included"],
    waiting: strings["receipt.waiting"],
    hidden: strings["receipt.hidden"],
    false: strings["receipt.false"],
    unread: strings["receipt.unread"],
    damaged: strings["receipt.damaged"],
    again: strings["receipt.again"],
    proof: strings["receipt.proof"],
    download: strings["receipt.download"],
    keep: strings["receipt.keep"],
    forget: strings["receipt.forget"],
    forgotten: strings["receipt.forgotten"],
    back: strings["withdraw.button"],
    sure: strings["withdraw.sure"],
    yes: strings["withdraw.yes"],
    no: strings["withdraw.no"],
    sending: strings["withdraw.sending"],
    was: strings["withdraw.was"],
    revote: strings["withdraw.revote"],
    outcomes: {
      withdrawn: strings["withdraw.done"],
      "not-found": strings["withdraw.unknown"],
      "not-open": strings["withdraw.late"],
      busy: strings["withdraw.busy"],
      unsure: strings["withdraw.unsure"],
    },
  };
}
