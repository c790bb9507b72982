/** What readers are told of a poll for good: a corrected typo, or that it is void. */
import { html } from "hono/html";
import { directionOf, inLanguage, LANGUAGES, type Language, type Text } from "../../../domain/language.ts";
import { correctableWords } from "../../../domain/notice.ts";
import { LIMITS } from "../../../domain/numbers.ts";
import type { NoticeOutcome, PollView } from "../../../engine/index.ts";
import { LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { faultSaid } from "../../../web/http/problem.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import type { Forbidden } from "../../acts/act.ts";
import { correctPoll, type NotPossible, voidPoll } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { problemBox } from "../../kit.ts";
import { refuseAct } from "../../page.ts";
import { confirmView, showConfirm, sureBox } from "./confirm.ts";
import { fieldName } from "./faults.ts";
import { titleIn, withPoll } from "./found.ts";
import { showNotPossible, toPoll } from "./poll.ts";

/** First which words, then what they should read: two plain pages. */
export const correctPage: DeskHandler = (c) =>
  withPoll(c, (view) => {
    const field = correctableWords(view.definition).find(({ field }) => field === c.req.query("field"));
    return showConfirm(c, view, "correct", correctView(c, view, field, { reason: {}, errors: [] }));
  });

export const postCorrect: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const field = c.get("form").get("field") ?? "";
    const [after, reason] = [textIn(c, "after"), textIn(c, "reason")];
    const outcome = await correctPoll(c, view.definition.id, { field, after, reason });
    const words = correctableWords(view.definition).find((each) => each.field === field);
    return answer(c, view, outcome, "corrected", (form) =>
      showConfirm(c, view, "correct", correctView(c, view, words, { ...form, after, reason }), 422),
    );
  });

export const voidPage: DeskHandler = (c) =>
  withPoll(c, (view) => showConfirm(c, view, "void", voidView(c, view, { reason: {}, errors: [] })));

export const postVoid: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const strings = words(c.get("language"), "desk");
    const reason = textIn(c, "reason");
    const again = (form: NoticeForm) => showConfirm(c, view, "void", voidView(c, view, { ...form, reason }), 422);
    if (c.get("form").get("sure") !== "yes")
      return again({ reason, errors: [{ field: "sure", message: strings["not.sure"] }] });
    return answer(c, view, await voidPoll(c, view, reason), "voided", again);
  });

async function answer(
  c: DeskContext,
  { definition }: PollView,
  outcome: NoticeOutcome | NotPossible | Forbidden,
  done: "corrected" | "voided",
  again: (form: NoticeForm) => Response | Promise<Response>,
): Promise<Response> {
  const language = c.get("language");
  const strings = words(language, "desk");
  const faults = words(language, "api");
  const wrong = (field: string, message: string) => again({ reason: {}, errors: [{ field, message }] });
  switch (outcome.kind) {
    case "published":
      return toPoll(c, definition.id, outcome.logged ? done : "unlogged");
    case "invalid":
      return again({
        reason: {},
        errors: outcome.errors.map(({ field, ...fault }) => ({
          field: /^reason/.test(field) ? "reason" : `after-${field.split(".").at(-1)}`,
          message: `${/^reason/.test(field) ? "" : `${fieldName(field, strings)}: `}${faultSaid({ field, ...fault }, language).message}`,
        })),
      });
    case "unchanged":
      return wrong("after", faults["fault.unchanged"]);
    case "not-possible":
      return showNotPossible(c, outcome);
    case "not-found":
    case "forbidden":
      return refuseAct(c, outcome);
    case "not-correctable":
      return wrong("after", faults["fault.not-correctable"]);
    case "too-many":
      return wrong("after", faults["fault.too-many-corrections"]);
  }
}

/** `after.ar`, `after.fr`… of a form, those that were filled in. */
const textIn = (c: DeskContext, name: "after" | "reason"): Text =>
  Object.fromEntries(
    LANGUAGES.flatMap((each) => {
      const words = c.get("form").get(`${name}.${each}`)?.trim();
      return words ? [[each, words]] : [];
    }),
  );

interface NoticeForm {
  reason: Text;
  /** The words as they were sent, where the form came back. */
  after?: Text;
  errors: readonly { field: string; message: string }[];
}

/** `field`: which words; left out, the list to choose from. */
function correctView(
  c: DeskContext,
  { definition }: PollView,
  field: { field: string; words: Text } | undefined,
  form: NoticeForm,
): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { id, title, languages } = definition;
  const page = `/desk/polls/${id}/correct` as const;
  const list = html`<h2>${strings["correct.choose"]}</h2>
<ul>${correctableWords(definition).map(
    (each) =>
      html`<li>${filled(words(language, "reader").pair, {
        name: html`<a href="${deskPath(language, page)}?field=${encodeURIComponent(each.field)}">${fieldName(each.field, strings)}</a>`,
        value: inLanguage(each.words, language),
      })}</li>`,
  )}</ul>`;
  return confirmView(c, { id, title, back: `/desk/polls/${id}` }, "correct", {
    before: problems(language, form),
    lead: strings["correct.lead"],
    form: field
      ? html`<input type="hidden" name="field" value="${field.field}">
<h2 id="after" tabindex="-1">${fieldName(field.field, strings)}</h2>
${languages.map((each) => oneLine("after", each, strings["correct.after"], form.after?.[each] ?? field.words[each], filled(strings["correct.before"], { words: field.words[each] ?? "" })))}
${reasonFields(languages, strings["correct.reason"], form.reason)}
<p><button class="btn">${strings["correct.button"]}</button></p>`
      : list,
  });
}

function voidView(c: DeskContext, { definition }: PollView, form: NoticeForm): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { id, title, languages } = definition;
  return confirmView(c, { id, title, back: `/desk/polls/${id}` }, "void", {
    before: problems(language, form),
    lead: strings["void.lead"],
    form: html`${reasonFields(languages, strings["void.reason"], form.reason)}
${sureBox(
  c,
  strings["void.sure"],
  titleIn(title, language, strings),
  form.errors.some(({ field }) => field === "sure"),
)}
<p><button class="danger">${strings["void.button"]}</button></p>`,
  });
}

const problems = (language: Language, { errors }: NoticeForm): Html =>
  html`${errors.map(({ field, message }) => problemBox(language, message, field))}`;

const reasonFields = (languages: readonly Language[], label: string, reason: Text): Html =>
  html`<fieldset id="reason" tabindex="-1"><legend>${label}</legend>${languages.map((each) => oneLine("reason", each, label, reason[each]))}</fieldset>`;

const oneLine = (
  name: "after" | "reason",
  language: Language,
  label: string,
  value: string | undefined,
  hint?: Html,
): Html => html`<p><label for="${name}-${language}">${label} (<span lang="${language}">${LANGUAGE_NAMES[language]}</span>)</label></p>
<p><input name="${name}.${language}" id="${name}-${language}" lang="${language}" dir="${directionOf(language)}" maxlength="${LIMITS.textLength}" value="${value ?? ""}"${hint ? html` aria-describedby="${name}-${language}-hint"` : ""}></p>
${hint ? html`<p class="hint" id="${name}-${language}-hint">${hint}</p>` : ""}`;
