import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { CannotStart } from "../../server/server.ts";
import { readSettings } from "../../server/settings.ts";
import { auditPolls, NotSound } from "./audit-polls.ts";
import { CannotRestore, type Manifest, readBackup } from "./backup-file.ts";

const USAGE = `npm run restore -- FILE [--since CHECKPOINT]…

Brings a backup into DATA_DIR (default .data), which must be empty or not exist. Every file is compared with its hash and
every log audited before the folder gets its name; a refusal leaves nothing behind.

  --since CHECKPOINT  a checkpoint kept since the backup was made: where the log does not reach it, votes are missing, and
                      going on from here would make a second history

Exit codes: 0 restored · 1 refused, and the reason is named · 2 misunderstood · 3 the data cannot be opened`;

const EXIT = { done: 0, refused: 1, misunderstood: 2, unreadable: 3 } as const;

async function main(args: string[]): Promise<number> {
  const settings = readSettings(process.env);
  const asked = readArguments(args);
  if (settings.kind === "invalid" || !asked) {
    console.error(settings.kind === "invalid" ? settings.problems.join("\n") : USAGE);
    return EXIT.misunderstood;
  }
  const { options } = settings;
  const { dataDir } = options;
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    return refuse(`the folder ${dataDir} is not empty, and a restore overwrites nothing`);

  // Beside it and under another name: a folder that is called DATA_DIR is whole and audited, or is not there.
  const draft = `${dataDir}.restoring`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    console.log(`Reading     ${asked.file}`);
    const manifest = await readBackup(asked.file, draft, progress());
    const made = manifest.polls.map(({ poll, checkpoint }) => [poll, checkpoint]);
    await auditPolls(
      { ...options, dataDir: draft },
      { ...Object.fromEntries(made), ...Object.fromEntries(asked.since) },
    );
    for (const name of ["server.lock", "server.json"]) rmSync(`${draft}/${name}`, { force: true });
    if (existsSync(dataDir)) rmdirSync(dataDir);
    renameSync(draft, dataDir);
    console.log(`Data        ${dataDir}\n${lastWords(manifest)}`);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CannotRestore) return refuse(`${asked.file} cannot be restored: ${error.message}`);
    if (error instanceof NotSound) return refuse(error.message);
    console.error(error instanceof CannotStart ? error.message : error);
    return EXIT.unreadable;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const lastWords = ({ holds, made }: Manifest): string =>
  holds === "public"
    ? `Restored as of ${made}, without the secret that signs: it is served and can be checked, and takes no vote.`
    : `Restored as of ${made}. From now on only this copy may run: two that sign with one key make two histories.`;

interface Asked {
  file: string;
  /** Signed checkpoints by poll. */
  since: Map<string, string>;
}

function readArguments(args: string[]): Asked | undefined {
  try {
    const options = { since: { type: "string", multiple: true, default: [] as string[] } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [file, ...more] = positionals;
    if (!file || more.length > 0) return undefined;
    const since = values.since.map((each) => {
      const note = readFileSync(each, "utf8");
      const [, poll] = /^[^\n]*\/log\/([a-z0-9-]{1,32})\n/.exec(note) ?? [];
      if (!poll) throw new Error(`${each} is no checkpoint`);
      return [poll, note] as const;
    });
    return { file, since: new Map(since) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

function refuse(why: string): number {
  console.error(`Refused: ${why}.\nNothing was restored.`);
  return EXIT.refused;
}

const PROGRESS_EVERY_MS = 1_000;

function progress(): (files: number, bytes: number) => void {
  let last = performance.now();
  return (files, bytes) => {
    if (performance.now() - last < PROGRESS_EVERY_MS) return;
    last = performance.now();
    console.log(`${files} files, ${Math.ceil(bytes / 1e6)} MB`);
  };
}

process.exitCode = await main(process.argv.slice(2));
