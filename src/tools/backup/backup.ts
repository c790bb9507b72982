import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { claimDataDir, refusal } from "../../server/data-dir.ts";
import { CannotStart } from "../../server/server.ts";
import { readSettings } from "../../server/settings.ts";
import { auditPolls, NotSound, type Sound } from "./audit-polls.ts";
import { FORMAT, type Manifest, writeBackup } from "./backup-file.ts";
import { type StoredFile, storedFiles } from "./stored-files.ts";

const USAGE = `npm run backup -- FILE [--public]

Writes everything in DATA_DIR (default .data) to one new file: polls, logs, ballot boxes, the desk's accounts, and the
secret that signs the logs. Keep it as you would keep that secret. Stop the server first. Every log is audited before.

  FILE      a name that is not taken, such as sawt-2026-11-24.tar.gz
  --public  only what is public anyway: it can be served and checked, and never continued

Exit codes: 0 written · 1 refused, and the reason is named · 2 misunderstood · 3 the data cannot be opened`;

const EXIT = { done: 0, refused: 1, misunderstood: 2, unreadable: 3 } as const;

async function main(args: string[]): Promise<number> {
  const settings = readSettings(process.env);
  const asked = readArguments(args);
  if (settings.kind === "invalid" || !asked) {
    console.error(settings.kind === "invalid" ? settings.problems.join("\n") : USAGE);
    return EXIT.misunderstood;
  }
  const { options } = settings;
  const { file, holds } = asked;
  try {
    if (!existsSync(options.dataDir)) return refuse(`there is no folder ${options.dataDir}`);
    if (existsSync(file)) return refuse(`${file} exists, and a backup overwrites nothing`);
    console.log(`Data        ${options.dataDir}`);
    const polls = await auditPolls(options);
    const hidden = polls.filter((each) => each.hidden).map(({ poll }) => poll);
    // invariant 7: what such a poll's archive holds is public only once it has closed.
    if (holds === "public" && hidden.length > 0)
      return refuse(`the results of ${hidden.join(", ")} are hidden until closing, so this archive is not public yet`);
    return await copy(options.dataDir, polls, asked);
  } catch (error) {
    if (error instanceof NotSound) return refuse(error.message);
    console.error(error instanceof CannotStart ? error.message : error);
    return EXIT.unreadable;
  }
}

async function copy(dataDir: string, polls: readonly Sound[], { file, holds }: Asked): Promise<number> {
  const claim = await claimDataDir(dataDir);
  if (claim.kind !== "claimed") {
    console.error(refusal(claim));
    return EXIT.unreadable;
  }
  const partial = `${file}.partial`;
  try {
    let files: StoredFile[];
    try {
      files = storedFiles(claim.dataDir.path, holds === "public" ? ["kv"] : ["do", "kv"]);
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
    const manifest: Manifest = {
      format: FORMAT,
      what: "Sawt backup",
      holds,
      made: new Date().toISOString(),
      polls: polls.map(({ poll, size, checkpoint }) => ({ poll, size, checkpoint })),
    };
    rmSync(partial, { force: true });
    await writeBackup(claim.dataDir.path, files, manifest, partial, progress());
    // A name that says "backup" is given only to a whole one.
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
    claim.dataDir.release();
  }
  console.log(`Backup      ${file} (${statSync(file).size} bytes, ${polls.length} polls)`);
  console.log(
    holds === "public"
      ? "It holds no secret. Restored, it is served and can be checked; no vote can be added to it."
      : "It holds the secret that signs these logs: whoever has it can forge them. Keep it where only you can read it.",
  );
  return EXIT.done;
}

interface Asked {
  file: string;
  holds: Manifest["holds"];
}

function readArguments(args: string[]): Asked | undefined {
  try {
    const options = { public: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [file, ...more] = positionals;
    return file && more.length === 0 ? { file, holds: values.public ? "public" : "everything" } : undefined;
  } catch {
    return undefined;
  }
}

function refuse(why: string): number {
  console.error(`Refused: ${why}.\nNothing was written.`);
  return EXIT.refused;
}

const PROGRESS_EVERY_MS = 1_000;

function progress(): (written: number, of: number) => void {
  let last = performance.now();
  return (written, of) => {
    if (performance.now() - last < PROGRESS_EVERY_MS) return;
    last = performance.now();
    console.log(`${Math.floor((100 * written) / of)} % of ${Math.ceil(of / 1e6)} MB`);
  };
}

process.exitCode = await main(process.argv.slice(2));
