import { writeFileSync } from "node:fs";
import { total } from "../domain/tally.ts";
import type { Failure, Verdict } from "../log/audit.ts";
import { faultInEnglish } from "../log/fault.ts";
import { toBase64 } from "../log/text.ts";
import { falseInWords, type Outcome, progress, run, textOfFile } from "./command.ts";
import { auditLog, fetchVkey, parseAddress, parseFolder, whyOf } from "./fetch-log.ts";

const USAGE = `npm run verify -- URL [--since FILE] [--save FILE] [--vkey KEY] [--promise FILE]… [--json]

Recounts a poll from its public log. Of the server's code it uses src/log/ alone, with the SHA-256 and Ed25519 of Node.

  URL           any address of the poll, such as https://sawt.example/p/facebook-hour; or an archive of it, as a folder on
                this disk or the address of one, such as https://news.example/archive/facebook-hour/
  --since FILE  a checkpoint kept earlier: the log must still begin with it
  --save FILE   keeps the checkpoint that was verified, for a later --since
  --vkey KEY    the log's verifier key, from somewhere its server cannot change; else the server is asked
  --promise FILE  a promise that a reader was given: once the log is closed, its ballot must be in it; repeat for more
  --json        the verdict as one line of JSON

Exit codes: 0 the log is true · 1 it is false, and the first fault is named · 2 misunderstood · 3 not readable`;

const OPTIONS = {
  since: { type: "string" },
  save: { type: "string" },
  vkey: { type: "string" },
  promise: { type: "string", multiple: true },
  json: { type: "boolean", default: false },
} as const;

await run(USAGE, OPTIONS, async ({ values, positionals }): Promise<Outcome> => {
  const [named = "", ...more] = positionals;
  const place = parseAddress(named) ?? parseFolder(named);
  if (!place || more.length > 0) return { kind: "misunderstood" };
  const since = values.since === undefined ? undefined : textOfFile(values.since);
  const promises = (values.promise ?? []).map(textOfFile);

  const vkey = values.vkey ?? (await fetchVkey(place));
  if (typeof vkey !== "string") return notVerified(vkey);
  const claims = { vkey, promises, ...(since !== undefined && { since }) };
  const verdict = await auditLog(place, claims, progress("entries"));
  if (verdict.kind === "unreadable" || verdict.kind === "stopped") return notVerified(verdict);
  if (verdict.kind === "true" && values.save !== undefined) writeFileSync(values.save, verdict.note);
  const keyFrom = values.vkey !== undefined ? "printed" : "folder" in place ? "archive" : "server";
  const text = values.json ? asJson(verdict, keyFrom) : asText(verdict, keyFrom);
  return { kind: verdict.kind === "true" ? "done" : "false", text };
});

function notVerified(failure: Failure): Outcome {
  return { kind: "unreadable", text: `Not verified: ${whyOf(failure)}.` };
}

/** Who named the key: `printed` is the caller's own, the others prove less. */
type KeyFrom = "printed" | "server" | "archive";

function asJson(verdict: Verdict, keyFrom: KeyFrom): string {
  if (verdict.kind === "false") {
    const { fault, index } = verdict;
    return JSON.stringify({ verdict: "false", fault, words: faultInEnglish(fault), index });
  }
  const { checkpoint, recount, promises } = verdict;
  return JSON.stringify({
    verdict: "true",
    keyFrom,
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: toBase64(checkpoint.root),
    seals: recount.seals,
    closed: recount.closed,
    counts: recount.counts,
    promises,
  });
}

function asText(verdict: Verdict, keyFrom: KeyFrom): string {
  if (verdict.kind === "false") return falseInWords(verdict);
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
    toBase64(checkpoint.root),
    ...(promises.kept + promises.waiting + promises.foreign > 0
      ? [`Promises: ${promises.kept} kept, ${promises.waiting} not due yet, ${promises.foreign} not of this log`]
      : []),
    ...(keyFrom === "printed"
      ? []
      : [`The key was asked of the ${keyFrom} itself. Compare it with the printed one, or pass it with --vkey.`]),
  ].join("\n");
}
