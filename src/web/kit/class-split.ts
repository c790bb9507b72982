import { html } from "hono/html";
import type { Question } from "../../domain/definition.ts";
import { classSplit, type PublicQuestion, shareDecimals } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { total } from "../../domain/tally.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { filled, type Html } from "./html.ts";

/**
 * Beside a question's result: how many of its ballots are in class `c`, the result without them at `asOf`, and a sentence
 * where that would be another one; `terse`: the sentences alone. Nothing where there are none. The script moves the first
 * two numbers; those below are of their time, which stands with them.
 */
export function classSplitView(
  question: Question,
  counts: PublicQuestion,
  language: Language,
  { asOf, terse }: { asOf?: string; terse: boolean },
): Html | "" {
  const { options, ballots, withdrawn } = counts;
  const formatter = formatterOf(language);
  const strings = words(language, "reader");
  const standing = { a: ballots.a - withdrawn.a, c: ballots.c - withdrawn.c };
  if (standing.c === 0) return "";
  const sentence = filled(strings[terse ? "class.c.terse" : "class.c"], {
    total: formatter.votes(total(standing)),
    n: formatter.integer(standing.c),
  });
  if (!options) return html`<p class="note split">${sentence}</p>`;

  const split = classSplit({ ...counts, options });
  const told = html`${sentence}${split.without === "moves" ? html` <b>${strings["split.differs"]}</b>` : ""}`;
  if (terse) return html`<p class="note split">${told}</p>`;

  const precision = shareDecimals(standing.a);
  const without = question.options.map((option) => {
    const votes = split.options[option.id]?.a ?? 0;
    const figure =
      precision === "counts-only" ? formatter.integer(votes) : formatter.share(votes / standing.a, precision);
    const name = inLanguage(option.short ?? option.label, language);
    return html`<li>${filled(strings.pair, { name, value: figure })}</li>`;
  });
  return html`<details class="note split"><summary>${told}</summary>
${strings["split.without"]}${asOf ? html` · ${filled(strings.updated, { time: formatter.time(Date.parse(asOf)) })}` : ""}<ul>${without}</ul></details>`;
}
