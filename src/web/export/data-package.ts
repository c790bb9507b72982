import { inLanguage, type Language } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { filePath, pollPath } from "../http/addresses.ts";
import { type Column, isoSeconds } from "../http/csv.ts";
import { noticeSentence, RESULT_COLUMNS, SERIES_COLUMNS, statusOf, withoutClassC } from "./results.ts";
import { datedNotices } from "./results-json.ts";
import type { Snapshot } from "./snapshot.ts";

const PROFILES = "https://datapackage.org/profiles/2.0";

/**
 * `datapackage.json`: Frictionless Data Package v2 (https://datapackage.org), which says what the files and their columns
 * are. Its paths lead to one seal for ever, so that what an archive fetches is what the package describes. `profile` is
 * for readers of version 1. `site`: scheme and host. `results`: bytes and SHA-256 (hex) of `results.csv`.
 * It names no licence: that is the newspaper's to grant.
 */
export function dataPackage(
  snapshot: Snapshot,
  language: Language,
  site: string,
  results: { bytes: number; sha256: string },
): object {
  const { definition, seal, size, asOf } = snapshot;
  const strings = words(language, "reader");
  return {
    $schema: `${PROFILES}/datapackage.json`,
    profile: "tabular-data-package",
    name: definition.id,
    title: inLanguage(definition.title, language),
    description: [
      strings.notsci,
      ...definition.questions.map((question) => inLanguage(question.text, language)),
      ...definition.questions.flatMap((question) => {
        const counts = snapshot.counts[question.id];
        return (counts && withoutClassC(question, counts).says?.[language]) ?? [];
      }),
      ...snapshot.notices.map((notice) => noticeSentence(notice, language)),
    ].join("\n\n"),
    homepage: site + pollPath(language, definition.id),
    version: `seal-${seal}`,
    created: isoSeconds(asOf),
    contributors: [{ title: inLanguage(definition.publisher, language), roles: ["publisher"], role: "publisher" }],
    sources: [
      { title: strings["export.checkpoint"], path: `${site}/log/${definition.id}/checkpoint/${size}` },
      ...(definition.source?.url ? [{ title: definition.source.title, path: definition.source.url }] : []),
    ],
    resources: [
      {
        ...table("results", site + filePath(definition.id, "results.csv", size), RESULT_COLUMNS, [
          "question_id",
          "option_id",
        ]),
        bytes: results.bytes,
        hash: `sha256:${results.sha256}`,
      },
      table("timeseries", site + filePath(definition.id, "timeseries.csv", size), SERIES_COLUMNS, [
        "question_id",
        "option_id",
        "seal",
      ]),
    ],
    // Properties of our own, which the specification lets a package have.
    status: statusOf(snapshot),
    seal,
    size,
    root: snapshot.root,
    checkpoint: snapshot.checkpoint,
    ...(snapshot.counters && { counters: snapshot.counters }),
    notices: datedNotices(snapshot.notices),
  };
}

function table<Row>(name: string, path: string, columns: readonly Column<Row>[], primaryKey: string[]): object {
  return {
    $schema: `${PROFILES}/dataresource.json`,
    profile: "tabular-data-resource",
    type: "table",
    name,
    path,
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    dialect: {
      $schema: `${PROFILES}/tabledialect.json`,
      header: true,
      delimiter: ",",
      lineTerminator: "\r\n",
      quoteChar: '"',
      doubleQuote: true,
    },
    schema: {
      $schema: `${PROFILES}/tableschema.json`,
      fields: columns.map(({ key, type, says }) => ({
        name: key,
        type,
        ...(type === "datetime" && { format: "default" }),
        description: says,
        ...constraints(key, type),
      })),
      missingValues: [""],
      primaryKey,
    },
  };
}

/** What every row keeps to. A label is missing where the poll lacks its language, a share where ballots are too few. */
function constraints(key: string, type: Column<never>["type"]): object {
  if (/^option_(ar|fr|en)$/.test(key)) return {};
  if (key === "share") return { constraints: { minimum: 0, maximum: 1 } };
  if (key === "status") return { constraints: { required: true, enum: ["provisional", "final", "voided"] } };
  return { constraints: { required: true, ...(type === "integer" && { minimum: key === "position" ? 1 : 0 }) } };
}
