import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { findQuestion } from "../../domain/find-question.ts";
import type { Language } from "../../domain/language.ts";
import { type PollView, withdrawBallot } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { isCanonical32Bytes } from "../../log/lock.ts";
import { withdrawnPath } from "../http/addresses.ts";
import { readForm } from "../http/body.ts";
import type { AppEnv } from "../http/env.ts";
import { clearMark } from "../http/mark.ts";
import { respond } from "../http/respond.ts";
import type { PageHandler } from "./get-pages.ts";
import { WITHDRAW_SCRIPTS, type WithdrawPage, withdrawView } from "./views/withdraw.ts";

/** The receipt page. Opening it does nothing: a ballot is taken back by a form or a button alone. */
export const withdrawPage: PageHandler = (c, view, language) => {
  const done = findQuestion(view.definition, c.req.query("done") ?? "");
  return show(c, view, language, 200, done ? { done } : {});
};

/** A receipt code by form, without a script. Sent twice it is one withdrawal, answered alike. */
export async function postWithdraw(c: Context<AppEnv>, view: PollView, language: Language): Promise<Response> {
  const { definition } = view;
  const strings = words(language, "reader");
  const body = await readForm(c);
  if (body.kind === "refused")
    return refuse(c, view, language, body.status, strings[body.status === 413 ? "withdraw.size" : "withdraw.form"]);
  // A code copied from paper or a message often brings spaces along.
  const secret = (body.form.get("secret") ?? "").replace(/\s/g, "");
  const question = findQuestion(definition, body.form.get("question") ?? "");
  if (!question) return refuse(c, view, language, 422, strings["withdraw.noquestion"]);
  const sent = { question: question.id, secret: secret.slice(0, LONGEST_SHOWN) };
  const heading = strings["withdraw.not.h"];
  const again = (message: string, status: ContentfulStatusCode, field: boolean) =>
    show(c, view, language, status, { problem: { heading, message, field }, sent });
  if (!isCanonical32Bytes(secret)) return again(strings["withdraw.malformed"], 422, true);

  const outcome = await withdrawBallot(c, view, question.id, secret);
  switch (outcome.kind) {
    case "withdrawn":
      clearMark(c, definition.id, question.id);
      // The answer to a form must not be kept: it clears the mark of one browser.
      c.header("Cache-Control", "private, no-store");
      return c.redirect(withdrawnPath(language, definition.id, question.id), 303);
    case "not-found":
      return again(strings["withdraw.unknown"], 404, true);
    case "not-open":
      return refuse(c, { ...view, phase: outcome.phase }, language, 409, strings["withdraw.late"]);
    case "busy":
      c.header("Retry-After", String(outcome.retryAfterSeconds));
      return outcome.confirmed
        ? again(strings["withdraw.busy"], 503, false)
        : show(c, view, language, 503, {
            problem: { heading: strings["unconfirmed.h.withdraw"], message: strings["withdraw.unsure"], field: false },
            sent,
          });
  }
}

/** A form of another site's page. */
export const foreignWithdraw: PageHandler = (c, view, language) =>
  refuse(c, view, language, 403, words(language, "reader")["withdraw.foreign"]);

/** Characters of a malformed code that are shown again. */
const LONGEST_SHOWN = 100;

const refuse = (
  c: Context<AppEnv>,
  view: PollView,
  language: Language,
  status: ContentfulStatusCode,
  message: string,
): Response | Promise<Response> =>
  show(c, view, language, status, {
    problem: { heading: words(language, "reader")["withdraw.not.h"], message, field: false },
  });

function show(
  c: Context<AppEnv>,
  view: PollView,
  language: Language,
  status: ContentfulStatusCode,
  more: Pick<WithdrawPage, "done" | "problem" | "sent">,
): Response | Promise<Response> {
  const { definition, phase, log, closedAt } = view;
  const page = { language, definition, phase, log, ...(closedAt !== undefined && { closedAt }), ...more };
  return respond(c, withdrawView(page), { sharing: "own", status, scripts: WITHDRAW_SCRIPTS });
}
