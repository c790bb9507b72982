import { html } from "hono/html";
import { frameScript } from "../../built/inline.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { mainQuestion } from "../../domain/find-question.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { words } from "../../i18n/index.ts";
import type { Html } from "../kit/html.ts";
import { noticeBanner } from "../kit/notices.ts";
import { stamp } from "../kit/state.ts";
import { card, toPage } from "./card.ts";
import type { Theme } from "./frame-options.ts";

export const PLAIN_CARD_SCRIPTS = [frameScript];

interface Look {
  language: Language;
  theme: Theme;
}

/** A poll that has not opened: what it will ask, and when. */
export function scheduledCard(definition: PollDefinition, notices: readonly Notice[], { language, theme }: Look): Html {
  const strings = words(language, "reader");
  const question = mainQuestion(definition);
  const text = inLanguage(question.text, language);
  return card(
    { language, theme, title: `${text} – ${strings.scheduled}`, definition, scripts: PLAIN_CARD_SCRIPTS },
    html`${noticeBanner(definition, notices, language, { links: false })}
${stamp(definition, "scheduled", language)}
<h1>${text}</h1>
<ol class="plain">${question.options.map((option) => html`<li>${inLanguage(option.label, language)}</li>`)}</ol>`,
  );
}

/** What is wrong, in one sentence, and the way out: back to this frame's start, or to the poll's own page. */
export interface CardProblem {
  heading: string;
  message: string;
  /** Left out where there is no poll. */
  definition?: PollDefinition;
  /** Address of this frame's results, which always stand. */
  results?: string;
}

export function problemCard({ heading, message, definition, results }: CardProblem, { language, theme }: Look): Html {
  const strings = words(language, "reader");
  const title = `${strings["err.prefix"]}${heading}`;
  return card(
    { language, theme, title, ...(definition && { definition }), scripts: PLAIN_CARD_SCRIPTS },
    html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
<h1>${heading}</h1>
<p>${message}</p>
</div></div>
${results ? html`<p class="onward"><a href="${results}">${strings["see_results.plain"]}</a></p>` : ""}
${definition ? toPage(definition, language, strings["embed.open"]) : ""}`,
  );
}
