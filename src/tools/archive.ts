import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { html, raw } from "hono/html";
import type { ArchiveSay } from "../client/archive.ts";
import { type Figures, figuresOf, LOG } from "../client/archived.ts";
import { type PollDefinition, parseDefinition } from "../domain/definition.ts";
import { directionOf, inLanguage, type Language } from "../domain/language.ts";
import { noticesIn } from "../domain/notice.ts";
import { sha256, verifyEd25519 } from "../engine/keys.ts";
import { fill, formatterOf } from "../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../i18n/index.ts";
import type { Failure, Verdict } from "../log/audit.ts";
import { BUNDLE_SIZE, bundlePath, bundlesBetween, cutBundle, decodeBundle } from "../log/bundle.ts";
import { openCheckpoint } from "../log/checkpoint.ts";
import { type JsonObject, parseEntry } from "../log/entry.ts";
import { compareBytes, HASH_BYTES } from "../log/hash.ts";
import { toBase64 } from "../log/text.ts";
import { cutTile, hashOfTile, nodesFromTiles, tileOfBundle, tilePath, tilesBetween, tileWidth } from "../log/tiles.ts";
import { edgeOf, rootOf } from "../log/tree.ts";
import { bundled } from "../server/build.ts";
import { noticeList } from "../web/kit/notices.ts";
import { verifyWords } from "../web/kit/script-words.ts";
import { ARCHIVE_WORDS } from "./archive-words.ts";
import { falseInWords, type Outcome, progress, run } from "./command.ts";
import { auditLog, fetchBytes, fetchVkey, type LogAddress, logAddress, parseAddress, whyOf } from "./fetch-log.ts";

const USAGE = `npm run archive -- URL [FOLDER] [--vkey KEY]

Audits a poll's public log and writes all of it to a folder that can be hosted or kept for ever: the log, the poll's
definition, the results as recounted here, and a page that opens from disk.

  URL         any address of the poll, such as https://sawt.example/p/facebook-hour
  FOLDER      must not exist yet. Default: the poll's id
  --vkey KEY  the log's verifier key, from somewhere its server cannot change; else the server is asked

Exit codes: 0 written · 1 the log is false, nothing was written · 2 misunderstood · 3 not readable, nothing was written`;

/** Seals whose checkpoints are asked for at the same time. */
const AT_ONCE = 6;

async function archive([url = "", named, ...more]: string[], printedVkey: string | undefined): Promise<Outcome> {
  const address = parseAddress(url);
  if (!address || more.length > 0) return { kind: "misunderstood" };
  const folder = resolve(named ?? address.poll);
  if (existsSync(folder))
    return {
      kind: "misunderstood",
      text: `${folder} exists already: an archive is written once, to a folder of its own.`,
    };
  // Beside the folder that it becomes, so that renaming it is one step.
  const draft = resolve(dirname(folder), `.${address.poll}-${process.pid}.part`);
  try {
    mkdirSync(draft, { recursive: true });
    const vkey = printedVkey ?? (await fetchVkey(address));
    const kept = typeof vkey === "string" ? await keepLog(address, vkey, draft) : vkey;
    if (kept.kind === "false") return { kind: "refused", text: `${falseInWords(kept)}\nNothing was written.` };
    if (kept.kind !== "true") return { kind: "unreadable", text: `Not archived: ${whyOf(kept)}. Nothing was written.` };
    const files = await writeFiles(draft, kept);
    renameSync(draft, folder);
    return { kind: "done", text: written(folder, kept, files, printedVkey === undefined) };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const written = (folder: string, kept: KeptLog, files: number, serverNamedKey: boolean): string =>
  [
    `${folder}: ${kept.size} entries, ${kept.recount.seals} seals, ${files} files. Open index.html.`,
    `TRUE: every hash leads to the signed root ${kept.root}`,
    ...(kept.recount.closed
      ? []
      : ["The poll is not closed: this is not its final result. Archive it again after the last seal."]),
    ...(serverNamedKey
      ? ["The key was asked of the server itself. Compare it with the printed one, or pass it with --vkey."]
      : []),
  ].join("\n");

interface KeptLog {
  kind: "true";
  poll: string;
  /** Where it was read. */
  from: string;
  vkey: string;
  size: number;
  /** base64 */
  root: string;
  /** The signed checkpoint of all of it. */
  note: string;
  recount: Extract<Verdict, { kind: "true" }>["recount"];
  /** JSON of the `open` entry: definition, rules, keys. */
  open: JsonObject;
  /** JSON of the `note` entries, in order. */
  notes: JsonObject[];
}

/**
 * Audits a log while it is read, and keeps it under `folder`/log at the paths at which it is served: bundles, every tile
 * (also the partial ones of each seal, where no full one came), the checkpoint, and as `checkpoints/{size}` that of every
 * seal, each compared with the root over the entries. C2SP tlog-tiles.
 */
async function keepLog(
  address: LogAddress,
  vkey: string,
  folder: string,
): Promise<KeptLog | Extract<Verdict, { kind: "false" }> | Failure> {
  const log = join(folder, "log");
  const write = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(dirname(join(log, path)), { recursive: true });
    writeFileSync(join(log, path), bytes);
  };
  const sizes: number[] = [];
  const notes: JsonObject[] = [];
  let open: JsonObject = {};
  let index = 0;
  const verdict = await auditLog(address, { vkey }, progress("entries"), (bundle, { number, width }) => {
    const cut = cutBundle(bundle, width);
    write(`tile/${bundlePath(number, width)}`, cut);
    for (const entry of decodeBundle(cut)) {
      const text = Buffer.from(entry).toString();
      const parsed = /^(open|note) /.test(text) ? parseEntry(text) : undefined;
      if (parsed?.kind === "open") open = parsed.json;
      if (parsed?.kind === "note") notes.push(parsed.json);
      index += 1;
      if (text.startsWith("seal ")) sizes.push(index);
    }
  });
  if (verdict.kind !== "true") return verdict;

  const { size, root } = verdict.checkpoint;
  write("checkpoint", verdict.note);
  const read = (path: string): Uint8Array => readFileSync(join(log, "tile", path));
  writeTiles(size, sizes, read, write);

  const nodes = nodesFromTiles(sha256, size, (level, number, width) => read(tilePath({ level, number, width })));
  const sealed = progress("seals");
  for (let i = 0; i < sizes.length; i += AT_ONCE) {
    const asked = sizes.slice(i, i + AT_ONCE);
    const answers = await Promise.all(asked.map((each) => fetchBytes(`${logAddress(address)}/checkpoint/${each}`)));
    for (const [k, each] of asked.entries()) {
      const answer = answers[k] ?? new Uint8Array();
      if (!(answer instanceof Uint8Array)) return answer;
      const opened = openCheckpoint(sha256, verifyEd25519, vkey, new TextDecoder().decode(answer));
      const stands =
        opened.kind === "checkpoint" &&
        opened.checkpoint.size === each &&
        compareBytes(opened.checkpoint.root, rootOf(sha256, edgeOf(nodes, each))) === 0;
      if (!stands) return { kind: "false", fault: { kind: "seal", what: "checkpoint" }, index: each - 1 };
      write(`checkpoints/${each}`, answer);
    }
    sealed(i + asked.length, sizes.length);
  }
  return {
    kind: "true",
    poll: address.poll,
    from: logAddress(address),
    vkey,
    size,
    root: toBase64(root),
    note: verdict.note,
    recount: verdict.recount,
    open,
    notes,
  };
}

/** Tiles are not asked for: they follow from the bundles, which the audit has followed to the signed root. */
function writeTiles(
  size: number,
  seals: readonly number[],
  read: (path: string) => Uint8Array,
  write: (path: string, bytes: Uint8Array) => void,
): void {
  for (const { number, width } of bundlesBetween(0, size))
    write(`tile/${tilePath({ level: 0, number, width })}`, tileOfBundle(sha256, read(bundlePath(number, width))));
  for (const tile of tilesBetween(0, size).filter(({ level }) => level > 0)) {
    const hashes = Array.from({ length: tile.width }, (_, i) =>
      hashOfTile(
        sha256,
        read(tilePath({ level: tile.level - 1, number: tile.number * BUNDLE_SIZE + i, width: BUNDLE_SIZE })),
      ),
    );
    write(`tile/${tilePath(tile)}`, Buffer.concat(hashes, tile.width * HASH_BYTES));
  }
  // A partial stays for every size that had a checkpoint, until a full one stands. C2SP tlog-tiles, "Partial Tiles".
  for (const { level, number, width: whole } of tilesBetween(0, size)) {
    if (whole === BUNDLE_SIZE) continue;
    for (const width of new Set(seals.map((seal) => tileWidth(level, number, seal)))) {
      if (width === 0 || width === whole) continue;
      write(
        `tile/${tilePath({ level, number, width })}`,
        cutTile(read(tilePath({ level, number, width: whole })), width),
      );
      if (level === 0) write(`tile/${bundlePath(number, width)}`, cutBundle(read(bundlePath(number, whole)), width));
    }
  }
}

/** Writes everything beside the log; answers how many files the archive then has. */
async function writeFiles(folder: string, kept: KeptLog): Promise<number> {
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
  write(
    "index.html",
    `${archivePage({ definition, kept, sums, lines, script: await bundled("src/client/archive.ts") })}\n`,
  );
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

const STYLE = `:root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-inline-size:48rem;margin:auto;padding:1rem}
h1{line-height:1.3}section{margin-block-end:3rem}table{border-collapse:collapse;inline-size:100%}caption{text-align:start;font-weight:700;padding-block:.5rem}
th,td{border-block-end:1px solid;padding:.4rem;text-align:start;overflow-wrap:break-word}thead th{font-size:.85rem;font-weight:400}td{font-variant-numeric:tabular-nums}
code,pre{overflow-wrap:anywhere;white-space:pre-wrap}pre{max-block-size:30rem;overflow:auto}progress,input{inline-size:100%}
.verdict,.folder:not(:empty){border:2px solid;border-inline-start-width:.5rem;padding:.5rem 1rem}.ok{border-color:#2c7a4b}.err{border-color:#b3261e}
.verdict h2{margin-block:.3rem;font-size:1.2rem}nav a{margin-inline-end:1rem}[hidden]{display:none}`;

interface ArchivePage {
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
function archivePage(page: ArchivePage) {
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

await run(USAGE, { vkey: { type: "string" } }, ({ values, positionals }) => archive(positionals, values.vkey));
