import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { total } from "../domain/tally.ts";
import { faultInEnglish } from "../log/fault.ts";
import { auditLog, fetchVkey, parseAddress, parseFolder, Unreadable } from "./fetch-log.ts";

const USAGE = `npm run verify -- URL [--since FILE] [--save FILE] [--vkey KEY] [--promise FILE]… [--json]

Recounts a poll from its public log, with no code of the server's but src/log/.

  URL           any address of the poll, such as https://sawt.example/p/facebook-hour; or an archive of it, as a folder on
                this disk or the address of one, such as https://news.example/archive/facebook-hour/
  --since FILE  a checkpoint kept earlier: the log must still begin with it
  --save FILE   keeps the checkpoint that was verified, for a later --since
  --vkey KEY    the log's verifier key, from somewhere its server cannot change; else the server is asked
  --promise FILE  a promise that a reader was given: once the log is closed, its ballot must be in it; repeat for more
  --json        the verdict as one line of JSON

Exit codes: 0 the log is true · 1 it is false, and the first fault is named · 2 misunderstood · 3 not readable`;

const EXIT = { true: 0, false: 1, misunderstood: 2, unreadable: 3 } as const;

const PROGRESS_EVERY_MS = 200;

async function main(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (!asked) {
    console.error(USAGE);
    return EXIT.misunderstood;
  }
  const { address, since, promises, save, json } = asked;
  try {
    const vkey = asked.vkey ?? (await fetchVkey(address));
    const verdict = await auditLog(address, { vkey, promises, ...(since !== undefined && { since }) }, progress());
    if (verdict.kind === "true" && save !== undefined) writeFileSync(save, verdict.note);
    const keyFrom = asked.vkey !== undefined ? "printed" : "folder" in address ? "archive" : "server";
    console.log(json ? asJson(verdict, keyFrom) : asText(verdict, keyFrom));
    return EXIT[verdict.kind];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    console.error(`Not verified: ${error.message}.`);
    return EXIT.unreadable;
  }
}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        since: { type: "string" },
        save: { type: "string" },
        vkey: { type: "string" },
        promise: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
      },
    });
    const [named = ""] = positionals;
    const address = parseAddress(named) ?? parseFolder(named);
    if (!address || positionals.length !== 1) return undefined;
    const since = values.since === undefined ? undefined : readFileSync(values.since, "utf8");
    const promises = values.promise.map((file) => readFileSync(file, "utf8"));
    return { address, since, promises, save: values.save, vkey: values.vkey, json: values.json };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
}

type Verified = Awaited<ReturnType<typeof auditLog>>;

/** Who named the key: `printed` is the caller's own, the others prove less. */
type KeyFrom = "printed" | "server" | "archive";

const asJson = (verdict: Verified, keyFrom: KeyFrom): string =>
  JSON.stringify(
    verdict.kind === "false"
      ? { verdict: "false", fault: verdict.fault, words: faultInEnglish(verdict.fault), index: verdict.index }
      : {
          verdict: "true",
          keyFrom,
          origin: verdict.checkpoint.origin,
          size: verdict.checkpoint.size,
          root: Buffer.from(verdict.checkpoint.root).toString("base64"),
          seals: verdict.recount.seals,
          closed: verdict.recount.closed,
          counts: verdict.recount.counts,
          promises: verdict.promises,
        },
  );

function asText(verdict: Verified, keyFrom: KeyFrom): string {
  if (verdict.kind === "false") {
    const where = verdict.index === undefined ? "" : ` (entry ${verdict.index})`;
    return `FALSE: ${faultInEnglish(verdict.fault)}${where}.`;
  }
  const { checkpoint, recount, promises } = verdict;
  const questions = Object.entries(recount.counts).flatMap(([id, question]) => [
    `${id}: ${total(question.ballots)} ballots, ${total(question.withdrawn)} of them taken back`,
    ...Object.entries(question.options).map(
      ([option, votes]) => `  ${option.padEnd(32)} ${String(total(votes)).padStart(9)}`,
    ),
  ]);
  return [
    ...questions,
    "",
    `TRUE: ${checkpoint.size} entries and ${recount.seals} seals recounted${recount.closed ? ", closed" : ""}; every hash leads to the signed root`,
    Buffer.from(checkpoint.root).toString("base64"),
    ...(promises.kept + promises.waiting + promises.foreign > 0
      ? [`Promises: ${promises.kept} kept, ${promises.waiting} not due yet, ${promises.foreign} not of this log`]
      : []),
    ...(keyFrom === "printed"
      ? []
      : [`The key was asked of the ${keyFrom} itself. Compare it with the printed one, or pass it with --vkey.`]),
  ].join("\n");
}

/** A line on a terminal that counts up; nothing where nobody watches. */
function progress(): (read: number, of: number) => void {
  let last = 0;
  return (read, of) => {
    const now = performance.now();
    if (!process.stderr.isTTY || (now - last < PROGRESS_EVERY_MS && read < of)) return;
    last = now;
    process.stderr.write(`\r${read} of ${of} entries${read < of ? "" : "\n"}`);
  };
}

process.exitCode = await main(process.argv.slice(2));
