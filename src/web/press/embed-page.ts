import { html } from "hono/html";
import { embedCss, embedPageScript } from "../../built/inline.ts";
import { mainQuestion } from "../../domain/definition.ts";
import { inLanguage } from "../../domain/language.ts";
import { KvStore, type PollView, Unreachable } from "../../engine/index.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { type AllWords, LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { EXPORT_FILES, EXPORT_NAMES, type ExportName } from "../export/files.ts";
import { citation } from "../export/results.ts";
import { newestSnapshot, type Snapshot, type SnapshotOutcome } from "../export/snapshot.ts";
import { frameHeight } from "../frame/height.ts";
import { frameAddress, THEMES, VIEWS } from "../frame/options.ts";
import { filePath, methodTextPath, PLUGIN_PATH, pollPath } from "../http/addresses.ts";
import type { Page } from "../http/answer.ts";
import type { Inline } from "../http/headers.ts";
import type { ForEveryone } from "../http/poll.ts";
import { escapedXml, filled, type Html } from "../kit/html.ts";
import { stamp } from "../kit/poll.ts";
import { copyWords } from "../kit/script-words.ts";
import { pollShell, page as shown } from "../kit/shell.ts";
import { picturePath } from "../pictures/addresses.ts";
import { quoteSection } from "./quote.ts";
import { type EmbedPage, type EmbedSection, NARROWEST_PX, readPreview, snippet, WIDEST_PX } from "./section.ts";
import { shareSection } from "./share.ts";

/** How to take a poll elsewhere. The same for everyone. */
export const embedPage: ForEveryone = async ({ env, poll, language, site, query }) => {
  const { definition, closedAt } = poll;
  const sealed = await newestSeal(env, poll);
  return embedView({
    language,
    definition,
    phase: poll.phase,
    site,
    preview: readPreview(query, definition.languages, language),
    ...(sealed.kind === "snapshot" && { snapshot: sealed.snapshot }),
    isAway: sealed.kind === "away",
    ...(closedAt !== undefined && { closedAt }),
  });
};

/** Most of the page needs no seal: where the archive does not answer, one section of it waits, and not the page. */
async function newestSeal(env: Env, view: PollView): Promise<SnapshotOutcome | { kind: "away" }> {
  try {
    return await newestSnapshot(new KvStore(env.ARCHIVE), view);
  } catch (error) {
    if (error instanceof Unreachable) return { kind: "away" };
    throw error;
  }
}

/** The sections of the page, in the order in which they stand: what most take first. */
const embedSections = (page: EmbedPage): readonly EmbedSection[] => [
  linkSection(page),
  previewSection(page),
  formatsSection(page),
  shareSection(page),
  quoteSection(page),
  dataSection(page),
];

/** The page's own script, and those of its sections. */
const embedScripts = (sections: readonly EmbedSection[]): readonly Inline[] => [
  embedPageScript,
  ...sections.flatMap(({ scripts = [] }) => scripts),
];

/** The page for journalists: how to take the poll, its results and its figures elsewhere. */
function embedView(page: EmbedPage): Page {
  const { language, definition, phase } = page;
  const strings = words(language, "reader");
  const title = inLanguage(definition.title, language);
  const sections = embedSections(page);
  const body = shown(
    "second",
    {
      ...pollShell(definition, language, `${strings["embed.h"]} – ${title}`, "embed"),
      style: embedCss,
      scripts: embedScripts(sections),
      site: page.site,
    },
    html`<p class="kick">${title}</p>
<h1>${strings["embed.h"]}</h1>
<p>${strings["embed.lead"]}</p>
${stamp(definition, phase, language, page.closedAt)}
<div id="copying" data-say="${JSON.stringify(copyWords(language))}" hidden></div>
<nav aria-label="${strings["embed.h"]}"><ul class="onward">
${sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}
</ul></nav>
${sections.map(
  ({ id, heading, body }) => html`<section id="${id}" aria-labelledby="${id}-h">
<h2 id="${id}-h">${heading}</h2>
${body}
</section>`,
)}`,
  );
  return { ...body, holdsFrames: true };
}

/** The poll's address: alone on its line it becomes a frame in WordPress, and anywhere it is a link. */
function linkSection({ language, definition, site }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  return {
    id: "link",
    heading: strings["embed.link.h"],
    body: html`<p class="note">${strings["embed.link.works"]}</p>
${snippet("address", strings["embed.link.label"], `${site}${pollPath(language, definition.id)}`, 1)}`,
  };
}

/** The frame as an article would show it. Language, theme and view are chosen by a form; the width moves at once with a script. */
function previewSection({ language, definition, preview }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  const { width, theme, view } = preview;
  const chosen = (is: boolean) => (is ? html` selected` : "");
  const title = inLanguage(mainQuestion(definition).text, preview.language);
  const address = frameAddress(definition.id, { language: preview.language, theme, view, back: false });
  return {
    id: "preview",
    heading: strings["embed.preview.h"],
    body: html`<form class="preview" method="get" action="${pollPath(language, definition.id, "embed")}#preview">
<p><label for="width">${strings["embed.width"]}</label>
<input type="range" id="width" name="width" min="${NARROWEST_PX}" max="${WIDEST_PX}" step="10" value="${width}">
<span id="width-is">${filled(strings["embed.pixels"], { n: String(width) })}</span></p>
<p><label for="lang">${strings["embed.language"]}</label>
<select id="lang" name="lang">${definition.languages.map((each) => html`<option value="${each}" lang="${each}"${chosen(each === preview.language)}>${LANGUAGE_NAMES[each]}</option>`)}</select></p>
<p><label for="theme">${strings["embed.theme"]}</label>
<select id="theme" name="theme">${THEMES.map((each) => html`<option value="${each}"${chosen(each === theme)}>${strings[`embed.theme.${each}`]}</option>`)}</select></p>
<p><label for="view">${strings["embed.view"]}</label>
<select id="view" name="view">${VIEWS.map((each) => html`<option value="${each}"${chosen(each === view)}>${strings[`embed.view.${each}`]}</option>`)}</select></p>
<p class="act"><button class="btn">${strings["embed.show"]}</button></p>
</form>
<div class="stage" tabindex="0" role="region" aria-label="${title}" lang="${preview.language}"><iframe src="${address}" title="${title}" width="${width}" height="${frameHeight(definition, preview.language, width)}"></iframe></div>`,
  };
}

/** Width of the common phone: what is high enough there is nowhere too low by much. */
const PHONE_PX = 360;

/** The poll in an article, from what most systems take to what any takes; each says where it works. */
function formatsSection(page: EmbedPage): EmbedSection {
  const { language, definition, site, preview } = page;
  const strings = words(language, "reader");
  const of = preview.language;
  const title = fill(words(of, "reader").pair, {
    name: words(of, "reader").kicker,
    value: inLanguage(mainQuestion(definition).text, of),
  });
  const address = (view: "vote" | "results") =>
    site + frameAddress(definition.id, { language: of, theme: preview.theme, view, back: false });
  const height = frameHeight(definition, of, PHONE_PX);
  const iframe = (view: "vote" | "results") =>
    `<iframe src="${escapedXml(address(view))}" title="${escapedXml(title)}" width="100%" height="${height}" style="border:0" loading="lazy" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
  const loader = `<script async src="${escapedXml(site)}/embed.js"></script>`;
  const poll = `${site}${pollPath(of, definition.id)}`;
  const theme = preview.theme === "light" ? "" : ` theme="${preview.theme}"`;
  const text = escapedXml(inLanguage(mainQuestion(definition).text, of));
  const format = (key: "loader" | "plain" | "element" | "results" | "picture" | "text", code: string, lines: number) =>
    html`<h3>${strings[`embed.${key}.h`]}</h3>
<p class="note">${strings[`embed.${key}.works`]}</p>
${snippet(`code-${key}`, strings[key === "text" ? "embed.words" : "embed.code"], code, lines, key === "text" ? of : undefined)}`;
  return {
    id: "embed",
    heading: strings["embed.formats.h"],
    body: html`<p>${strings["embed.formats.lead"]}</p>
${format("loader", `${iframe("vote")}\n${loader}`, 5)}
${format("plain", iframe("vote"), 4)}
${format("element", `<sawt-poll poll="${definition.id}" lang="${of}"${theme} height="${height}"><a href="${escapedXml(poll)}">${text}</a></sawt-poll>\n${loader}`, 4)}
${format("results", `${iframe("results")}\n${loader}`, 5)}
${format("picture", `<a href="${escapedXml(poll)}"><img src="${escapedXml(site + picturePath(definition.id, "card.png", { language: of }))}" width="1200" height="630" alt="${escapedXml(title)}" style="max-width:100%;height:auto"></a>`, 4)}
${format("text", `${title}\n${words(of, "reader")["notsci.short"]}\n${poll}`, 4)}
<p><a href="${picturePath(definition.id, "qr.svg", { language: of })}">${strings["embed.qr"]}</a></p>
<h3>${strings["embed.systems.h"]}</h3>
${systems(page, address("vote"), height)}
<h3>${strings["embed.csp.h"]}</h3>
<p class="note">${strings["embed.csp"]}</p>
${snippet("code-csp", "Content-Security-Policy", `frame-src ${site}; script-src ${site}`, 1)}
${frames(page)}`,
  };
}

/** What to do in each system that newsrooms have. */
function systems({ language }: EmbedPage, address: string, height: number): Html {
  const strings = words(language, "reader");
  const amp = `<amp-iframe width="auto" height="${height}" layout="fixed-height" sandbox="allow-scripts allow-same-origin allow-forms allow-top-navigation-by-user-activation" resizable frameborder="0" src="${escapedXml(address)}">\n<div overflow tabindex="0" role="button" aria-label="${escapedXml(strings["embed.amp.more"])}">${escapedXml(strings["embed.amp.more"])}</div>\n</amp-iframe>`;
  return html`<dl>
<dt>WordPress</dt><dd>${strings["embed.wordpress"]} <a href="${PLUGIN_PATH}" download>${strings["embed.wordpress.get"]}</a></dd>
<dt>Ghost</dt><dd>${strings["embed.ghost"]}</dd>
<dt>Drupal</dt><dd>${strings["embed.drupal"]}</dd>
<dt>AMP</dt><dd>${strings["embed.amp"]}
${snippet("code-amp", strings["embed.code"], amp, 5)}</dd>
<dt>${strings["embed.letters.h"]}</dt><dd>${strings["embed.letters"]}</dd>
<dt>${strings["embed.print.h"]}</dt><dd>${strings["embed.print"]}</dd>
</dl>`;
}

/** Which sites may frame this poll, where it names them. */
const frames = ({ language, definition }: EmbedPage): Html | "" =>
  definition.frames
    ? html`<p class="note">${words(language, "reader")["embed.frames"]}</p>
<ul>${definition.frames.map((site) => html`<li><bdi>${site}</bdi></li>`)}</ul>`
    : "";

/**
 * The files of a poll for those who work with figures: which is for whom, from which seal it is, lasting addresses to
 * copy, and lines for R, Python and Google Sheets. While results are hidden it says so and when the files will be there.
 */
function dataSection({ language, definition, site, snapshot, isAway }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  const address = (name: ExportName): string =>
    `${site}${filePath(definition.id, name)}${EXPORT_FILES[name].byLanguage ? `?lang=${language}` : ""}`;
  return {
    id: "data",
    heading: strings["export.h"],
    body: snapshot
      ? files({ page: { language, definition }, strings, snapshot, site, address })
      : html`<p>${isAway ? strings.away : strings["export.hidden"]}</p>`,
  };
}

interface Shown {
  page: Pick<EmbedPage, "language" | "definition">;
  strings: AllWords["reader"];
  snapshot: Snapshot;
  site: string;
  address: (name: ExportName) => string;
}

function files({ page: { language, definition }, strings, snapshot, site, address }: Shown): Html {
  const { longDate, time } = formatterOf(language);
  const at = { date: longDate(snapshot.asOf), time: time(snapshot.asOf) };
  const [first, ...rest] = EXPORT_NAMES;
  if (!first) throw new Error("there are no exports");
  return html`<p>${filled(strings["export.lead"], at)} <a href="/log/${definition.id}/checkpoint/${snapshot.size}">${strings["export.checkpoint"]}</a> · <a href="${pollPath(language, definition.id, "verify")}">${strings["verify.link"]}</a></p>
<p class="act"><a class="btn" href="${address(first)}">${strings["dl.xlsx"]}</a></p>
<p class="note">${strings[`export.for.${first}`]}</p>
<ul class="plain">
${rest.map((name) => html`<li><a href="${address(name)}"><bdi>${name}</bdi></a><br>${strings[`export.for.${name}`]}</li>`)}
<li><a href="${methodTextPath(language, definition.id)}"><bdi>method.txt</bdi></a><br>${strings["export.for.method.txt"]}</li>
</ul>
<p class="note">${strings["export.series.note"]} ${filled(strings["export.columns"], { file: "datapackage.json" })}</p>
${snippet("data-cite", strings["export.cite"], citation(snapshot, language), 4, language)}
${snippet("data-address", strings["export.address.copy"], address("results.csv"), 2)}
${snippet("data-older", strings["export.older"], site + filePath(definition.id, "results.csv", snapshot.size), 2)}
<h3>${strings["export.snippets"]}</h3>
${snippet("data-r", "R", `results <- readr::read_csv("${address("results.csv")}")`, 3)}
${snippet("data-python", "Python", `import pandas\nresults = pandas.read_csv("${address("results.csv")}")`, 4)}
${snippet("data-sheets", strings["export.sheets"], `=IMPORTDATA("${address("results.csv")}")`, 3)}`;
}
