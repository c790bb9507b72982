import { html } from "hono/html";
import { disclose } from "../../../../domain/disclosure.ts";
import { inLanguage } from "../../../../domain/language.ts";
import type { LedgerHealth } from "../../../../engine/rpc.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { words } from "../../../../i18n/index.ts";
import { door, type Sentence, unusual } from "../../../../web/kit/disclosure.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import { resultsTable } from "../../../../web/kit/results.ts";
import { type DeskContext, deskPath } from "../../../context.ts";
import type { Watched } from "../poll-page.ts";
import { age } from "../words.ts";
import { paceView } from "./pace.ts";

/** The running figures and the state of log, archive and boxes. Refreshed by a link; with the script, by itself. */
export function watchView(c: DeskContext, { view, health, pace, now }: Watched): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const formatter = formatterOf(language);
  const { definition } = view;
  // invariant 7 holds here too: what readers are told nobody sees before close, the newsroom does not see either.
  const tally = disclose(view.tally, definition.rules, "voter");
  const isHidden = Object.values(tally.questions).some(({ options }) => options === undefined);
  return html`<div class="watch">
<section aria-labelledby="live-h">
<h2 id="live-h">${strings["watch.live"]}</h2>
<p class="hint">${filled(strings["watch.asof"], { time: formatter.time(view.tally.asOf) })} · <a id="refresh" href="${deskPath(language, `/desk/polls/${definition.id}`)}">${strings["watch.refresh"]}</a></p>
${isHidden ? html`<p class="note">${strings["watch.hidden"]}</p>` : ""}
${definition.questions.map((question) => {
  const counts = tally.questions[question.id];
  return counts
    ? resultsTable({ language, question, counts, caption: html`<b>${inLanguage(question.text, language)}</b>` })
    : "";
})}
</section>
<div>
<section aria-labelledby="pace-h">
<h2 id="pace-h">${strings["watch.pace"]}</h2>
${paceView(pace, language)}
${
  view.unusual && view.unusual.length > 0
    ? html`<div class="note"><b>${strings["watch.unusual"]}</b>
<ul>${view.unusual.map((each) => sentenceItem(unusual(each, language)))}</ul></div>`
    : ""
}
</section>
<section aria-labelledby="classes-h">
<h2 id="classes-h">${strings["watch.classes"]}</h2>
<table class="list"><thead><tr><th scope="col"></th><th scope="col">${strings["watch.class.a"]}</th><th scope="col">${strings["watch.class.c"]}</th><th scope="col">${strings["watch.withdrawn"]}</th></tr></thead>
<tbody>${definition.questions.map((question) => {
    const counts = tally.questions[question.id];
    if (!counts) return "";
    const { ballots, withdrawn } = counts;
    return html`<tr><th scope="row">${inLanguage(question.text, language)}</th><td data-label="${strings["watch.class.a"]}">${formatter.integer(ballots.a)}</td><td data-label="${strings["watch.class.c"]}">${formatter.integer(ballots.c)}</td><td data-label="${strings["watch.withdrawn"]}">${formatter.integer(withdrawn.a + withdrawn.c)}</td></tr>`;
  })}</tbody></table>
</section>
<section aria-labelledby="door-h">
<h2 id="door-h">${strings["watch.counters"]}</h2>
<ul>${door(view.counters, language).map(sentenceItem)}</ul>
</section>
${health ? logView(c, health, now) : ""}
</div>
</div>`;
}

const sentenceItem = ({ template, values }: Sentence): Html => html`<li>${filled(template, values)}</li>`;

function logView(c: DeskContext, health: LedgerHealth, now: number): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { integer } = formatterOf(language);
  const behind = health.seal - health.publishedSeal;
  return html`<section aria-labelledby="log-h">
<h2 id="log-h">${strings["watch.log"]}</h2>
<dl>
<dt>${strings["watch.seal"]}</dt><dd>${filled(strings["watch.seal.is"], { n: integer(health.seal), age: age(now - health.sealedAt, language) })}</dd>
<dt>${strings["watch.size"]}</dt><dd>${integer(health.size)}</dd>
<dt>${strings["watch.root"]}</dt><dd><code dir="ltr">${health.root}</code></dd>
<dt>${strings["watch.archive"]}</dt><dd>${behind === 0 ? strings["watch.archive.even"] : filled(strings["watch.archive.behind"], { n: integer(behind) })}</dd>
<dt>${strings["watch.boxes"]}</dt><dd>${health.waiting.map((waiting) => (waiting === null ? strings["watch.silent"] : integer(waiting))).join(" · ")}</dd>
${health.failures > 0 ? html`<dt>${strings["watch.failures"]}</dt><dd>${integer(health.failures)}</dd>` : ""}
</dl>
</section>`;
}
