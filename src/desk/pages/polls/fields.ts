/** The fields of a draft's form, and the draft that a filled-in form makes. */
import { html } from "hono/html";
import type { Draft } from "../../../domain/draft.ts";
import { act, withFields, withFrames } from "../../../domain/draft-form.ts";
import { type Json, leavesOf, valueAt } from "../../../domain/draft-path.ts";
import { directionOf, type Language } from "../../../domain/language.ts";
import { DEFAULT_RULES, LIMITS } from "../../../domain/numbers.ts";
import { readWallTime, wallTime } from "../../../i18n/casablanca.ts";
import { fill, formatterOf } from "../../../i18n/format.ts";
import { type AllWords, LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { howFar } from "./alarms.ts";

/** The two moments of a definition, which the form shows as clocks in Casablanca. */
const MOMENTS = ["opens", "closes"];

/** What a form makes of the draft it was filled in for: its fields, its moments in UTC, and what its button does. */
export function draftOfForm(draft: Draft, form: URLSearchParams): Draft {
  const fields = [...form].map(([path, value]): [string, string] =>
    MOMENTS.includes(path) ? [path, momentOf(value, draft[path])] : [path, value],
  );
  const filled = withFields(draft, fields);
  const framed = form.has("framing") ? withFrames(filled, form.get("framing"), form.get("frames") ?? "") : filled;
  return act(framed, form.get("act") ?? "");
}

/**
 * UTC of a clock in Casablanca. What is none stays as it was typed, for the checks to name. A moment that the form only
 * sent back stays: of an hour that comes twice it may be the second.
 */
function momentOf(typed: string, before: Json | undefined): string {
  if (typeof before === "string" && typed !== "" && clockOf(before) === typed) return before;
  const read = readWallTime(typed);
  return read.kind === "moment" || read.kind === "twice"
    ? new Date(read.at).toISOString().replace(".000Z", "Z")
    : typed;
}

/** What the clock's field shows: a moment as a clock in Casablanca, anything else as it is. */
function clockOf(value: Json | undefined): string {
  if (typeof value !== "string") return "";
  const at = isMoment(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? value : wallTime(at);
}

const isMoment = (value: Json | undefined): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));

/** What the fields of a draft's form are made of. */
export interface FormOfDraft {
  draft: Draft;
  /** The poll's own languages, as far as it has chosen them. */
  languages: readonly Language[];
  strings: AllWords["desk"];
  /** Faults to show, by path. */
  errors: ReadonlyMap<string, string>;
}

/** Id of the element for a path: errors of the summary lead to it. */
export const fieldId = (path: string): string => path.replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "");

const typed = ({ draft }: FormOfDraft, path: string): string => {
  const value = valueAt(draft, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

interface Field {
  label: string | Html;
  hint?: string | Html;
  /** Left out: a line of text. */
  type?: "text" | "url" | "date" | "datetime-local" | "number";
  /** Writing direction of what is typed; left out, the page's. */
  dir?: "ltr" | "rtl";
  lang?: Language;
  /** What the field shows, where it is not the draft's own value. */
  value?: string;
  rows?: number;
}

/** One field with its label, hint and fault, each tied to it. */
export function field(
  form: FormOfDraft,
  path: string,
  { label, hint, type = "text", dir, lang, value, rows }: Field,
): Html {
  const id = fieldId(path);
  const error = form.errors.get(path);
  const told = [error && `${id}-err`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const attributes = html`name="${path}" id="${id}"${dir ? html` dir="${dir}"` : ""}${lang ? html` lang="${lang}"` : ""}${told ? html` aria-describedby="${told}"` : ""}${error ? html` aria-invalid="true"` : ""}`;
  const shown = value ?? typed(form, path);
  return html`<div class="field${error ? " wrong" : ""}">
<label for="${id}">${label}</label>
${error ? html`<p class="fe" id="${id}-err">${error}</p>` : ""}
${
  rows
    ? html`<textarea ${attributes} rows="${rows}">${shown}</textarea>`
    : html`<input ${attributes} type="${type}" value="${shown}">`
}
${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ""}
</div>`;
}

/** The same words in every language of the poll. */
export const fieldByLanguage = (form: FormOfDraft, path: string, label: string, rows?: number): Html =>
  html`<fieldset class="by-language" id="${fieldId(path)}" tabindex="-1"><legend>${label}</legend>
${form.languages.map((language) =>
  field(form, `${path}.${language}`, {
    label: html`<span lang="${language}">${LANGUAGE_NAMES[language]}</span>`,
    dir: directionOf(language),
    lang: language,
    ...(rows !== undefined && { rows }),
  }),
)}</fieldset>`;

/** One of a few values, `value` being the one that holds where nothing is said. */
function choice(
  form: FormOfDraft,
  path: string,
  label: string,
  values: readonly { value: string; label: string }[],
  chosen: string,
): Html {
  const error = form.errors.get(path);
  return html`<fieldset id="${fieldId(path)}" tabindex="-1"${error ? html` class="wrong"` : ""}><legend>${label}</legend>
${error ? html`<p class="fe">${error}</p>` : ""}
${values.map(
  (each) =>
    html`<label class="check"><input type="radio" name="${path}" value="${each.value}"${each.value === chosen ? html` checked` : ""}> <span>${each.label}</span></label>`,
)}</fieldset>`;
}

/** A box to tick. The hidden "no" before it is what an unticked one sends. */
function tick(form: FormOfDraft, path: string, label: string): Html {
  const error = form.errors.get(path);
  return html`<input type="hidden" name="${path}" value=""><label class="check"><input type="checkbox" name="${path}" id="${fieldId(path)}" value="yes"${valueAt(form.draft, path) === true ? html` checked` : ""}> <span>${label}</span></label>${error ? html`<p class="fe">${error}</p>` : ""}`;
}

/** The fields of one question, its answers, and plain buttons that add, remove and move them. */
export function questionFields(form: FormOfDraft, q: number, questions: number): Html {
  const { strings, draft } = form;
  const at = `questions[${q}]`;
  const n = String(q + 1);
  const options = valueAt(draft, `${at}.options`);
  const count = Array.isArray(options) ? options.length : 0;
  const multiple = typed(form, `${at}.kind`) === "multiple";
  return html`<section class="part" id="question-${q}" tabindex="-1" aria-labelledby="question-${q}-h">
<h3 id="question-${q}-h">${fill(q === 0 ? strings["question.main"] : strings.question, { n })}</h3>
${fieldByLanguage(form, `${at}.text`, strings.text, 2)}
${choice(
  form,
  `${at}.kind`,
  strings.kind,
  (["single", "multiple"] as const).map((value) => ({ value, label: strings[`kind.${value}`] })),
  multiple ? "multiple" : "single",
)}
<ol class="options" id="questions-${q}-options" tabindex="-1">${Array.from({ length: count }, (_, o) => optionFields(form, q, o, { count, multiple }))}</ol>
<p class="row-acts"><button class="plain-btn" name="act" value="add-option:${q}"${count >= LIMITS.options ? html` disabled` : ""}>${strings["add-option"]}</button></p>
<details${form.errors.has(`${at}.id`) || form.errors.has(`${at}.max`) ? html` open` : ""}><summary>${strings.more}</summary>
${field(form, `${at}.id`, { label: strings.id, hint: strings["id.hint"], dir: "ltr" })}
${multiple ? field(form, `${at}.max`, { label: strings.max, type: "number", dir: "ltr" }) : ""}
<p class="row-acts">${q > 0 ? html`<button class="plain-btn" name="act" value="move-question-up:${q}">${fill(strings["move-question-up"], { n })}</button>` : ""}
${questions > 1 ? html`<button class="danger" name="act" value="remove-question:${q}">${fill(strings["remove-question"], { n })}</button>` : ""}</p>
</details>
</section>`;
}

function optionFields(
  form: FormOfDraft,
  q: number,
  o: number,
  { count, multiple }: { count: number; multiple: boolean },
): Html {
  const { strings } = form;
  const at = `questions[${q}].options[${o}]`;
  const n = String(o + 1);
  const button = (act: string, label: string, sign: string, enabled: boolean) =>
    html`<button class="plain-btn" name="act" value="${act}:${q}.${o}" aria-label="${label}"${enabled ? "" : html` disabled`}>${sign}</button>`;
  return html`<li><div class="option">
${fieldByLanguage(form, `${at}.label`, fill(strings.answer, { n }))}
<p class="row-acts">${button("move-up", fill(strings["move-up"], { n }), "↑", o > 0)}
${button("move-down", fill(strings["move-down"], { n }), "↓", o < count - 1)}
${button("remove-option", fill(strings["remove-option"], { n }), "✕", count > 2)}</p>
<details${form.errors.has(`${at}.id`) ? html` open` : ""}><summary>${strings.more}</summary>
${fieldByLanguage(form, `${at}.short`, strings.short)}
${multiple ? tick(form, `${at}.exclusive`, strings.exclusive) : ""}
${q === 0 ? tick(form, `${at}.pledge`, strings.pledge) : ""}
${field(form, `${at}.id`, { label: strings.id, hint: strings["id.hint"], dir: "ltr" })}
</details>
</div></li>
`;
}

const RESULTS = ["always", "after-vote", "after-close"] as const;
const RELEASES = ["live", "batched"] as const;

/** Dates and rules, all of which are fixed when the poll opens. */
export function ruleFields(form: FormOfDraft, language: Language): Html {
  const { strings, draft } = form;
  const { frames } = draft;
  const framing = Array.isArray(frames) ? (frames.length === 0 ? "own" : "listed") : "any";
  const hasPledge = leavesOf(draft).some(([path, leaf]) => path.endsWith(".pledge") && leaf === true);
  return html`${clock(form, "opens", language)}
${clock(form, "closes", language)}
${choice(
  form,
  "rules.results",
  strings["rules.results"],
  RESULTS.map((value) => ({ value, label: strings[`rules.results.${value}`] })),
  typed(form, "rules.results") || DEFAULT_RULES.results,
)}
${choice(
  form,
  "rules.release",
  strings["rules.release"],
  RELEASES.map((value) => ({ value, label: strings[`rules.release.${value}`] })),
  typed(form, "rules.release") || DEFAULT_RULES.release,
)}
${choice(
  form,
  "framing",
  strings.framing,
  (["any", "own", "listed"] as const).map((value) => ({ value, label: strings[`framing.${value}`] })),
  framing,
)}
${field({ ...form, errors: framesError(form) }, "frames", { label: strings.frames, dir: "ltr", rows: 2, value: Array.isArray(frames) ? frames.join("\n") : "" })}
${hasPledge || valueAt(draft, "reminder") !== undefined ? fieldByLanguage(form, "reminder", strings.reminder) : ""}
<details${form.errors.has("rules.boxes") ? html` open` : ""}><summary>${strings.more}</summary>
${field(form, "rules.boxes", { label: strings["rules.boxes"], hint: strings["rules.boxes.hint"], type: "number", dir: "ltr", value: typed(form, "rules.boxes") || String(DEFAULT_RULES.boxes) })}
</details>`;
}

/** A fault of any line of the list is the list's. */
function framesError({ errors }: FormOfDraft): ReadonlyMap<string, string> {
  const found = [...errors].find(([path]) => path.startsWith("frames"));
  return new Map(found ? [["frames", found[1]]] : []);
}

/** A moment as a clock in Casablanca, said again in words with UTC beside it and how far off it is. */
function clock(form: FormOfDraft, path: "opens" | "closes", language: Language): Html {
  const { strings, draft } = form;
  const value = draft[path];
  return field(form, path, {
    label: strings[path],
    type: "datetime-local",
    dir: "ltr",
    value: clockOf(value),
    hint: isMoment(value) ? html`${momentWords(Date.parse(value), language)}` : strings[`${path}.hint`],
  });
}

/** "Thursday 30 July 2026 at 20:00, Casablanca time (19:00 UTC) – in 3 days". `at`: milliseconds since 1970. */
export function momentWords(at: number, language: Language): Html {
  const strings = words(language, "desk");
  const formatter = formatterOf(language);
  const utc = `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const twice = readWallTime(wallTime(at)).kind === "twice" ? html` ${strings["time.twice"]}` : "";
  return html`${filled(strings["time.is"], { date: formatter.fullDate(at), time: formatter.time(at), utc, in: howFar(at, Date.now(), language) })}${twice}`;
}
