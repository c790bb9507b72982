import { html } from "hono/html";
import { frameVoteScript } from "../../built/inline.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { inLanguage } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { words } from "../../i18n/index.ts";
import type { Html } from "../kit/html.ts";
import { noticeBanner } from "../kit/notices.ts";
import { errorSummary, type QuestionForm, questionForm } from "../kit/question-form.ts";
import { card } from "./card.ts";
import type { Theme } from "./frame-options.ts";

export const VOTE_CARD_SCRIPTS = [frameVoteScript];

/** The question in a frame: choose, confirm, and see the results in its place. `results`: address of the results here. */
export function voteCard(
  definition: PollDefinition,
  notices: readonly Notice[],
  form: QuestionForm,
  { theme, results }: { theme: Theme; results: string },
): Html {
  const { language, question, problem } = form;
  const strings = words(language, "reader");
  const text = inLanguage(question.text, language);
  const title = problem ? `${strings["err.prefix"]}${text}` : text;
  return card(
    { language, theme, title, definition, scripts: VOTE_CARD_SCRIPTS },
    html`${noticeBanner(definition, notices, language, { links: false })}
${errorSummary(form)}
${questionForm(form)}
<p class="onward"><a href="${results}" id="see">${strings.see_results}</a></p>`,
  );
}
