import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { faultInEnglish } from "../log/fault.ts";
import { writeFiles } from "./archive-files.ts";
import { keepLog } from "./archive-log.ts";
import { fetchVkey, type LogAddress, parseAddress, Unreadable } from "./fetch-log.ts";

const USAGE = `npm run archive -- URL [FOLDER] [--vkey KEY]

Audits a poll's public log and writes all of it to a folder that can be hosted or kept for ever: the log, the poll's
definition, the results as recounted here, and a page that opens from disk.

  URL         any address of the poll, such as https://sawt.example/p/facebook-hour
  FOLDER      must not exist yet. Default: the poll's id
  --vkey KEY  the log's verifier key, from somewhere its server cannot change; else the server is asked

Exit codes: 0 written · 1 the log is false, nothing was written · 2 misunderstood · 3 not readable, nothing was written`;

const EXIT = { written: 0, false: 1, misunderstood: 2, unreadable: 3 } as const;

const PROGRESS_EVERY_MS = 200;

interface Asked {
  address: LogAddress;
  folder: string;
  vkey: string | undefined;
}

async function main(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (!asked) {
    console.error(USAGE);
    return EXIT.misunderstood;
  }
  const { address, folder } = asked;
  if (existsSync(folder)) {
    console.error(`${folder} exists already: an archive is written once, to a folder of its own.`);
    return EXIT.misunderstood;
  }
  // Beside the folder that it becomes, so that renaming it is one step.
  const draft = resolve(dirname(folder), `.${address.poll}-${process.pid}.part`);
  try {
    mkdirSync(draft, { recursive: true });
    const vkey = asked.vkey ?? (await fetchVkey(address));
    const kept = await keepLog(address, vkey, draft, progress());
    if (kept.kind === "false") {
      console.error(
        `FALSE: ${faultInEnglish(kept.fault)}${kept.index === undefined ? "" : ` (entry ${kept.index})`}.\nNothing was written.`,
      );
      return EXIT.false;
    }
    const files = await writeFiles(draft, kept);
    renameSync(draft, folder);
    console.log(
      [
        `${folder}: ${kept.size} entries, ${kept.recount.seals} seals, ${files} files. Open index.html.`,
        `TRUE: every hash leads to the signed root ${kept.root}`,
        ...(kept.recount.closed
          ? []
          : ["The poll is not closed: this is not its final result. Archive it again after the last seal."]),
        ...(asked.vkey === undefined
          ? ["The key was asked of the server itself. Compare it with the printed one, or pass it with --vkey."]
          : []),
      ].join("\n"),
    );
    return EXIT.written;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    console.error(`Not archived: ${error.message}. Nothing was written.`);
    return EXIT.unreadable;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function readArguments(args: string[]): Asked | undefined {
  const rest = [...args];
  const at = rest.indexOf("--vkey");
  const [, vkey] = at < 0 ? [] : rest.splice(at, 2);
  const [url = "", folder, ...more] = rest;
  const address = parseAddress(url);
  if (!address || more.length > 0 || (at >= 0 && vkey === undefined) || folder?.startsWith("-")) return undefined;
  return { address, folder: resolve(folder ?? address.poll), vkey };
}

/** A line on a terminal that counts up; nothing where nobody watches. */
function progress(): (read: number, of: number, what: string) => void {
  let last = 0;
  return (read, of, what) => {
    const now = performance.now();
    if (!process.stderr.isTTY || (now - last < PROGRESS_EVERY_MS && read < of)) return;
    last = now;
    process.stderr.write(`\r${read} of ${of} ${what}${read < of ? "" : "\n"}`);
  };
}

process.exitCode = await main(process.argv.slice(2));
