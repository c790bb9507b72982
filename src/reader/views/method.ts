import { html } from "hono/html";
import { formatterOf } from "../../i18n/format.ts";
import { LANGUAGE_NAMES, stringsOf } from "../../i18n/strings.ts";
import { mostAnswers } from "../../poll/ballot.ts";
import type { PollDefinition, Question } from "../../poll/definition.ts";
import type { PublicTally } from "../../poll/disclosure.ts";
import { directionOf, inLanguage, type Language, type Text } from "../../poll/language.ts";
import type { Notice } from "../../poll/notice.ts";
import { standing } from "../../poll/tally.ts";
import { pollPath } from "../addresses.ts";
import { layout } from "./layout.ts";
import { sourceQuote } from "./notes.ts";
import { noticeList } from "./notices.ts";
import { pollFrame } from "./poll-frame.ts";
import { stamp } from "./state.ts";
import { type Html, words } from "./words.ts";

export interface MethodPage {
  language: Language;
  definition: PollDefinition;
  tally: PublicTally;
  /** `{host}/log/{poll}`, which locks and checkpoints are bound to. */
  logOrigin: string;
  /** When the poll closed, milliseconds since 1970. */
  closedAt?: number;
  notices: readonly Notice[];
}

/** How the vote was run, from its definition: everything that someone who quotes a figure may be asked about. */
export function methodView(page: MethodPage): Html {
  const { language, definition, tally } = page;
  const strings = stringsOf(language);
  const formatter = formatterOf(language);
  const own = (text: Text) => inLanguage(text, language);
  const phase =
    tally.phase === "open" ? strings["method.state.open"] : stamp(definition, tally.phase, language, page.closedAt);
  return layout(
    pollFrame(definition, language, `${strings.method} – ${own(definition.title)}`, "method"),
    html`<p class="kick">${own(definition.title)}</p>
<h1>${strings.method}</h1>
<p class="note">${strings["method.lead"]}</p>
<p>${strings.notsci}</p>
${noticeList(page.notices, language)}
<h2>${strings["method.who"]}</h2>
<dl>
${term(strings["method.publisher"], own(definition.publisher))}
${term(strings["method.sponsor"], own(definition.sponsor))}
${term(strings["method.contact"], own(definition.contact))}
${term(strings["method.host"], `${own(definition.host)} (${own(definition.country)})`)}
</dl>
<h2>${strings["method.dates"]}</h2>
<dl>
${term(strings["method.opens"], moment(definition.opens, language) ?? strings["method.opens.none"])}
${term(strings["method.closes"], moment(definition.closes, language) ?? strings["method.closes.none"])}
${term(strings["method.state"], phase)}
</dl>
<h2>${strings["method.sample"]}</h2>
<dl>
${definition.questions.map((question) => {
  const counts = tally.questions[question.id];
  return term(own(question.text), html`<bdi>${formatter.votes(counts ? standing(counts) : 0)}</bdi>`);
})}
</dl>
<p>${strings["method.margin"]}</p>
<h2>${strings["method.counted"]}</h2>
${list(strings["method.counted.list"])}
<h2>${strings["method.rules"]}</h2>
<ul>${rules(definition, language).map((rule) => html`<li>${rule}</li>`)}</ul>
<h2>${strings["method.stored"]}</h2>
${list(strings["privacy.ballot"])}
<p>${strings["method.log"]}: <code dir="ltr">${page.logOrigin}</code> · <a href="${pollPath(language, definition.id, "verify")}">${strings["verify.link"]}</a></p>
<h2>${strings["method.limits"]}</h2>
${list(strings["method.limits.list"])}
<h2>${strings["method.wording"]}</h2>
<p class="note">${strings["method.wording.note"]}</p>
${definition.languages.map(
  (each) => html`<section lang="${each}" dir="${directionOf(each)}">
<h3>${LANGUAGE_NAMES[each]}</h3>
${definition.questions.map((question) => wording(question, each))}
</section>`,
)}
${definition.source ? html`<h2>${strings["source.h"]}</h2>${sourceQuote(definition, language)}` : ""}`,
  );
}

const term = (name: string, value: Html | string): Html => html`<dt>${name}</dt><dd>${value}</dd>`;

const list = (items: readonly string[]): Html => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

function moment(at: string | undefined, language: Language): Html | undefined {
  if (!at) return undefined;
  const formatter = formatterOf(language);
  const time = Date.parse(at);
  const utc = `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return html`<time datetime="${at}">${words(stringsOf(language).moment, { date: formatter.fullDate(time), time: formatter.time(time), utc })}</time>`;
}

function rules(
  { rules: { results, release, boxes, allowance, ceiling } }: PollDefinition,
  language: Language,
): (Html | string)[] {
  const strings = stringsOf(language);
  const { integer } = formatterOf(language);
  const networks = (numbers: typeof ceiling) => ({
    ipv4: integer(numbers.ipv4),
    v64: integer(numbers.ipv6_64),
    v56: integer(numbers.ipv6_56),
    v48: integer(numbers.ipv6_48),
  });
  return [
    strings["method.browser"],
    words(strings["method.allowance"], networks(allowance)),
    words(strings["method.firsthour"], {
      ipv4: integer(allowance.firstHour.ipv4),
      v64: integer(allowance.firstHour.ipv6_64),
    }),
    words(strings["method.ceiling"], networks(ceiling)),
    strings[`method.results.${results}`],
    strings[`method.release.${release}`],
    words(strings["method.boxes"], { n: integer(boxes) }),
  ];
}

function wording(question: Question, language: Language): Html {
  const strings = stringsOf(language);
  const most = mostAnswers(question);
  const kind = most === 1 ? strings["method.single"] : formatterOf(language).plural(strings["hint.upto"], most);
  return html`<p><b>${inLanguage(question.text, language)}</b> (${kind.replace(/\.$/, "")})</p>
<ol>${question.options.map((option) => html`<li>${inLanguage(option.label, language)}</li>`)}</ol>`;
}
