import { mostAnswers } from "../../domain/ballot.ts";
import { inLanguage } from "../../domain/language.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import type { QuestionForm } from "./question-form.ts";

/** What the voting script works with, and what it says to the reader, ready made. */
export interface ScriptWords {
  poll: string;
  question: string;
  /** The log's origin, which the lock is bound to. */
  origin: string;
  api: string;
  /** Where a counted vote leads. */
  to: string;
  max: number;
  sending: string;
  retrying: string;
  /** Headings: no ballot was sent or counted; this choice was refused; not known. */
  not: string;
  refused: string;
  unsure: string;
  none: string;
  /** Empty where one answer is all there is, or none stands alone. */
  upto: string;
  alone: string;
  unconfirmed: string;
  offline: string;
  busy: string;
  /** By the last segment of the `type` of a problem of the API. */
  problems: Record<string, string>;
  failed: string;
}

export function scriptWords({ language, poll, question, origin, ways }: QuestionForm): ScriptWords {
  const strings = words(language, "reader");
  const exclusive = question.options.find((each) => each.exclusive);
  const max = mostAnswers(question);
  return {
    poll,
    question: question.id,
    origin,
    api: ways.ballots,
    to: ways.voted,
    max,
    sending: strings["vote.sending"],
    retrying: strings.retrying,
    not: question.required ? strings["err.h"] : strings["err.h.answer"],
    refused: strings["refused.h"],
    unsure: strings["unconfirmed.h"],
    none: question.kind === "single" ? strings["err.none"] : strings["err.choose"],
    upto: max > 1 ? formatterOf(language).plural(strings["err.upto"], max) : "",
    alone: exclusive ? fill(strings["err.exclusive"], { option: inLanguage(exclusive.label, language) }) : "",
    unconfirmed: strings.unconfirmed,
    offline: strings["err.net"],
    busy: strings.busy,
    problems: {
      "already-used": strings["already-used"],
      "already-voted": strings["already-voted"],
      "not-open": strings["not-open"],
      "too-many": strings["err.rate"],
    },
    failed: strings["err.form"],
  };
}
