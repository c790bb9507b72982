import { html } from "hono/html";
import { DEFAULT_LANGUAGE } from "../../domain/language.ts";
import { formatterOf } from "../../i18n/format.ts";
import { type AllWords, words } from "../../i18n/index.ts";
import { methodTextPath, pollPath } from "../http/addresses.ts";
import { filled, type Html } from "../kit/html.ts";
import type { EmbedPage, EmbedSection } from "../press/views/embed-section.ts";
import { snippet } from "../press/views/snippet.ts";
import { citation } from "./citation.ts";
import { EXPORT_FILES, EXPORT_NAMES, type ExportName } from "./files.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * The files of a poll for those who work with figures: which is for whom, from which seal it is, lasting addresses to
 * copy, and lines for R, Python and Google Sheets. While results are hidden it says so and when the files will be there.
 */
export function dataSection({ language, definition, site, snapshot }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  const base = `${site}${pollPath(DEFAULT_LANGUAGE, definition.id)}`;
  const address = (name: ExportName): string =>
    `${base}/${name}${EXPORT_FILES[name].byLanguage ? `?lang=${language}` : ""}`;
  return {
    id: "data",
    heading: strings["export.h"],
    body: snapshot
      ? files({ page: { language, definition }, strings, snapshot, base, address })
      : html`<p>${strings["export.hidden"]}</p>`,
  };
}

interface Shown {
  page: Pick<EmbedPage, "language" | "definition">;
  strings: AllWords["reader"];
  snapshot: Snapshot;
  base: string;
  address: (name: ExportName) => string;
}

function files({ page: { language, definition }, strings, snapshot, base, address }: Shown): Html {
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
${snippet("data-older", strings["export.older"], `${base}/at/${snapshot.size}/results.csv`, 2)}
<h3>${strings["export.snippets"]}</h3>
${snippet("data-r", "R", `results <- readr::read_csv("${address("results.csv")}")`, 3)}
${snippet("data-python", "Python", `import pandas\nresults = pandas.read_csv("${address("results.csv")}")`, 4)}
${snippet("data-sheets", strings["export.sheets"], `=IMPORTDATA("${address("results.csv")}")`, 3)}`;
}
