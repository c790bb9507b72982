import { html } from "hono/html";
import type { PollDefinition, Question } from "../../../domain/definition.ts";
import { mainQuestion } from "../../../domain/find-question.ts";
import { words } from "../../../i18n/index.ts";
import { votedPath } from "../../http/addresses.ts";
import type { Html } from "../../kit/html.ts";
import { type QuestionForm, questionForm } from "../../kit/question-form.ts";

/** The next follow-up question for this browser: not answered from it, not passed over. One at a time. */
export const nextFollowUp = (
  definition: PollDefinition,
  answered: (question: Question) => boolean,
  skipped: readonly string[],
): Question | undefined => definition.questions.slice(1).find((each) => !answered(each) && !skipped.includes(each.id));

/** A follow-up question, in the results page, with the way past it. */
export function followUp(definition: PollDefinition, form: QuestionForm): Html {
  const strings = words(form.language, "reader");
  const past = votedPath(form.language, definition.id, mainQuestion(definition).id, [...form.skip, form.question.id]);
  return html`<section class="follow" aria-labelledby="follow">
<h2 id="follow">${strings["follow.h"]}</h2>
<p class="note">${strings["follow.note"]}</p>
${questionForm(form)}
<p class="onward"><a href="${past}">${strings["follow.skip"]}</a></p>
</section>`;
}
