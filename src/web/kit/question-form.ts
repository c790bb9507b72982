import { html } from "hono/html";
import { mostAnswers } from "../../domain/ballot.ts";
import type { Option, Question } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import type { Html } from "./html.ts";
import { jsonAttribute } from "./json-attribute.ts";
import { scriptWords } from "./script-words.ts";

/** Why the form is shown again. `field`: something about the choice, said at the choice too. */
export interface FormProblem {
  heading: string;
  message: string;
  field: boolean;
}

/** Where a question's form and its script lead to. */
export interface Ways {
  /** Target of the form. */
  action: string;
  /** Where the script casts a ballot. */
  ballots: string;
  /** Where a counted vote leads. */
  voted: string;
}

/** One question as a form that works with and without the script. */
export interface QuestionForm {
  language: Language;
  poll: string;
  question: Question;
  ways: Ways;
  /** The log's origin, which a lock is bound to. */
  origin: string;
  /** Drawn for this rendering, or the one of the form that came back. */
  secret: string;
  chosen: readonly string[];
  problem?: FormProblem;
  /** The main question is the page's heading; a follow-up is a part of the results page. */
  heading: "h1" | "h3";
  button: string;
  /** Follow-ups passed over so far, which the way back to the results keeps. */
  skip: readonly string[];
}

/**
 * A field that no person sees, hears or reaches, and that programs like to fill: a form with something in it is refused.
 * Its label is for browsers that know nothing of `hidden`; the form itself forbids to complete it.
 */
export const TRAP_FIELD = "website";

export const firstInputId = (question: Question): string => `${question.id}-1`;

export function questionForm(form: QuestionForm): Html {
  const { language, question, problem } = form;
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
  return html`<form method="post" action="${form.ways.action}" novalidate autocomplete="off" ${jsonAttribute("data-say", scriptWords(form))}>
${error ? html`<div class="wrong">${fieldset}</div>` : fieldset}
<input type="hidden" name="question" value="${question.id}">
<input type="hidden" name="secret" value="${form.secret}">
${form.heading === "h1" ? html`<label hidden>${strings["trap.label"]} <input name="${TRAP_FIELD}"></label>` : html`<input name="${TRAP_FIELD}" hidden>`}
${form.skip.length > 0 ? html`<input type="hidden" name="skip" value="${form.skip.join(",")}">` : ""}
<noscript><p class="note receipt"><b>${strings["secret.h"]}</b> <code dir="ltr">${form.secret}</code>${form.heading === "h1" ? strings.secret : ""}</p></noscript>
<div class="err" tabindex="-1" hidden><div role="alert"><h2></h2><p><a href="#${firstInputId(question)}"></a></p></div></div>
<p class="act"><button class="btn">${form.button}</button></p>
</form>`;
}

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

/** GOV.UK error summary: focused without a script by `autofocus`; the alert inside, as on the focused box it is cut off. */
export function errorSummary(form: QuestionForm): Html | "" {
  const { problem, question } = form;
  if (!problem) return "";
  return html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
<h2>${problem.heading}</h2>
<p>${problem.field ? html`<a href="#${firstInputId(question)}">${problem.message}</a>` : problem.message}</p>
</div></div>`;
}
