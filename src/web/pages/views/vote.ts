import { html } from "hono/html";
import { voteScript } from "../../../built/inline.ts";
import type { PollDefinition } from "../../../domain/definition.ts";
import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage } from "../../../domain/language.ts";
import type { Notice } from "../../../domain/notice.ts";
import { words } from "../../../i18n/index.ts";
import { pollPath, votedPath } from "../../http/addresses.ts";
import type { Html } from "../../kit/html.ts";
import { layout } from "../../kit/layout.ts";
import { kicker, notes, sourceQuote } from "../../kit/notes.ts";
import { noticeBanner } from "../../kit/notices.ts";
import { pollFrame } from "../../kit/poll-frame.ts";
import { errorSummary, type QuestionForm, questionForm } from "../../kit/question-form.ts";
import { questionCard } from "../../kit/social.ts";

/** The page that asks one question: the main one, or a follow-up whose form came back. */
export function voteView(definition: PollDefinition, form: QuestionForm, notices: readonly Notice[], site = ""): Html {
  const { language, question, problem } = form;
  const strings = words(language, "reader");
  const main = mainQuestion(definition);
  const title = inLanguage(question.text, language);
  const frame = {
    ...pollFrame(definition, language, problem ? `${strings["err.prefix"]}${title}` : title),
    scripts: [voteScript],
    site,
    card: questionCard(definition, language),
  };
  const onward =
    question.id === main.id
      ? html`<a href="${pollPath(language, definition.id, "results")}">${strings.see_results}</a>`
      : html`<a href="${votedPath(language, definition.id, main.id, [...form.skip, question.id])}">${strings["follow.skip"]}</a>`;
  return layout(
    frame,
    html`${kicker(definition, language, true)}
${noticeBanner(definition, notices, language)}
${errorSummary(form)}
${questionForm(form)}
<p class="onward">${onward}</p>
${sourceQuote(definition, language)}`,
    notes(definition, language),
  );
}
