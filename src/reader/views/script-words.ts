import { fill, formatterOf } from "../../i18n/format.ts";
import { stringsOf } from "../../i18n/strings.ts";
import { mostAnswers } from "../../poll/ballot.ts";
import type { Question } from "../../poll/definition.ts";
import { inLanguage, type Language } from "../../poll/language.ts";

/** What the voting script says to the reader, ready made: keys are its own, or the `type` of a problem of the API. */
export interface ScriptWords {
  sending: string;
  retrying: string;
  /** Headings: surely not counted, and not known. */
  not: string;
  unsure: string;
  none: string;
  upto: string;
  alone: string;
  offline: string;
  unconfirmed: string;
  busy: string;
  "already-used": string;
  "already-voted": string;
  "not-open": string;
  "too-many": string;
  failed: string;
}

export function scriptWords(language: Language, question: Question): ScriptWords {
  const strings = stringsOf(language);
  const exclusive = question.options.find((each) => each.exclusive);
  return {
    sending: strings["vote.sending"],
    retrying: strings.retrying,
    not: strings["err.h"],
    unsure: strings["unconfirmed.h"],
    none: question.kind === "single" ? strings["err.none"] : strings["err.choose"],
    upto: formatterOf(language).plural(strings["err.upto"], mostAnswers(question)),
    alone: exclusive ? fill(strings["err.exclusive"], { option: inLanguage(exclusive.label, language) }) : "",
    offline: strings["err.net"],
    unconfirmed: strings.unconfirmed,
    busy: strings.busy,
    "already-used": strings["already-used"],
    "already-voted": strings["already-voted"],
    "not-open": strings["not-open"],
    "too-many": strings["err.rate"],
    failed: strings["err.form"],
  };
}
