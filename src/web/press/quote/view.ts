import { html } from "hono/html";
import { quoteCss } from "../../../built/inline.ts";
import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import { fill, formatterOf } from "../../../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { citation } from "../../export/citation.ts";
import type { Snapshot } from "../../export/snapshot.ts";
import { frozenPath, pollPath } from "../../http/addresses.ts";
import type { Page } from "../../http/answer.ts";
import type { Inline } from "../../http/headers.ts";
import { filled, type Html } from "../../kit/html.ts";
import { noticeBanner } from "../../kit/notices.ts";
import { doorDetails, resultsTable } from "../../kit/results.ts";
import { pollShell, page as shown } from "../../kit/shell.ts";
import { frozenPicturePath } from "../../pictures/addresses.ts";
import { altOfResult } from "../../pictures/alt.ts";
import { countsOf, resultPicture } from "../../pictures/model.ts";
import { copyWords } from "../views/embed-page.ts";
import { snippet } from "../views/snippet.ts";
import { frozenFiles } from "./files.ts";
import { pledgedHours } from "./hours.ts";
import { quoteSentence } from "./sentence.ts";

export interface QuotePage {
  language: Language;
  snapshot: Snapshot;
  /** Scheme and host that readers see, without a slash. */
  site: string;
  scripts: readonly Inline[];
}

/** The result of one seal: a sentence, a picture, files, and how to check them. What it says of figures never changes. */
export function quoteView(page: QuotePage): Page {
  const { language, snapshot, scripts, site } = page;
  const { definition, seal, size, final, notices } = snapshot;
  const strings = words(language, "reader");
  const formatter = formatterOf(language);
  const question = inLanguage(mainQuestion(definition).text, language);
  const frozen = fill(strings["quote.title"], { seal: formatter.integer(seal) });
  const title = filled(strings["quote.title"], { seal: formatter.integer(seal) });
  return shown(
    "second",
    {
      ...pollShell(definition, language, `${frozen} – ${question}`),
      addresses: definition.languages.map((each) => ({
        language: each,
        href: frozenPath(each, definition.id, size),
      })),
      style: quoteCss,
      scripts,
      site,
      frozen: true,
      card: {
        title: `${frozen} – ${inLanguage(definition.title, language)}`,
        description: quoteSentence(snapshot, language),
        image: frozenPicturePath(definition.id, size, "card.png", { language }),
        alt: altOfResult(resultPicture(snapshot, language, new URL(site).host)),
      },
    },
    html`${noticeBanner(definition, notices, language)}
<p class="kick">${title}</p>
<div id="copying" data-say="${JSON.stringify(copyWords(language))}" hidden></div>
<h1>${question}</h1>
<p>${filled(strings["quote.lead"], { size: formatter.integer(size) })} ${final ? strings["quote.final"] : strings["quote.provisional"]}
<a href="${pollPath(language, definition.id, "results")}">${strings["quote.newest"]}</a></p>
${picture(page)}
<h2>${strings["quote.sentence.h"]}</h2>
${sentences(page)}
<p class="note">${strings["quote.verbs"]}</p>
${hours(page)}
<h2>${strings["quote.cite.h"]}</h2>
${snippet("cite", strings["export.cite"], cited(page), 7, language)}
<h2>${strings["quote.files.h"]}</h2>
${frozenFiles(language, definition.id, size)}
<h2>${strings["quote.check.h"]}</h2>
${check(page)}`,
    html`<p class="note">${strings.notsci}</p>`,
  );
}

/** The figures for whoever reads here, and the picture for whoever takes it along. */
function picture({ language, snapshot, site }: QuotePage): Html {
  const shown = resultPicture(snapshot, language, new URL(site).host);
  const path = frozenPicturePath(snapshot.definition.id, snapshot.size, "chart.svg", { language });
  const question = mainQuestion(snapshot.definition);
  const table = resultsTable({
    language,
    question,
    counts: countsOf(snapshot, question),
    caption: html`${shown.state} <bdi>${shown.asOf}</bdi>`,
  });
  const { counters } = snapshot;
  return html`${table}
${counters ? doorDetails(counters, language, html`<bdi>${shown.asOf}</bdi>`) : ""}
<p><img class="chart" src="${path}" alt="${altOfResult(shown)}"></p>`;
}

/** In the page's language first, then in the poll's others: an article may quote it in any. */
function sentences({ language, snapshot }: QuotePage): Html {
  const strings = words(language, "reader");
  const field = (each: Language) =>
    snippet(`quote-${each}`, LANGUAGE_NAMES[each], quoteSentence(snapshot, each), 6, each);
  const others = snapshot.definition.languages.filter((each) => each !== language);
  return html`${field(language)}
${others.length > 0 ? html`<details><summary>${strings["quote.languages"]}</summary>${others.map(field)}</details>` : ""}`;
}

function hours({ language, snapshot }: QuotePage): Html | "" {
  const said = pledgedHours(snapshot, language);
  const heading = words(language, "reader")["quote.hours.h"];
  return said === undefined
    ? ""
    : html`<h2>${heading}</h2>\n${snippet("hours", words(language, "reader")["quote.sentence.h"], said, 5, language)}`;
}

/** Who is to be named, where the figure stands for good, and the root that nobody can change any more. */
function cited({ language, snapshot, site }: QuotePage): string {
  const { definition, origin, size, root } = snapshot;
  const log = words(language, "reader")
    ["quote.cite.log"].replace("{origin}", () => ltr(origin))
    .replace("{size}", () => ltr(String(size)))
    .replace("{root}", () => ltr(root));
  return `${citation(snapshot, language)}\n${log}\n${site}${frozenPath(language, definition.id, size)}`;
}

/** An isolate of its own direction: a root in base64 may begin with a sign that has none. */
const ltr = (text: string): string => `\u2066${text}\u2069`;

function check({ language, snapshot, site }: QuotePage): Html {
  const strings = words(language, "reader");
  const { definition, checkpoint, size } = snapshot;
  const address = `${site}/log/${definition.id}`;
  const file = `${definition.id}-${size}.txt`;
  const command = `curl -o ${file} ${address}/checkpoint/${size}\nnpm run verify -- ${site}${pollPath("ar", definition.id)} --since ${file}`;
  return html`<p>${strings["quote.check"]} <a href="${pollPath(language, definition.id, "verify")}">${strings["verify.link"]}</a></p>
${snippet("command", strings["quote.command"], command, 6)}
${snippet("checkpoint", strings["quote.checkpoint"], checkpoint, 8)}
<p class="note"><a href="/log/${definition.id}/checkpoint/${size}">${strings["export.checkpoint"]}</a></p>`;
}
