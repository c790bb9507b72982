/** An act of staff on another object than `Staff`: intended, done and recorded, so that none lacks its line whatever fails in between. */
import { logEvent, REGISTRY } from "../../engine/index.ts";
import { type Acting, by, staffOf } from "../context.ts";
import type { Act } from "../store/contract.ts";
import { type Deed, type RecordEntry, written } from "../store/record.ts";

/** The account's role was taken away between the guard and the act. Nothing was done. */
export interface Forbidden {
  kind: "forbidden";
}

/** What came of an act, for the record. `before`, `after`: left out, they are as they were intended. */
type Came = { outcome: "done" | "not-done"; before?: unknown; after?: unknown };

/**
 * Does an act that editors may do. The record takes the intent first; then `perform` asks the object, which notes the request in the
 * commit that does the act; then the record takes the outcome. Where `perform` throws, the act may have been done: the record says
 * that its outcome is open, until `settleOpenActs` asks the object. Where only the outcome's line fails, the act is done and said so.
 */
export async function doAct<T>(
  c: Acting,
  deed: Deed,
  perform: (request: string) => Promise<T>,
  came: (found: T) => Came,
): Promise<T | Forbidden> {
  const { request } = c.var;
  const intended = await staffOf(c).intendAct({ ...written(deed), by: by(c) }, "editor");
  if (intended.kind === "forbidden") return { kind: "forbidden" };
  const found = await perform(request);
  const { outcome, before, after } = came(found);
  const { act: _act, ...values } = written({ act: deed.act, before, after });
  try {
    await staffOf(c).concludeAct({ request, outcome, ...values });
  } catch (error) {
    logEvent("desk-failure", { act: deed.act, request }, error);
  }
  return found;
}

/** Milliseconds. By now a request has done what it came for, or never will: the objects refuse it once they were asked. */
const SETTLE_AFTER_MS = 60_000;

/** Acts that a ledger does. All others are the registry's. */
const OF_LEDGER: readonly Act[] = ["poll-paused", "poll-resumed", "poll-closed", "poll-corrected", "poll-voided"];

/** Finds out what came of acts whose answer was lost, and writes it into the record. What no object can say stays open. */
export async function settleOpenActs(c: { env: Env }): Promise<void> {
  for (const { act, poll, request } of await staffOf(c).openActs(Date.now() - SETTLE_AFTER_MS)) {
    const outcome = await standingOf(c.env, { act, request, poll: poll ?? "" }).catch(() => "open" as const);
    if (outcome !== "open") await staffOf(c).concludeAct({ request, outcome });
  }
}

const standingOf = async (
  { LEDGER, REGISTRY: registries }: Env,
  { act, poll, request }: Required<Pick<RecordEntry, "act" | "poll" | "request">>,
) =>
  OF_LEDGER.includes(act)
    ? LEDGER.getByName(poll).settleAct(request)
    : registries.getByName(REGISTRY).settleAct(request, poll);
