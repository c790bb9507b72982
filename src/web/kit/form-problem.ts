import type { ChoiceFault } from "../../domain/ballot.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import type { FormProblem } from "./question-form.ts";

/** What the reader is told of a choice that cannot be taken. Every refusal says that nothing was counted. */
export function choiceProblem(
  fault: Exclude<ChoiceFault, { kind: "unknown-question" }>,
  language: Language,
): FormProblem {
  const strings = words(language, "reader");
  const heading = fault.question.required ? strings["err.h"] : strings["err.h.answer"];
  return { heading, message: message(fault, language), field: true };
}

function message(fault: Exclude<ChoiceFault, { kind: "unknown-question" }>, language: Language): string {
  const strings = words(language, "reader");
  switch (fault.kind) {
    case "none-chosen":
      return fault.question.kind === "single" ? strings["err.none"] : strings["err.choose"];
    case "too-many-options":
      return fault.max === 1 ? strings["err.none"] : formatterOf(language).plural(strings["err.upto"], fault.max);
    case "unknown-option":
      return strings["err.unknown"];
    case "repeated-option":
      return strings["err.repeated"];
    case "exclusive-with-others": {
      const option = fault.question.options.find((each) => each.id === fault.option);
      return fill(strings["err.exclusive"], { option: option ? inLanguage(option.label, language) : fault.option });
    }
  }
}

/** `confirmed`: no box counted it. Otherwise one may have, and the same form sent again still counts once. */
export function busyProblem(confirmed: boolean, language: Language): FormProblem {
  const strings = words(language, "reader");
  return confirmed
    ? { heading: strings["busy.h"], message: strings.busy, field: false }
    : { heading: strings["unconfirmed.h"], message: strings.unconfirmed, field: false };
}
