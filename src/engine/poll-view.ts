import type { UnusualSeal } from "../domain/arrivals.ts";
import { noCounters, type PollCounters } from "../domain/counters.ts";
import type { PollDefinition } from "../domain/definition.ts";
import { sealedTally, type Tally } from "../domain/disclosure.ts";
import { ID_PATTERN } from "../domain/id.ts";
import type { Notice } from "../domain/notice.ts";
import { RUNNING_COUNTS_EVERY_MS } from "../domain/numbers.ts";
import { type Phase, phaseAt } from "../domain/phase.ts";
import { KvStore, Unreachable } from "./kv.ts";
import { Boxes } from "./ledger/boxes.ts";
import { sumOf } from "./ledger/live-tally.ts";
import { askAgain, type LedgerView, type LogIdentity, pause, READ_PATIENCE, type Refusal, within } from "./rpc.ts";
import { REGISTRY } from "./settings.ts";

/** A poll as the Worker knows it: at most a second old while the ledger answers, else as the archive has it. */
export interface PollView {
  definition: PollDefinition;
  phase: Phase;
  log: LogIdentity;
  /** Corrections and declarations that every page, frame, picture and file of the poll shows, oldest first. */
  notices: readonly Notice[];
  /** Not fit for readers before `disclose`. */
  tally: Tally;
  /** What was seen at the door, as of the last seal: see `src/domain/counters.ts`. */
  counters: PollCounters;
  /** Seals that took in far more than usual, oldest first. */
  unusual?: readonly UnusualSeal[];
  /** When the final seal stood, milliseconds since 1970. */
  closedAt?: number;
  /** Why the log is signed no more: said wherever its result is shown. */
  refused?: Refusal;
}

interface Kept extends LedgerView {
  readAt: number;
  /** As it was last shown. */
  shown?: PollView | undefined;
}

/** Views by poll id, for the life of the isolate; the one renewed last at the end. Only what is public. */
const kept = new Map<string, Kept>();
/** More than a newspaper has open at a time. One takes some 14 KB, and a crawler asks for every poll there ever was. */
const MOST_KEPT = 50;

interface Reading {
  beganAt: number;
  /** The poll was changed meanwhile: what is read may be as it was before, and is not kept. */
  outdated: boolean;
}

/** Reads under way, by poll id: the last that began. */
const reading = new Map<string, Reading>();
/** Ids that no poll has, and when we heard so: a flood of made-up addresses asks the registry once a while. */
const unknown = new Map<string, number>();

const FRESH_MS = RUNNING_COUNTS_EVERY_MS;
/**
 * A view this old is not shown while its renewal is under way. A renewal takes milliseconds; where a crowd makes it take
 * seconds, all who come meanwhile must not wait for it too. What binds, the phase, is decided in the boxes.
 */
const STALE_MS = 60_000;
/** Whoever began to read this long ago may have gone away: another begins. */
const READING_MS = 2_500;
/** Between two looks at what another request reads: few at first, for most reads take milliseconds. */
const LOOK_MS = { least: 10, most: 1_000 };
const UNKNOWN_MS = 5_000;
const MOST_UNKNOWN = 1_000;

/** The published poll with this id; nothing where there is none (a draft is none to readers). Throws `Unreachable`. */
export async function readPoll(env: Env, id: string): Promise<PollView | undefined> {
  if (!ID_PATTERN.test(id)) return undefined;
  const before = await waitForReader(id);
  if (before === "no-such-poll") return undefined;
  const now = Date.now();
  if (before && isShown(before, id, now)) return viewAt(before, now);

  if (reading.size >= MOST_UNKNOWN) reading.clear();
  const own: Reading = { beganAt: now, outdated: false };
  reading.set(id, own);
  try {
    const read = await readAnew(env, id, before);
    if (read === "no-such-poll") {
      if (unknown.size >= MOST_UNKNOWN) unknown.clear();
      unknown.set(id, now);
      return undefined;
    }
    const renewed: Kept = { ...read, shown: undefined, readAt: Date.now() };
    if (!own.outdated) keep(id, renewed);
    return viewAt(renewed, Date.now());
  } finally {
    if (reading.get(id) === own) reading.delete(id);
  }
}

function keep(id: string, view: Kept): void {
  kept.delete(id);
  kept.set(id, view);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
}

/** What `readPoll` would find without asking anyone: one and the same object for as long as it does. */
export function viewNow(id: string): PollView | undefined {
  const view = kept.get(id);
  const now = Date.now();
  return view && isShown(view, id, now) ? viewAt(view, now) : undefined;
}

/**
 * What is kept of a poll, once it may be shown or nobody else is about to renew it. One request reads at a time: after a
 * restart, thousands that all asked the ledger at once would keep it from ever answering in time. No promise is shared
 * between requests, only what was read.
 */
async function waitForReader(id: string): Promise<Kept | "no-such-poll" | undefined> {
  for (let pauseMs = LOOK_MS.least; ; pauseMs = Math.min(LOOK_MS.most, 2 * pauseMs)) {
    const now = Date.now();
    const view = kept.get(id);
    if (!view && now - (unknown.get(id) ?? Number.NEGATIVE_INFINITY) < UNKNOWN_MS) return "no-such-poll";
    if ((view && isShown(view, id, now)) || !isBeingRead(id, now)) return view;
    await pause(pauseMs * (0.5 + Math.random()));
  }
}

const isBeingRead = (id: string, now: number): boolean =>
  now - (reading.get(id)?.beganAt ?? Number.NEGATIVE_INFINITY) < READING_MS;

const isShown = ({ readAt }: Kept, id: string, now: number): boolean =>
  now - readAt < FRESH_MS || (now - readAt < STALE_MS && isBeingRead(id, now));

let front: { id: string; readAt: number } | undefined;

/**
 * Id of the poll at `/`, or nothing where nobody opened one. Known for a second: a front page is asked for more often than
 * polls are opened. Where the registry does not answer, the last that was known.
 */
export async function frontPoll(env: Env): Promise<string | undefined> {
  if (front && Date.now() - front.readAt < FRESH_MS) return front.id;
  const asked = await askAgain(async () => env.REGISTRY.getByName(REGISTRY).frontPoll(), READ_PATIENCE);
  if (asked.kind !== "answered" && !front) throw new Unreachable("the registry, asked for its front poll,");
  if (asked.kind === "answered")
    front = asked.answer === undefined ? undefined : { id: asked.answer, readAt: Date.now() };
  return front?.id;
}

/** Reads a poll anew the next time: whoever has just changed it must see the change. Other isolates follow in a second. */
export function forget(id: string): void {
  kept.delete(id);
  unknown.delete(id);
  const underWay = reading.get(id);
  if (underWay) underWay.outdated = true;
  reading.delete(id);
}

/** The phase is a function of the time, so a kept view opens and closes on the second. */
function viewAt(view: Kept, now: number): PollView | undefined {
  const { poll, tally, refused, unusual, counters = noCounters() } = view;
  const phase = phaseAt(poll.definition, poll.state, now);
  if (phase === "draft") return undefined;
  if (view.shown?.phase === phase) return view.shown;
  const { definition, log, state, notices = [] } = poll;
  view.shown = {
    definition,
    phase,
    log,
    notices,
    tally: { ...tally, phase },
    counters,
    ...(unusual && { unusual }),
    ...(state.closedAt !== undefined && { closedAt: state.closedAt }),
    ...(refused && { refused }),
  };
  return view.shown;
}

/** From the ledger; where it does not answer, from the archive; and never from an object that no poll has. */
async function readAnew(env: Env, id: string, before: Kept | undefined): Promise<LedgerView | "no-such-poll"> {
  const archive = new KvStore(env.ARCHIVE);
  // An archive that is down, or takes its time, keeps nobody from a vote: the ledger knows the poll too.
  const asArchived = () => within(READ_PATIENCE.timeoutMs, archive.readPoll(id)).catch(() => undefined);
  const archived = before?.poll ?? (await asArchived());
  if (!archived) {
    const opened = await askAgain(async () => env.REGISTRY.getByName(REGISTRY).isOpened(id), READ_PATIENCE);
    if (opened.kind !== "answered") throw new Unreachable(`the registry, asked for ${id},`);
    if (!opened.answer) return "no-such-poll";
  }

  const asked = await askAgain(async () => env.LEDGER.getByName(id).view(), READ_PATIENCE);
  if (asked.kind === "answered" && asked.answer) return asked.answer;
  if (asked.kind === "answered" && !archived) return "no-such-poll";
  // The ledger answered that it knows nothing of a poll that the archive holds: what it knew is lost.
  const lost = asked.kind === "answered" && { refused: "ledger-lost" as const };
  const head = archived && (await within(READ_PATIENCE.timeoutMs, archive.readTally(id)).catch(() => undefined));
  // A vote waits for neither of them: whoever knew the poll takes votes for it.
  if (!head && before) return { ...before, ...lost };
  if (!head) throw new Unreachable(`the ledger of ${id}, or the archive with its tally,`);
  const { counters, ...tally } = head;
  return {
    ...lost,
    poll: archived,
    ...(counters && { counters }),
    tally: sealedTally({ ...tally, phase: phaseAt(archived.definition, archived.state, Date.now()) }),
  };
}

interface SharedRead {
  startedAt: number;
  busy: boolean;
  /** What the read that began at `startedAt` found; nothing while it is under way. */
  tally: Tally | undefined;
}

/** Reads of all boxes, by poll id: one a second in each isolate, shared by all voters who arrived before it began. */
const sharedReads = new Map<string, SharedRead>();

/** A voter waits this long for a shared read before reading alone: whoever began it may have gone away. */
const SHARE_MS = 2_000;
const LOOK_AGAIN_MS = 25;

/**
 * A tally that includes every ballot acknowledged before the call: what a reader sees after voting.
 * A `batched` poll shows its last seal all the same. No promise is shared between requests, only the finished value: a
 * request that goes away takes nothing of another's with it.
 */
export async function readFreshTally(env: Env, view: PollView): Promise<Tally> {
  if (view.definition.rules.release === "batched" || view.phase === "closed") return view.tally;
  const { id } = view.definition;
  const read = sharedReads.get(id) ?? { startedAt: Number.NEGATIVE_INFINITY, busy: false, tally: undefined };
  sharedReads.set(id, read);
  const askedAt = Date.now();
  for (let now = askedAt; now - askedAt < SHARE_MS; now = Date.now()) {
    // Begun after this request arrived, so after every commit that its reader has heard of.
    if (read.tally && read.startedAt > askedAt) return read.tally;
    if (!read.busy && now - read.startedAt >= RUNNING_COUNTS_EVERY_MS) {
      // Without the tally of the read before: it may miss the vote of somebody who waits for this one.
      Object.assign(read, { startedAt: now, busy: true, tally: undefined });
      try {
        read.tally = await readBoxes(env, view);
        return read.tally;
      } finally {
        read.busy = false;
      }
    }
    // Nobody may begin a read before its time: until then there is nothing to look at.
    await pause(read.busy ? LOOK_AGAIN_MS : Math.max(LOOK_AGAIN_MS, read.startedAt + RUNNING_COUNTS_EVERY_MS - now));
  }
  read.busy = false;
  return readBoxes(env, view);
}

/** The sum of all boxes now; where one is silent, what the ledger knew. */
async function readBoxes(env: Env, { definition, tally }: PollView): Promise<Tally> {
  const told = await new Boxes(env).askWilling(definition, (stub) => stub.running());
  const running = told.filter((each) => each !== undefined);
  if (running.length < told.length) return tally;
  return { ...tally, ...sumOf(definition, running), asOf: Date.now() };
}
