import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { ArchiveSay } from "../client/archive.ts";
import { type Figures, figuresOf } from "../client/kept-figures.ts";
import { LOG } from "../client/kept-log.ts";
import type { PollDefinition } from "../domain/definition.ts";
import { directionOf, inLanguage, type Language } from "../domain/language.ts";
import { noticesIn } from "../domain/notice.ts";
import { fill, formatterOf } from "../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../i18n/index.ts";
import { noticeList } from "../web/kit/notices.ts";
import { verifyWords } from "../web/kit/script-words.ts";
import type { KeptLog } from "./archive-log.ts";
import { ARCHIVE_WORDS } from "./archive-words.ts";

const STYLE = `:root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-inline-size:48rem;margin:auto;padding:1rem}
h1{line-height:1.3}section{margin-block-end:3rem}table{border-collapse:collapse;inline-size:100%}caption{text-align:start;font-weight:700;padding-block:.5rem}
th,td{border-block-end:1px solid;padding:.4rem;text-align:start;overflow-wrap:break-word}thead th{font-size:.85rem;font-weight:400}td{font-variant-numeric:tabular-nums}
code,pre{overflow-wrap:anywhere;white-space:pre-wrap}pre{max-block-size:30rem;overflow:auto}progress,input{inline-size:100%}
.verdict,.folder:not(:empty){border:2px solid;border-inline-start-width:.5rem;padding:.5rem 1rem}.ok{border-color:#2c7a4b}.err{border-color:#b3261e}
.verdict h2{margin-block:.3rem;font-size:1.2rem}nav a{margin-inline-end:1rem}[hidden]{display:none}`;

export interface ArchivePage {
  definition: PollDefinition;
  kept: KeptLog;
  /** Fingerprints of the other files, as sha256sum writes them. */
  sums: string;
  /** The entries of the log, in order. */
  lines: readonly string[];
  script: { text: string; sha256: string };
}

/**
 * The page of an archive. It holds the log as lines, its checkpoint and the program that recounts it, so that it needs
 * no network and no server: opened from a disk in a hundred years it recounts itself.
 */
export function archivePage(page: ArchivePage) {
  const { definition, kept, sums, lines, script } = page;
  const [main = "ar"] = definition.languages;
  const style = createHash("sha256").update(STYLE).digest("base64");
  const heading = (which: "filesHeading" | "linesHeading" | "checkpointHeading") =>
    definition.languages.map((language) => ARCHIVE_WORDS[language][which]).join(" · ");
  return html`<!doctype html>
<html lang="${main}" dir="${directionOf(main)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${style}'; script-src 'sha256-${script.sha256}'; base-uri 'none'; form-action 'none'">
<title>${ARCHIVE_WORDS[main].heading}: ${inLanguage(definition.title, main)}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<nav>${definition.languages.map((each) => html`<a href="#${each}" lang="${each}">${LANGUAGE_NAMES[each]}</a>`)}</nav>
<main>
${definition.languages.map((language) => section(definition, kept, language))}
<section lang="en" dir="ltr">
<details><summary>${heading("checkpointHeading")}</summary><pre id="checkpoint" tabindex="0">${raw(asText(kept.note))}</pre></details>
<details><summary>${heading("linesHeading")}</summary><pre id="lines" tabindex="0">${raw(asText(lines.join("\n")))}</pre></details>
<details><summary>${heading("filesHeading")}</summary><pre id="sums" tabindex="0">${raw(asText(sums))}</pre></details>
</section>
</main>
<script>${raw(script.text)}</script>
</body>
</html>`;
}

/** As the text of an element; quotes stay, since most of a log's JSON is made of them. A `pre` drops a first line break. */
const asText = (text: string): string => `\n${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}`;

function section(definition: PollDefinition, kept: KeptLog, language: Language) {
  const says = ARCHIVE_WORDS[language];
  const strings = words(language, "reader");
  const { recount, vkey, root, size } = kept;
  const { integer } = formatterOf(language);
  return html`<section id="${language}" lang="${language}" dir="${directionOf(language)}" data-say="${JSON.stringify(say(definition, kept, language))}">
<h1>${says.heading}: ${inLanguage(definition.title, language)}</h1>
<p><strong>${recount.closed ? says.final : says.notFinal}</strong></p>
<div class="reading" hidden><p><label for="progress-${language}"></label><br><progress id="progress-${language}"></progress></p></div>
<div class="verdict" role="status"><p>${says.notRecounted}</p></div>
${noticeList(noticesIn(kept.notes), language)}
${figuresOf(definition, recount.counts, language).map((figures) => table(figures, language))}
<p>${strings.notsci}</p>
<h2>${says.verifiedHeading}</h2>
<p>${fill(says.verified, { size: integer(size), seals: integer(recount.seals) })}</p>
<p>${says.cannot}</p>
<p>${says.ownProgram}</p>
<h2>${says.folderHeading}</h2>
<p><label for="folder-${language}">${says.folder}</label><br><input type="file" id="folder-${language}" webkitdirectory></p>
<div class="folder" role="status"></div>
<p>${says.again}</p>
<p dir="ltr"><code>${vkey}</code><br><code>${root}</code></p>
</section>
`;
}

function table({ question, rows }: Figures, language: Language) {
  const says = ARCHIVE_WORDS[language];
  const row = ([name, ...cells]: string[], title = name) =>
    html`<tr><th scope="row">${title}</th>${cells.map((each) => html`<td>${each}</td>`)}</tr>
`;
  const totals = [says.ballots, says.withdrawn];
  return html`<table class="figures">
<caption>${question}</caption>
<thead><tr><th scope="col">${says.option}</th><th scope="col">${says.classA}</th><th scope="col">${says.classC}</th><th scope="col">${says.total}</th></tr></thead>
<tbody>
${rows.slice(0, -totals.length).map((each) => row(each))}</tbody>
<tfoot>
${rows.slice(-totals.length).map((each, i) => row(each, totals[i]))}</tfoot>
</table>
`;
}

function say(definition: PollDefinition, kept: KeptLog, language: Language): ArchiveSay {
  const says = ARCHIVE_WORDS[language];
  const { promiseVkey } = kept.open;
  const log = { url: LOG, vkey: kept.vkey, promiseVkey: typeof promiseVkey === "string" ? promiseVkey : "" };
  return {
    verify: { ...verifyWords(definition, log, language), questions: [] },
    figuresSame: says.figuresSame,
    figuresDiffer: says.figuresDiffer,
    comparing: says.comparing,
    filesSame: says.filesSame,
    fileDiffers: says.fileDiffers,
    fileMissing: says.fileMissing,
  };
}
