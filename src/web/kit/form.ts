import { html } from "hono/html";
import { type ChoiceFault, mostAnswers } from "../../domain/ballot.ts";
import type { Option, Question } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { alertBox, emptyAlert } from "./boxes.ts";
import { type Html, jsonAttribute } from "./html.ts";
import { scriptWords, type Ways } from "./script-words.ts";

/** Why the form is shown again. `field`: something about the choice, said at the choice too. */
export interface FormProblem {
  heading: string;
  message: string;
  field: boolean;
}

/** One question as a form that works with and without the script. */
export interface QuestionForm {
  language: Language;
  poll: string;
  question: Question;
  ways: Ways;
  /** What the form sends beside the choice. */
  hidden: Readonly<Record<string, string>>;
  /** The log's origin, which a lock is bound to. */
  origin: string;
  /**
   * Of a page that is one reader's own: the form itself is the ballot, and holds its secret. Left out, the form asks for such
   * a page, and nothing in it tells two readers apart.
   */
  secret?: string;
  chosen: readonly string[];
  problem?: FormProblem;
  /** The main question is the page's heading; a follow-up is a part of the results page. */
  heading: "h1" | "h3";
  button: string;
}

/**
 * A field that no person sees, hears or reaches, and that programs like to fill: a form with something in it is refused.
 * Its label is for browsers that know nothing of `hidden`; the form itself forbids to complete it.
 */
export const TRAP_FIELD = "website";

const firstInputId = (question: Question): string => `${question.id}-1`;

/** The question with its answers to choose from. */
export function questionForm(form: QuestionForm): Html {
  const { language, question, problem, secret } = form;
  const strings = words(language, "reader");
  const id = (part: string) => `${question.id}-${part}`;
  const text = inLanguage(question.text, language);
  const error = problem?.field ? problem.message : undefined;
  const fieldset = html`<fieldset aria-describedby="${id("hint")}${error ? ` ${id("error")}` : ""}">
<legend>${form.heading === "h1" ? html`<h1>${text}</h1>` : html`<h3>${text}</h3>`}</legend>
<p class="hint" id="${id("hint")}">${hint(question, language)}</p>
${error ? html`<p class="fe" id="${id("error")}"><span class="vh">${strings["err.prefix"]}</span>${error}</p>` : ""}
<div class="opts">
${question.options.map((option, i) => optionRow(form, option, i === 0 ? firstInputId(question) : id(String(i + 1))))}
</div>
</fieldset>`;
  return html`<form method="${secret === undefined ? "get" : "post"}" action="${form.ways.action}" novalidate autocomplete="off" ${jsonAttribute("data-say", scriptWords(form))}>
${error ? html`<div class="wrong">${fieldset}</div>` : fieldset}
${hiddenFields(form.hidden)}${secret === undefined ? "" : secretFields(secret, language, form.heading === "h1")}
${emptyAlert(`#${firstInputId(question)}`)}
<p class="act"><button class="btn">${form.button}</button></p>
</form>`;
}

/** The answers that were chosen, to be confirmed: the form is the ballot. */
export function confirmForm(form: QuestionForm & { secret: string }): Html {
  const { language, question, chosen, secret } = form;
  const strings = words(language, "reader");
  const labels = question.options.filter(({ id }) => chosen.includes(id));
  return html`<form method="post" action="${form.ways.action}" novalidate autocomplete="off" ${jsonAttribute("data-say", scriptWords(form))}>
<h1>${inLanguage(question.text, language)}</h1>
<p class="hint">${strings["confirm.chosen"]}</p>
<ul class="chosen">${labels.map(({ label }) => html`<li>${inLanguage(label, language)}</li>`)}</ul>
${chosen.map((each) => html`<input type="hidden" name="choice" value="${each}">`)}
${hiddenFields(form.hidden)}
${secretFields(secret, language)}
${emptyAlert(form.ways.action)}
<p class="act"><button class="btn">${form.button}</button></p>
</form>`;
}

const hiddenFields = (fields: QuestionForm["hidden"]): Html =>
  html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;

/** What a form holds that is itself the ballot: the secret, which a reader without the script notes, and the trap. */
const secretFields = (secret: string, language: Language, explained = true): Html => {
  const strings = words(language, "reader");
  return html`<input type="hidden" name="secret" value="${secret}">
${explained ? html`<label hidden>${strings["trap.label"]} <input name="${TRAP_FIELD}"></label>` : html`<input name="${TRAP_FIELD}" hidden>`}
<noscript><p class="note receipt"><b>${strings["secret.h"]}</b> <code dir="ltr">${secret}</code>${explained ? strings.secret : ""}</p></noscript>`;
};

function optionRow({ question, chosen, language }: QuestionForm, option: Option, id: string): Html {
  const kind = question.kind === "single" ? "radio" : "checkbox";
  const checked = chosen.includes(option.id) ? html` checked` : "";
  const alone = option.exclusive ? html` data-alone` : "";
  return html`<label class="opt"><input type="${kind}" name="choice" value="${option.id}" id="${id}"${checked}${alone}><span>${inLanguage(option.label, language)}</span></label>
`;
}

function hint(question: Question, language: Language): string {
  const strings = words(language, "reader");
  const most = mostAnswers(question);
  return most === 1 ? strings.hint : formatterOf(language).plural(strings["hint.upto"], most);
}

/** Above a form that came back. */
export const formProblem = ({ problem, question }: QuestionForm): Html | "" =>
  problem
    ? alertBox({
        heading: problem.heading,
        message: problem.message,
        ...(problem.field && { href: `#${firstInputId(question)}` }),
      })
    : "";

/** What the reader is told of a choice that cannot be taken. Every refusal says that nothing was counted. */
export function choiceProblem(
  fault: Exclude<ChoiceFault, { kind: "unknown-question" }>,
  language: Language,
): FormProblem {
  const strings = words(language, "reader");
  const heading = fault.question.required ? strings["err.h"] : strings["err.h.answer"];
  return { heading, message: choiceMessage(fault, language), field: true };
}

function choiceMessage(fault: Exclude<ChoiceFault, { kind: "unknown-question" }>, language: Language): string {
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
