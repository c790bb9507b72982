import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { QuestionCounts } from "../../src/domain/tally.ts";
import { total } from "../../src/domain/tally.ts";
import { fetchVkey } from "../../src/tools/fetch-log.ts";
import { inconsistent, type PublicLog } from "../fault/public-log.ts";
import type { Books, Reckoning } from "./books.ts";
import { SEAL_EVERY_MS } from "./machine.ts";

const POLL = "facebook-hour";
const QUESTION = "pledge";
const VERIFY = fileURLToPath(new URL("../../src/tools/verify.ts", import.meta.url));

/** After the last vote everything is sealed and published within so long. */
const SEALED_WITHIN_MS = 180_000;

export interface Settled extends Reckoning {
  entries: number;
  seals: number;
  /** Checkpoints that were seen or published, each of which must be consistent with the log. */
  checkpoints: number;
}

/** When the crowd has gone: waits for the last seal, then compares books, public log, tally, and an outsider's recount. */
export async function settle(url: string, books: Books, log: PublicLog): Promise<Settled> {
  const tally = await lastTally(url);
  const entries = await log.entries();
  const reckoning = books.reckon(entries.map((entry) => Buffer.from(entry).toString()));
  const wrong = [...reckoning.wrong];

  if (total(tally.ballots) !== reckoning.logged)
    wrong.push(`the tally says ${total(tally.ballots)} ballots, the log holds ${reckoning.logged}`);
  const notes = await log.checkpoints(entries);
  wrong.push(...inconsistent(String(await fetchVkey({ base: url, poll: POLL })), notes, entries));
  const recounted = await verify(`${url}/p/${POLL}`);
  if (recounted.verdict !== "true") wrong.push(`npm run verify finds the log ${JSON.stringify(recounted)}`);
  else if (JSON.stringify(recounted.counts[QUESTION]) !== JSON.stringify(tally))
    wrong.push(`the tally ${JSON.stringify(tally)} is not the recount ${JSON.stringify(recounted.counts[QUESTION])}`);
  return {
    ...reckoning,
    wrong,
    entries: entries.length,
    seals: recounted.verdict === "true" ? recounted.seals : 0,
    checkpoints: notes.length,
  };
}

/** The tally once nothing waits: all of its ballots are sealed, no seal follows, and the last is published. */
async function lastTally(url: string): Promise<QuestionCounts> {
  let size = 0;
  let since = performance.now();
  for (const end = since + SEALED_WITHIN_MS; performance.now() < end; await wait(500)) {
    const tally = await (await fetch(`${url}/api/v1/polls/${POLL}/tally`)).json();
    const counts: QuestionCounts = tally.questions[QUESTION];
    if (tally.sealed.size !== size) since = performance.now();
    size = tally.sealed.size;
    const settled = performance.now() - since > 2 * SEAL_EVERY_MS;
    if (!settled || tally.sealed.ballots !== total(counts.ballots)) continue;
    const checkpoint = await fetch(`${url}/log/${POLL}/checkpoint`);
    if (checkpoint.ok && Number((await checkpoint.text()).split("\n")[1]) === size) return counts;
  }
  throw new Error(`not everything was sealed within ${SEALED_WITHIN_MS} ms`);
}

type Recounted = { verdict: "true"; seals: number; counts: Record<string, QuestionCounts> } | { verdict: "false" };

/** `npm run verify`, as anyone runs it. */
async function verify(address: string): Promise<Recounted> {
  const child = spawn(process.execPath, [VERIFY, address, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  return code === 0 || code === 1 ? JSON.parse(said) : { verdict: "false" };
}
