import { html } from "hono/html";
import { receiptScript } from "../../../built/inline.ts";
import type { PollDefinition, Question } from "../../../domain/definition.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import { type Phase, takesWithdrawals } from "../../../domain/phase.ts";
import { words } from "../../../i18n/index.ts";
import { pollPath } from "../../http/addresses.ts";
import type { Html } from "../../kit/html.ts";
import { layout } from "../../kit/layout.ts";
import { pollFrame } from "../../kit/poll-frame.ts";
import { stamp } from "../../kit/state.ts";
import { receiptWords } from "./receipt-words.ts";

export interface WithdrawPage {
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

export const WITHDRAW_SCRIPTS = [receiptScript];

/** The receipts of this browser, and a form for a receipt code: what a reader alone can do with their own ballot. */
export function withdrawView(page: WithdrawPage): Html {
  const { language, definition, phase, problem, done } = page;
  const strings = words(language, "reader");
  const prefix = problem ? strings["err.prefix"] : "";
  const title = `${prefix}${done ? strings["withdraw.done.h"] : strings["withdraw.h"]} – ${inLanguage(definition.title, language)}`;
  const say = JSON.stringify(receiptWords(definition, phase, page.log, language));
  return layout(
    { ...pollFrame(definition, language, title, "withdraw"), scripts: WITHDRAW_SCRIPTS },
    html`<p class="kick">${inLanguage(definition.title, language)}</p>
${problem ? problemBox(problem) : ""}
${done ? html`<div class="ok" id="done" tabindex="-1" autofocus><p>${strings["withdraw.done"]}</p><p><a href="${pollPath(language, definition.id)}">${strings["withdraw.revote"]}</a></p></div>` : ""}
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
<ul class="onward">
<li><a href="${pollPath(language, definition.id, "results")}">${strings.results}</a></li>
<li><a href="${pollPath(language, definition.id, "verify")}">${strings["verify.link"]}</a></li>
</ul>`,
  );
}

const problemBox = ({ heading, message, field }: NonNullable<WithdrawPage["problem"]>): Html =>
  html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
<h2>${heading}</h2>
<p>${field ? html`<a href="#secret">${message}</a>` : message}</p>
</div></div>`;

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
