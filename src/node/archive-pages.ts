import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { html, raw } from "hono/html";
import { fill } from "../i18n/format.ts";
import { stringsOf } from "../i18n/strings.ts";
import { type PollDefinition, parseDefinition, type Question } from "../poll/definition.ts";
import { directionOf, inLanguage, LANGUAGES, type Language } from "../poll/language.ts";
import { type ByClass, total } from "../poll/tally.ts";
import type { KeptLog } from "./archive-log.ts";
import { ARCHIVE_WORDS } from "./archive-words.ts";

const STYLE = `:root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-inline-size:48rem;margin:auto;padding:1rem}
section{margin-block-end:3rem}table{border-collapse:collapse;inline-size:100%}caption{text-align:start;font-weight:700;padding-block:.5rem}
th,td{border-block-end:1px solid;padding:.4rem;text-align:start}td{font-variant-numeric:tabular-nums}code,pre{overflow-wrap:anywhere;white-space:pre-wrap}`;

/** Writes everything beside the log; answers how many files the archive then has. */
export function writePages(folder: string, kept: KeptLog): number {
  const parsed = parseDefinition(kept.open.definition);
  if (parsed.kind === "invalid") throw new Error("an audited log has a valid definition");
  const { definition } = parsed;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("definition.json", `${JSON.stringify(kept.open, null, 2)}\n`);
  write("results.json", `${JSON.stringify(results(kept), null, 2)}\n`);
  write("README.txt", readme(definition, kept));
  const sums = checksums(folder);
  write("sha256.txt", sums);
  write("index.html", `${page(definition, kept, sums)}\n`);
  return sums.split("\n").length + 1;
}

/** As recounted here. `final`: the log is closed, so these figures never change. */
const results = ({ poll, from, vkey, size, root, recount }: KeptLog) => ({
  poll,
  final: recount.closed,
  log: { from, vkey, size, root, seals: recount.seals },
  questions: recount.counts,
});

/** In the format of sha256sum. index.html, which shows it, is not in it. */
function checksums(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort()
    .map(
      (path) =>
        `${createHash("sha256")
          .update(readFileSync(join(folder, path)))
          .digest("hex")}  ${path}\n`,
    )
    .join("");
}

const readme = (definition: PollDefinition, kept: KeptLog): string =>
  LANGUAGES.map((language) => {
    const words = ARCHIVE_WORDS[language];
    return [
      `${words.heading}: ${inLanguage(definition.title, language)}`,
      kept.recount.closed ? words.final : words.notFinal,
      ...words.readme,
      stringsOf(language).notsci,
      words.cannot,
      words.again,
      kept.vkey,
    ].join("\n\n");
  }).join(`\n\n${"-".repeat(72)}\n\n`);

function page(definition: PollDefinition, kept: KeptLog, sums: string) {
  return html`<!doctype html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${ARCHIVE_WORDS.ar.heading}: ${inLanguage(definition.title, "ar")}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
${LANGUAGES.map((language) => section(definition, kept, language))}
<section lang="en" dir="ltr">
<h2>${LANGUAGES.map((language) => ARCHIVE_WORDS[language].filesHeading).join(" · ")}</h2>
<pre>${sums}</pre>
</section>
</body>
</html>`;
}

function section(definition: PollDefinition, kept: KeptLog, language: Language) {
  const words = ARCHIVE_WORDS[language];
  const { recount, vkey, root, size } = kept;
  return html`<section lang="${language}" dir="${directionOf(language)}">
<h1>${words.heading}: ${inLanguage(definition.title, language)}</h1>
<p><strong>${recount.closed ? words.final : words.notFinal}</strong></p>
${definition.questions.map((question) => table(question, kept, language))}
<p>${stringsOf(language).notsci}</p>
<h2>${words.verifiedHeading}</h2>
<p>${fill(words.verified, { size: String(size), seals: String(recount.seals) })}</p>
<p>${words.cannot}</p>
<p>${words.again}</p>
<p dir="ltr"><code>${vkey}</code><br><code>${root}</code></p>
</section>
`;
}

function table(question: Question, { recount }: KeptLog, language: Language) {
  const words = ARCHIVE_WORDS[language];
  const counts = recount.counts[question.id];
  if (!counts) return "";
  const row = (name: string, votes: ByClass) =>
    html`<tr><th scope="row">${name}</th><td>${votes.a}</td><td>${votes.c}</td><td>${total(votes)}</td></tr>
`;
  return html`<table>
<caption>${inLanguage(question.text, language)}</caption>
<thead><tr><th scope="col">${words.option}</th><th scope="col">${words.classA}</th><th scope="col">${words.classC}</th><th scope="col">${words.total}</th></tr></thead>
<tbody>
${question.options.map(({ id, label }) => row(inLanguage(label, language), counts.options[id] ?? { a: 0, c: 0 }))}</tbody>
<tfoot>
${row(words.ballots, counts.ballots)}${row(words.withdrawn, counts.withdrawn)}</tfoot>
</table>
`;
}
