import { html } from "hono/html";
import { embedPageScript, quoteCss } from "../../built/inline.ts";
import { mainQuestion } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { KvStore } from "../../engine/index.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { type AllWords, LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import { citation } from "../export/results.ts";
import { type Snapshot, snapshotAsked } from "../export/snapshot.ts";
import { filePath, frozenPath, pollPath } from "../http/addresses.ts";
import type { Page } from "../http/answer.ts";
import type { ForEveryone } from "../http/poll.ts";
import { filled, type Html } from "../kit/html.ts";
import { noticeBanner } from "../kit/notices.ts";
import { doorDetails, resultsTable } from "../kit/results.ts";
import { copyWords } from "../kit/script-words.ts";
import { pollShell, page as shown } from "../kit/shell.ts";
import { frozenPicturePath, type PictureAsked, type PictureFile } from "../pictures/addresses.ts";
import { altOfResult, countsOf, type PictureRow, resultPicture, rowOf, votesOf } from "../pictures/model.ts";
import { type EmbedPage, type EmbedSection, snippet } from "./section.ts";

/**
 * The result of the seal at `size` entries, from the archive alone. Not kept by caches for longer than any page: its
 * figures are for ever, but a correction, or that the vote is void, must reach it at once.
 * 403 while results are hidden (invariant 7), 404 where no seal has this size.
 */
export const quotePage: ForEveryone = async ({ env, poll, language, site, size }) => {
  const outcome = await snapshotAsked(new KvStore(env.ARCHIVE), poll, size);
  return outcome.kind === "snapshot" ? quoteView({ language, snapshot: outcome.snapshot, site }) : outcome;
};

interface QuotePage {
  language: Language;
  snapshot: Snapshot;
  /** Scheme and host that readers see, without a slash. */
  site: string;
}

/** The result of one seal: a sentence, a picture, files, and how to check them. What it says of figures never changes. */
function quoteView(page: QuotePage): Page {
  const { language, snapshot, site } = page;
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
      scripts: [embedPageScript],
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
  const command = `curl -o ${file} ${address}/checkpoint/${size}\nnpm run verify -- ${site}${pollPath(language, definition.id)} --since ${file}`;
  return html`<p>${strings["quote.check"]} <a href="${pollPath(language, definition.id, "verify")}">${strings["verify.link"]}</a></p>
${snippet("command", strings["quote.command"], command, 6)}
${snippet("checkpoint", strings["quote.checkpoint"], checkpoint, 8)}
<p class="note"><a href="/log/${definition.id}/checkpoint/${size}">${strings["export.checkpoint"]}</a></p>`;
}

/** The newest seal to quote: its sentence, its picture with words in its place, and the page where it stays. */
export function quoteSection({ language, definition, site, snapshot, isAway }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  const section = { id: "quote", heading: strings["quote.section.h"] };
  if (!snapshot) return { ...section, body: html`<p>${isAway ? strings.away : strings["quote.later"]}</p>` };
  const image = frozenPicturePath(definition.id, snapshot.size, "chart.png", { language });
  return {
    ...section,
    body: html`<p class="act"><a class="btn" href="${frozenPath(language, definition.id, snapshot.size)}">${strings["quote.page"]}</a></p>
${snippet("quote-sentence", strings["quote.sentence.h"], quoteSentence(snapshot, language), 5, language)}
${snippet("quote-image", strings["quote.image"], `${site}${image}`, 2)}
${snippet("quote-alt", strings["quote.alt"], altOfResult(resultPicture(snapshot, language, new URL(site).host)), 5, language)}
${frozenFiles(language, definition.id, snapshot.size)}`,
  };
}

/** Links to the pictures and the table of one seal. */
function frozenFiles(language: Language, poll: string, size: number): Html {
  const strings = words(language, "reader");
  const path = (file: PictureFile, asked: Partial<PictureAsked> = {}) =>
    frozenPicturePath(poll, size, file, { language, ...asked });
  const listed: [href: string, name: string][] = [
    [path("chart.png"), strings["dl.png"]],
    [path("chart.svg"), strings["pic.file.svg"]],
    [path("chart.svg", { outlined: true }), strings["pic.file.print"]],
    [path("chart.png", { kind: "time" }), strings["pic.file.time"]],
    [path("card.png"), strings["pic.file.card"]],
    [filePath(poll, "results.csv", size), strings["dl.csv"]],
  ];
  return html`<ul class="onward">${listed.map(([href, name]) => html`<li><a href="${href}">${name}</a></li>`)}</ul>`;
}

/**
 * One sentence to put into an article, in that language's own quotation marks: what was chosen most, of how many, as of
 * when, and that it is no survey. Below 30 ballots it has counts alone; it never has a margin of error. Plain text, every
 * value isolated.
 */
export function quoteSentence(snapshot: Snapshot, language: Language): string {
  const strings = words(language, "reader");
  const { total, asOf } = resultPicture(snapshot, language, "");
  const publisher = inLanguage(snapshot.definition.publisher, language);
  const leading = leadingRows(snapshot, language);
  const [first] = leading;
  if (!first) return fillPlain(strings["quote.sentence.none"], { publisher, as_of: asOf });
  return fillPlain(strings["quote.sentence"], {
    publisher,
    leading: formatterOf(language).list(leading.map(({ label }) => fillPlain(strings["quote.inner"], { text: label }))),
    share: shareOf(first, leading.length > 1, strings),
    total,
    as_of: asOf,
  });
}

function shareOf({ share, votes }: PictureRow, each: boolean, strings: AllWords["reader"]): string {
  if (!share) return fillPlain(strings[each ? "quote.share.few.each" : "quote.share.few"], { votes });
  return fillPlain(strings[each ? "quote.share.each" : "quote.share"], { percent: share.spelled, votes });
}

/** The answers with the most votes: one, or several that are level. None while nobody voted. */
export function leadingRows(snapshot: Snapshot, language: Language): PictureRow[] {
  const question = mainQuestion(snapshot.definition);
  const counts = countsOf(snapshot, question);
  const most = Math.max(...question.options.map(({ id }) => votesOf(counts, id)));
  return question.options
    .filter(({ id }) => most > 0 && votesOf(counts, id) === most)
    .map(({ id }) => rowOf(question, counts, id, language));
}

/** What one pledge is counted as. */
const HOURS_PER_PLEDGE = 1;

/**
 * The hours a day that answers marked as pledges would come to: derived from what readers said they would do, and said to be
 * so. Nothing where the poll has no pledge, or nobody made one.
 */
export function pledgedHours(snapshot: Snapshot, language: Language): string | undefined {
  const strings = words(language, "reader");
  const formatter = formatterOf(language);
  const question = mainQuestion(snapshot.definition);
  const pledges = question.options.filter(({ pledge }) => pledge);
  const votes = pledges.reduce((sum, { id }) => sum + votesOf(countsOf(snapshot, question), id), 0);
  if (votes === 0) return undefined;
  return fillPlain(strings["quote.hours"], {
    n: formatter.votes(votes),
    labels: formatter.list(
      pledges.map(({ label }) => fillPlain(strings["quote.inner"], { text: inLanguage(label, language) })),
    ),
    hours: formatter.plural(strings.hours, votes * HOURS_PER_PLEDGE),
  });
}
