import { LANGUAGES, type Text } from "../../../domain/language.ts";
import { correctableWords } from "../../../domain/notice.ts";
import type { PollView } from "../../../engine/index.ts";
import type { NoticeOutcome } from "../../../engine/rpc.ts";
import { words } from "../../../i18n/index.ts";
import { faultSaid } from "../../../web/http/problem.ts";
import type { Forbidden } from "../../acts/act.ts";
import { correctPoll, type NotPossible, voidPoll } from "../../acts/polls.ts";
import type { DeskContext, DeskHandler } from "../../context.ts";
import { refuseAct } from "../../page.ts";
import { showConfirm } from "./confirm.ts";
import { withPoll } from "./desk-poll.ts";
import { fieldName } from "./field-words.ts";
import { showNotPossible, toPoll } from "./state-acts.ts";
import { correctView, type NoticeForm, voidView } from "./views/notices.ts";

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
