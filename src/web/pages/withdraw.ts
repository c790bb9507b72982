import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { receiptScript } from "../../built/inline.ts";
import { findQuestion, type PollDefinition, type Question } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { type Phase, takesWithdrawals } from "../../domain/phase.ts";
import { withdrawBallot } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { isCanonical32Bytes } from "../../log/lock.ts";
import { pollPath, withdrawnPath } from "../http/addresses.ts";
import type { Page, Representation } from "../http/answer.ts";
import { readForm } from "../http/body.ts";
import { clearMark } from "../http/mark.ts";
import type { Asked, ForOne } from "../http/poll.ts";
import { provenanceOfRequest } from "../http/request.ts";
import { alertBox, doneBox, onwardLinks } from "../kit/boxes.ts";
import type { Html } from "../kit/html.ts";
import { stamp } from "../kit/poll.ts";
import { receiptWords } from "../kit/script-words.ts";
import { pollShell, page as shown } from "../kit/shell.ts";

/** The receipt page. Opening it does nothing: a ballot is taken back by a form or a button alone. */
export const withdrawPage: ForOne = (asked, c) => {
  const done = findQuestion(asked.poll.definition, c.req.query("done") ?? "");
  return show(asked, 200, done ? { done } : {});
};

/** A receipt code by form, without a script. Sent twice it is one withdrawal, answered alike. */
export const takeBack: ForOne = async (asked, c): Promise<Representation> => {
  const { poll, language } = asked;
  const { definition } = poll;
  const strings = words(language, "reader");
  if (provenanceOfRequest(c) === "foreign") return refuse(asked, 403, strings["withdraw.foreign"]);
  const body = await readForm(c);
  if (body.kind === "refused")
    return refuse(asked, body.status, strings[body.status === 413 ? "withdraw.size" : "withdraw.form"]);
  // A code copied from paper or a message often brings spaces along.
  const secret = (body.form.get("secret") ?? "").replace(/\s/g, "");
  const question = findQuestion(definition, body.form.get("question") ?? "");
  if (!question) return refuse(asked, 422, strings["withdraw.noquestion"]);
  const sent = { question: question.id, secret: secret.slice(0, LONGEST_SHOWN) };
  const heading = strings["withdraw.not.h"];
  const again = (message: string, status: ContentfulStatusCode, field: boolean): Page =>
    show(asked, status, { problem: { heading, message, field }, sent });
  if (!isCanonical32Bytes(secret)) return again(strings["withdraw.malformed"], 422, true);

  const outcome = await withdrawBallot(c.env, poll, question.id, secret);
  switch (outcome.kind) {
    case "withdrawn":
      clearMark(c, definition.id, question.id);
      return { kind: "redirect", status: 303, to: withdrawnPath(language, definition.id, question.id) };
    case "not-found":
      return again(strings["withdraw.unknown"], 404, true);
    case "not-open":
      return refuse({ ...asked, poll: { ...poll, phase: outcome.phase } }, 409, strings["withdraw.late"]);
    case "busy": {
      const headers = { "Retry-After": String(outcome.retryAfterSeconds) };
      if (outcome.confirmed) return { ...again(strings["withdraw.busy"], 503, false), headers };
      const problem = { heading: strings["unconfirmed.h.withdraw"], message: strings["withdraw.unsure"], field: false };
      return { ...show(asked, 503, { problem, sent }), headers };
    }
  }
};

/** Characters of a malformed code that are shown again. */
const LONGEST_SHOWN = 100;

const refuse = (asked: Asked, status: ContentfulStatusCode, message: string): Page =>
  show(asked, status, {
    problem: { heading: words(asked.language, "reader")["withdraw.not.h"], message, field: false },
  });

function show(
  { poll, language }: Asked,
  status: ContentfulStatusCode,
  more: Pick<WithdrawPage, "done" | "problem" | "sent">,
): Page {
  const { definition, phase, log, closedAt } = poll;
  const page = { language, definition, phase, log, ...(closedAt !== undefined && { closedAt }), ...more };
  return { ...withdrawView(page), status };
}

interface WithdrawPage {
  language: Language;
  definition: PollDefinition;
  phase: Phase;
  log: { origin: string; vkey: string };
  /** The question whose ballot was just taken back by the form. */
  done?: Question;
  /** Why the form took nothing back. `field`: the code is what is wrong. */
  problem?: { heading: string; message: string; field: boolean };
  /** What the form held, to be mended. */
  sent?: { question: string; secret: string };
  closedAt?: number;
}

/** The receipts of this browser, and a form for a receipt code: what a reader alone can do with their own ballot. */
function withdrawView(page: WithdrawPage): Page {
  const { language, definition, phase, problem, done } = page;
  const strings = words(language, "reader");
  const prefix = problem ? strings["err.prefix"] : "";
  const title = `${prefix}${done ? strings["withdraw.done.h"] : strings["withdraw.h"]} – ${inLanguage(definition.title, language)}`;
  const say = JSON.stringify(receiptWords(definition, phase, page.log, language));
  return shown(
    "own",
    { ...pollShell(definition, language, title, "withdraw"), scripts: [receiptScript] },
    html`<p class="kick">${inLanguage(definition.title, language)}</p>
${problem ? alertBox({ ...problem, ...(problem.field && { href: "#secret" }) }) : ""}
${done ? doneBox("done", html`<p>${strings["withdraw.done"]}</p><p><a href="${pollPath(language, definition.id)}">${strings["withdraw.revote"]}</a></p>`) : ""}
<h1>${strings["withdraw.h"]}</h1>
<p>${strings["withdraw.lead"]}</p>
${stamp(definition, phase, language, page.closedAt)}
<h2>${strings["receipt.here"]}</h2>
<div id="receipts" data-say="${say}"><p>${strings["receipt.noscript"]}</p></div>
<h2>${strings["withdraw.code.h"]}</h2>
${takesWithdrawals(phase) ? codeForm(page) : html`<p>${strings["withdraw.late"]}</p>`}
<h2>${strings["withdraw.know.h"]}</h2>
<ul>${strings["withdraw.know"].map((each) => html`<li>${each}</li>`)}</ul>
<h2>${strings["withdraw.lost.h"]}</h2>
<p>${strings["withdraw.lost"]}</p>
${onwardLinks([
  { href: pollPath(language, definition.id, "results"), label: strings.results },
  { href: pollPath(language, definition.id, "verify"), label: strings["verify.link"] },
])}`,
  );
}

function codeForm({ language, definition, problem, sent }: WithdrawPage): Html {
  const strings = words(language, "reader");
  const wrong = problem?.field ? html` aria-invalid="true"` : "";
  return html`<form method="post" action="${pollPath(language, definition.id, "withdraw")}" autocomplete="off" novalidate>
<p><label for="question">${strings["withdraw.question"]}</label><br>
<select name="question" id="question">
${definition.questions.map(({ id, text }) => html`<option value="${id}"${id === sent?.question ? html` selected` : ""}>${inLanguage(text, language)}</option>`)}
</select></p>
<p><label for="secret">${strings["secret.h"]}</label><br>
<input name="secret" id="secret" dir="ltr" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="secret-hint" value="${sent?.secret ?? ""}"${wrong}></p>
<p class="hint" id="secret-hint">${strings["withdraw.code"]}</p>
<p class="act"><button class="btn">${strings["withdraw.button"]}</button></p>
</form>`;
}
