import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PollDefinition, parseDefinition } from "../domain/definition.ts";
import { inLanguage } from "../domain/language.ts";
import { words } from "../i18n/index.ts";
import { bundlePath, bundlesBetween, decodeBundle } from "../log/bundle.ts";
import { bundled } from "../server/build.ts";
import type { KeptLog } from "./archive-log.ts";
import { archivePage } from "./archive-page.ts";
import { ARCHIVE_WORDS } from "./archive-words.ts";

const SCRIPT = "src/client/archive.ts";

/** Writes everything beside the log; answers how many files the archive then has. */
export async function writeFiles(folder: string, kept: KeptLog): Promise<number> {
  const parsed = parseDefinition(kept.open.definition);
  if (parsed.kind === "invalid") throw new Error("an audited log has a valid definition");
  const { definition } = parsed;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("definition.json", `${JSON.stringify(kept.open, null, 2)}\n`);
  write("results.json", `${JSON.stringify(results(kept), null, 2)}\n`);
  write("README.txt", readme(definition, kept));
  const sums = checksums(folder);
  write("sha256.txt", sums);
  const lines = linesOf(folder, kept.size);
  write("index.html", `${archivePage({ definition, kept, sums, lines, script: await bundled(SCRIPT) })}\n`);
  return sums.split("\n").length + 1;
}

/** As recounted here. `final`: the log is closed, so these figures never change. */
const results = ({ poll, from, vkey, size, root, recount }: KeptLog) => ({
  poll,
  final: recount.closed,
  log: { from, vkey, size, root, seals: recount.seals },
  questions: recount.counts,
});

/** The entries of the log, which are lines of text. */
const linesOf = (folder: string, size: number): string[] =>
  bundlesBetween(0, size).flatMap(({ number, width }) =>
    decodeBundle(readFileSync(join(folder, "log/tile", bundlePath(number, width)))).map((entry) =>
      Buffer.from(entry).toString(),
    ),
  );

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
  definition.languages
    .map((language) => {
      const says = ARCHIVE_WORDS[language];
      return [
        `${says.heading}: ${inLanguage(definition.title, language)}`,
        kept.recount.closed ? says.final : says.notFinal,
        ...says.readme,
        words(language, "reader").notsci,
        says.cannot,
        says.again,
        kept.vkey,
      ].join("\n\n");
    })
    .join(`\n\n${"-".repeat(72)}\n\n`);
