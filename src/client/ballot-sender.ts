import { backoff } from "./backoff.ts";

/**
 * What became of a ballot, as far as this device knows. `unsure`: it may be counted; the same lock counts once.
 * `lost`: an earlier try had no answer, so the refusal alone does not prove that nothing was counted.
 */
type Sent =
  | { kind: "counted" }
  | { kind: "refused"; problem: string; lost: boolean }
  | { kind: "busy" }
  | { kind: "unsure" };

/** The parts of an answer that decide. `problem`: last segment of the `type` of problem details. */
export interface Answer {
  status: number;
  problem?: string | undefined;
  /** A 503 of a server that knows that nothing was counted. */
  confirmed?: boolean;
  retryAfterSeconds?: number;
}

interface World {
  /** Sends the ballot; undefined: no answer came. */
  post(): Promise<Answer | undefined>;
  wait(ms: number): Promise<void>;
  random(): number;
  /** Told before every try but the first. */
  retrying(): void;
}

const TRIES = 4;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;

/**
 * Sends one ballot, up to four times with the same lock, and never two requests at once. A try without an answer leaves
 * it open whether the ballot was counted, and no later refusal for lack of room closes that again.
 */
export async function sendBallot(world: World): Promise<Sent> {
  let lost = false;
  for (let attempt = 1; ; attempt++) {
    const answer = await world.post();
    if (answer && answer.status < 300) return { kind: "counted" };
    if (answer && answer.status < 500) return { kind: "refused", problem: answer.problem || "", lost };
    lost = lost || !answer || answer.confirmed !== true;
    if (attempt === TRIES) return { kind: lost ? "unsure" : "busy" };
    world.retrying();
    const asked = Math.min(MOST_WAIT_MS, (answer?.retryAfterSeconds || 0) * 1_000);
    await world.wait(asked + backoff(attempt, FIRST_WAIT_MS, MOST_WAIT_MS, world.random()));
  }
}

/** A secret belongs to one choice. May another choice get a new one? Not while the first may be counted. */
export const drawsAnew = (before: { choice: string; open: boolean } | undefined, choice: string): boolean =>
  before === undefined || (before.choice !== choice && !before.open);

/** Does this outcome leave open, or prove, that a ballot with this lock is counted? */
export const leavesOpen = (sent: Sent, before: boolean): boolean => {
  if (sent.kind === "unsure" || sent.kind === "counted") return true;
  if (sent.kind === "refused" && sent.problem === "already-used") return true;
  // Known locks are recognised before anything else is looked at: such a refusal proves that this one is not counted.
  if (sent.kind === "refused" && (sent.problem === "not-open" || sent.problem === "already-voted")) return false;
  return before || (sent.kind === "refused" && sent.lost);
};
