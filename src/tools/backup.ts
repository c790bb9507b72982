import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import type { AuditedLog } from "../engine/rpc.ts";
import { checkpointOf } from "../log/checkpoint.ts";
import { faultInEnglish } from "../log/fault.ts";
import { claimDataDir, refusal } from "../server/data-dir.ts";
import { CannotStart, type ServerOptions, startServer } from "../server/server.ts";
import { FORMAT, type Manifest, Refused, readBackup, storedFiles, writeBackup } from "./backup-file.ts";
import { type Outcome, progress, run, textOfFile } from "./command.ts";
import { onData } from "./on-data.ts";

const BACKUP = `npm run backup -- FILE [--public]

Writes everything in DATA_DIR (default .data) to one new file: polls, logs, ballot boxes, the desk's accounts, and the
secret that signs the logs. Keep it as you would keep that secret. Stop the server first. Every log is audited before.

  FILE      a name that is not taken, such as sawt-2026-11-24.tar.gz
  --public  only what is public anyway: it can be served and checked, and never continued

Exit codes: 0 written · 1 refused, and the reason is named · 2 misunderstood · 3 the data cannot be opened`;

const RESTORE = `npm run restore -- FILE [--since CHECKPOINT]…

Brings a backup into DATA_DIR (default .data), which must be empty or not exist. Every file is compared with its hash and
every log audited before the folder gets its name; a refusal leaves nothing behind.

  --since CHECKPOINT  a checkpoint kept since the backup was made: where the log does not reach it, votes are missing, and
                      going on from here would make a second history

Exit codes: 0 restored · 1 refused, and the reason is named · 2 misunderstood · 3 the data cannot be opened`;

async function backup(file: string, holds: Manifest["holds"], options: ServerOptions): Promise<string> {
  const { dataDir } = options;
  if (!existsSync(dataDir)) throw new Refused(`there is no folder ${dataDir}`);
  if (existsSync(file)) throw new Refused(`${file} exists, and a backup overwrites nothing`);
  console.log(`Data        ${dataDir}`);
  const polls = await auditPolls(options);
  const hidden = polls.filter((each) => each.hidden).map(({ poll }) => poll);
  // invariant 7: what such a poll's archive holds is public only once it has closed.
  if (holds === "public" && hidden.length > 0)
    throw new Refused(
      `the results of ${hidden.join(", ")} are hidden until closing, so this archive is not public yet`,
    );
  const claim = await claimDataDir(dataDir);
  if (claim.kind !== "claimed") throw new CannotStart(refusal(claim));
  const partial = `${file}.partial`;
  try {
    const files = storedFiles(claim.dataDir.path, holds === "public" ? ["kv"] : ["do", "kv"]);
    const manifest: Manifest = {
      format: FORMAT,
      what: "Sawt backup",
      holds,
      made: new Date().toISOString(),
      polls: polls.map(({ poll, size, checkpoint }) => ({ poll, size, checkpoint })),
    };
    rmSync(partial, { force: true });
    await writeBackup(claim.dataDir.path, files, manifest, partial);
    // A name that says "backup" is given only to a whole one.
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
    claim.dataDir.release();
  }
  return `Backup      ${file} (${statSync(file).size} bytes, ${polls.length} polls)\n${
    holds === "public"
      ? "It holds no secret. Restored, it is served and can be checked; no vote can be added to it."
      : "It holds the secret that signs these logs: whoever has it can forge them. Keep it where only you can read it."
  }`;
}

/** `since`: signed checkpoints that were kept, as texts. */
async function restore(file: string, since: readonly string[], options: ServerOptions): Promise<string> {
  const { dataDir } = options;
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new Refused(`the folder ${dataDir} is not empty, and a restore overwrites nothing`);
  // Beside it and under another name: a folder that is called DATA_DIR is whole and audited, or is not there.
  const draft = `${dataDir}.restoring`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    console.log(`Reading     ${file}`);
    const { polls, holds, made } = await readBackup(file, draft).catch((error: unknown) => {
      throw error instanceof Refused ? new Refused(`${file} cannot be restored: ${error.message}`) : error;
    });
    const claims = new Map(polls.map(({ poll, checkpoint }) => [poll, checkpoint]));
    for (const note of since) claims.set(pollOf(note), note);
    await auditPolls({ ...options, dataDir: draft }, Object.fromEntries(claims));
    for (const name of ["server.lock", "server.json"]) rmSync(`${draft}/${name}`, { force: true });
    if (existsSync(dataDir)) rmdirSync(dataDir);
    renameSync(draft, dataDir);
    return `Data        ${dataDir}\n${
      holds === "public"
        ? `Restored as of ${made}, without the secret that signs: it is served and can be checked, and takes no vote.`
        : `Restored as of ${made}. From now on only this copy may run: two that sign with one key make two histories.`
    }`;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The poll whose log's checkpoint this is. */
const pollOf = (note: string): string => checkpointOf(note)?.origin.split("/").at(-1) ?? "";

type Sound = Extract<AuditedLog, { kind: "true" }>;

/**
 * Audits the log of every poll in a data folder as `npm run verify` does, and changes nothing in it: no object is opened.
 * `since`: checkpoints by poll with which their logs must begin.
 */
async function auditPolls(options: ServerOptions, since: Record<string, string> = {}): Promise<Sound[]> {
  const entry = "src/engine/ledger/auditor.ts";
  const server = await startServer({
    ...options,
    entry,
    objects: false,
    unlistening: true,
    onProgress: progress("entries"),
  });
  try {
    const response = await server.miniflare.dispatchFetch("http://auditor/", {
      method: "POST",
      body: JSON.stringify({ since }),
    });
    const audited: unknown = await response.json();
    if (!Array.isArray(audited)) throw new Error("the auditor gave no answer");
    return audited.map(sound);
  } finally {
    await server.stop();
  }
}

function sound(audited: AuditedLog): Sound {
  const { poll } = audited;
  if (audited.kind === "unknown") throw new Refused(`there is no poll ${poll} in it`);
  if (audited.kind === "false") throw new Refused(`the log of ${poll} is not true: ${faultInEnglish(audited.fault)}`);
  console.log(`True        ${poll}: ${audited.size} entries, ${audited.seals} seals, ${audited.ballots} ballots`);
  return audited;
}

/** `nothing`: what a refusal leaves undone. */
const acting =
  (nothing: "written" | "restored", act: (options: ServerOptions) => Promise<string>) =>
  async (options: ServerOptions): Promise<Outcome> => {
    try {
      return { kind: "done", text: await act(options) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { kind: "refused", text: `Refused: ${error.message}.\nNothing was ${nothing}.` };
    }
  };

if (process.argv[2] === "restore")
  await run(RESTORE, { since: { type: "string", multiple: true } }, ({ values, positionals: [, file, ...more] }) => {
    if (!file || more.length > 0) return { kind: "misunderstood" };
    const since = (values.since ?? []).map(textOfFile);
    const other = since.findIndex((note) => pollOf(note) === "");
    if (other >= 0) return { kind: "misunderstood", text: `${values.since?.[other]} is no checkpoint` };
    return onData(acting("restored", (options) => restore(file, since, options)));
  });
else
  await run(BACKUP, { public: { type: "boolean", default: false } }, ({ values, positionals: [, file, ...more] }) => {
    if (!file || more.length > 0) return { kind: "misunderstood" };
    return onData(acting("written", (options) => backup(file, values.public ? "public" : "everything", options)));
  });
