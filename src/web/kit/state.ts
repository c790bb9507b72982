import { html } from "hono/html";
import type { PollDefinition } from "../../domain/definition.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Phase } from "../../domain/phase.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import { filled, type Html } from "./html.ts";
import { layout } from "./layout.ts";
import { kicker, notes, sourceQuote } from "./notes.ts";
import { noticeBanner } from "./notices.ts";
import { pollFrame } from "./poll-frame.ts";
import { questionCard } from "./social.ts";

/** The phase of a poll in one stamped sentence; an open poll has none. `closedAt`: milliseconds since 1970, of a closed one. */
export function stamp(definition: PollDefinition, phase: Phase, language: Language, closedAt?: number): Html | "" {
  const sentence = phaseSentence(definition, phase, language, closedAt);
  return sentence === "" ? "" : html`<p class="stamp">${sentence}</p>`;
}

function phaseSentence(definition: PollDefinition, phase: Phase, language: Language, closedAt?: number): Html | string {
  const strings = words(language, "reader");
  switch (phase) {
    case "draft":
    case "open":
      return "";
    case "scheduled":
      return definition.opens ? dated(strings.opens, Date.parse(definition.opens)) : strings.scheduled;
    case "paused":
      return strings.paused;
    case "closing":
      return strings.closing;
    case "closed":
      return closedAt === undefined ? strings["closed.plain"] : dated(strings.closed, closedAt);
  }

  function dated(template: string, at: number): Html {
    const formatter = formatterOf(language);
    return filled(template, { date: formatter.fullDate(at), time: formatter.time(at) });
  }
}

/** The vote page of a poll that takes no votes now, or not from this browser any more. */
export function stateView(
  definition: PollDefinition,
  state: { kind: "phase"; phase: Phase } | { kind: "voted" },
  language: Language,
  notices: readonly Notice[],
  site = "",
): Html {
  const strings = words(language, "reader");
  const question = mainQuestion(definition);
  const text = inLanguage(question.text, language);
  const name =
    state.kind === "voted"
      ? strings.already
      : state.phase === "scheduled"
        ? strings.scheduled
        : state.phase === "paused"
          ? strings.paused
          : strings.closing;
  const told =
    state.kind === "voted"
      ? html`<p class="ok">${strings.already}</p>
<p><a href="${pollPath(language, definition.id, "withdraw")}">${strings["withdraw.again"]}</a></p>`
      : html`${stamp(definition, state.phase, language)}
<h2 class="sub">${strings["options.h"]}</h2>
<ol class="plain">${question.options.map((option) => html`<li>${inLanguage(option.label, language)}</li>`)}</ol>`;
  const results =
    state.kind === "phase" && state.phase === "scheduled"
      ? ""
      : html`<p class="act"><a class="btn" href="${pollPath(language, definition.id, "results")}">${strings["see_results.plain"]}</a></p>`;
  return layout(
    {
      ...pollFrame(definition, language, `${text} – ${name.split(".")[0]}`),
      site,
      card: questionCard(definition, language),
    },
    html`${kicker(definition, language, state.kind === "voted")}
${noticeBanner(definition, notices, language)}
<h1>${text}</h1>
${told}
${results}
${sourceQuote(definition, language)}`,
    notes(definition, language),
  );
}
