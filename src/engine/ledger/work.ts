import { FULL_SEALS_EVERY_MS, MAX_BALLOTS_PER_SEAL } from "../../domain/numbers.ts";
import { type Phase, type PollState, phaseAt } from "../../domain/phase.ts";
import { openLog } from "../../log/batch.ts";
import type { JsonObject } from "../../log/entry.ts";
import type { NoteSigner } from "../../log/note.ts";
import { sha256 } from "../keys.ts";
import { KvStore } from "../kv.ts";
import { logEvent } from "../logger.ts";
import { keysOf } from "../poll-keys.ts";
import type { HandOver, PublishedPoll, RunningCounts } from "../rpc.ts";
import { sealEveryMs } from "../settings.ts";
import { Boxes, takeBatches } from "./boxes.ts";
import { LiveTally } from "./live-tally.ts";
import { LogDamaged } from "./log-store.ts";
import { type LedgerMemory, publishedCounters } from "./memory.ts";
import { orderedByTime } from "./orders.ts";
import { checkArchive, publish } from "./publish.ts";
import { hearDoor, withCounters, withUnusualSeal } from "./seen.ts";
import type { LedgerStore } from "./store.ts";

/**
 * What a ledger does by itself: it instructs the boxes, takes their batches, seals them into the log, publishes the log
 * to the archive. All of it happens in `tend`, one step after the other, whether a vote, an alarm or a restart woke it:
 * the way of every day is also the way of recovery.
 */
export class LedgerWork {
  readonly live: LiveTally;
  readonly #env: Env;
  readonly #storage: DurableObjectStorage;
  readonly #store: LedgerStore;
  readonly #archive: KvStore;
  readonly #boxes: Boxes;
  #memory: LedgerMemory | undefined;
  #archiveChecked = false;
  #failures = 0;
  #retryAt = 0;
  /** When boxes were last asked for batches: a box that holds many and is silent must not be asked without a pause. */
  #triedAt = 0;
  #hurries = false;
  #shownPhase: Phase | undefined;

  constructor(env: Env, storage: DurableObjectStorage, store: LedgerStore) {
    this.#env = env;
    this.#storage = storage;
    this.#store = store;
    this.#archive = new KvStore(env.ARCHIVE);
    this.#boxes = new Boxes(env);
    this.live = new LiveTally(env, store, () => this.#memory?.poll);
    this.#memory = store.recall();
  }

  /** What the ledger knows; nothing where no poll was opened, or where everything was lost. */
  get memory(): LedgerMemory | undefined {
    return this.#memory;
  }

  /** Has the archive's history been found to be a beginning of this one, in this life of the ledger? */
  get archiveChecked(): boolean {
    return this.#archiveChecked;
  }

  /** Steps that failed in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** While a step fails, the alarm tries again at its own pace; boxes that wake the ledger do not hurry it. */
  get mayTry(): boolean {
    return Date.now() >= this.#retryAt;
  }

  remember(memory: LedgerMemory): void {
    this.#memory = memory;
    this.#store.remember(memory);
  }

  /** The staged log becomes the log; the archive will be compared with it before anything is signed. */
  adopt(memory: LedgerMemory): void {
    this.#store.adopt(memory);
    this.#memory = memory;
    this.#archiveChecked = false;
  }

  /** A ledger with no state while the archive holds a checkpoint has lost it, and must not sign a second history. */
  async openLog(poll: PublishedPoll, openEntry: JsonObject): Promise<LedgerMemory | "ledger-lost"> {
    if ((await this.#archive.readCheckpoint(poll.definition.id)) !== undefined) return "ledger-lost";
    const memory: LedgerMemory = {
      // Shown as published only when every box has acknowledged.
      poll: { ...poll, state: { ...poll.state, version: 0, published: false } },
      ordered: poll.state,
      notes: [],
      publishedSeal: -1,
      publishedVersion: -1,
    };
    const { checkpoint } = await keysOf(this.#env, poll.definition, poll.log);
    this.#store.open(memory, openLog(sha256, poll.definition, openEntry), checkpoint, Date.now());
    this.#memory = memory;
    return memory;
  }

  /** Takes a box's running counts. Where a full seal waits, the alarm comes sooner. */
  note(running: RunningCounts): void {
    this.live.note(running);
    if (!this.#memory || !this.#fullSealWaits || this.#hurries || this.#failures > 0) return;
    this.#hurries = true;
    void this.#setAlarm(this.#memory);
  }

  /** Does all that is due. Never run beside itself: the ledger gives it its turn. */
  async tend({ sealNow = false }: { sealNow?: boolean } = {}): Promise<void> {
    if (!this.#memory) return;
    this.#hurries = false;
    try {
      this.#closeOnTime();
      await this.#instructBoxes();
      if (!this.#memory.refused) await this.#tendLog(sealNow);
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    }
    const { definition, state } = this.#memory.poll;
    const phase = phaseAt(definition, state, Date.now());
    if (phase !== this.#shownPhase) this.live.pushSoon();
    this.#shownPhase = phase;
    await this.#setAlarm(this.#memory);
  }

  async #tendLog(sealNow: boolean): Promise<void> {
    if (!this.#memory) return;
    if (!this.#archiveChecked) await checkArchive(this.#archive, this.#store, this.#memory.poll.definition.id);
    this.#archiveChecked = true;
    if (this.#memory.poll.state.closingAt !== undefined) await this.#finish();
    else if (sealNow || Date.now() >= this.#sealAt()) await this.#sealOnce();
    await this.#publish();
  }

  /** A box or the archive did not answer: nothing is lost, the alarm tries again. A log that broke: never again. */
  #failed(error: unknown): void {
    if (!this.#memory) return;
    this.#failures += 1;
    this.#retryAt = retryAt(this.#failures, Date.now());
    if (error instanceof LogDamaged) this.remember({ ...this.#memory, refused: error.refusal });
    const { poll, refused } = this.#memory;
    const event = refused ? "ledger-refuses-to-sign" : "ledger-step-failed";
    logEvent(event, { poll: poll.definition.id, refused, failures: this.#failures }, String(error));
  }

  #closeOnTime(): void {
    const closing = this.#memory && orderedByTime(this.#memory, Date.now());
    if (closing) this.remember(closing);
  }

  /** Brings the ordered state to every box, also to those never used; only then is it shown (invariant 4). */
  async #instructBoxes(): Promise<void> {
    if (!this.#memory) return;
    const { poll, ordered } = this.#memory;
    if (poll.state.version >= ordered.version) return;
    const { definition } = poll;
    await this.#boxes.askAll(definition, (stub, box) => stub.instruct({ box, definition, state: ordered }));
    this.remember({ ...this.#memory, poll: { ...poll, state: ordered } });
  }

  /** Hands over what the boxes still hold, then the closing entry and the final seal. */
  async #finish(): Promise<void> {
    if (!this.#memory || this.#memory.poll.state.closedAt !== undefined) return;
    let taken = await this.#sealOnce({ last: true });
    while (taken.waited) taken = await this.#sealOnce({ last: true });
    const signer = await this.#signer();
    const heard = await hearDoor(this.#env, this.#memory.poll.definition, taken.handed);
    const now = Date.now();
    // The closing entry states them, in place of a note.
    const { counters } = withCounters(this.#memory, heard, now);
    const { poll, ordered, closeReason = "", closedBy } = this.#memory;
    const state: PollState = { ...ordered, version: ordered.version + 1, closedAt: now };
    const closed: LedgerMemory = {
      ...this.#memory,
      ordered: state,
      poll: { ...poll, state },
      ...(counters && { counters }),
    };
    const close = {
      reason: closeReason,
      ...(closedBy !== undefined && { by: closedBy }),
      at: new Date(now).toISOString(),
      ...publishedCounters(closed),
    };
    this.#memory = this.#store.seal(closed, { batches: [], close, now }, signer);
  }

  /** What waits is sealed when its time comes, or as soon as it fills a seal. */
  #sealAt(): number {
    const { sealedAt } = this.#store.lastSeal();
    const every = sealEveryMs(this.#env);
    return this.#fullSealWaits
      ? Math.max(sealedAt, this.#triedAt) + Math.min(FULL_SEALS_EVERY_MS, every)
      : sealedAt + every;
  }

  get #fullSealWaits(): boolean {
    return this.live.waiting >= MAX_BALLOTS_PER_SEAL;
  }

  /** Takes one batch of each box and seals them; answers what they gave and whether anything waited. The last seals need all. */
  async #sealOnce({ last = false } = {}): Promise<{ waited: boolean; handed: readonly (HandOver | undefined)[] }> {
    if (!this.#memory) return { waited: false, handed: [] };
    this.#triedAt = Date.now();
    const { definition } = this.#memory.poll;
    const handed = await takeBatches(this.#boxes, definition, this.#store.lastSeal().next, last);
    const waited = handed.some((each) => each?.batch !== undefined);
    const signer = await this.#signer();
    if (waited || this.#memory.notes.length > 0) {
      const heard = await hearDoor(this.#env, definition, handed);
      const now = Date.now();
      const batches = handed.map((each) => each?.batch);
      const sealed = this.#store.seal(withCounters(this.#memory, heard, now), { batches, now }, signer);
      this.remember(withUnusualSeal(sealed, this.#store));
    }
    for (const each of handed) if (each) this.live.note(each.running);
    return { waited, handed };
  }

  async #signer(): Promise<NoteSigner> {
    if (!this.#memory) throw new Error("a ledger without a poll signs nothing");
    const { definition, log } = this.#memory.poll;
    return (await keysOf(this.#env, definition, log)).checkpoint;
  }

  async #publish(): Promise<void> {
    if (!this.#memory) return;
    const { publishedSeal, publishedVersion, poll } = this.#memory;
    if (publishedSeal === this.#store.lastSeal().number && publishedVersion === poll.state.version) return;
    const published = await publish(this.#archive, this.#store, this.#memory);
    this.remember({ ...this.#memory, ...published });
  }

  /** Set last in every turn, so that whatever is still to do has its moment. */
  async #setAlarm(memory: LedgerMemory): Promise<void> {
    const at = nextAlarm(memory, {
      now: Date.now(),
      retryAt: this.#failures > 0 ? this.#retryAt : undefined,
      sealAt: this.#sealAt(),
      waiting: this.live.waiting > 0,
    });
    if (at !== undefined) await this.#storage.setAlarm(at);
  }
}

/** First pause before a failed step is tried again, and the longest. */
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 60_000;

/** When to try again after so many failures in a row. Times are milliseconds since 1970. */
const retryAt = (failures: number, now: number): number =>
  now + Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_MOST_MS);

interface Due {
  now: number;
  /** When a failed step may be tried again, or nothing where none failed. */
  retryAt: number | undefined;
  /** When the next seal is due, if anything waits for it. */
  sealAt: number;
  /** Boxes hold something. */
  waiting: boolean;
}

/**
 * The next moment at which a ledger has something to do; nothing while it may sleep. Never in the past, and not before a
 * failed step may be tried again: a seal that is due would otherwise wake it at once, and an archive that is down would be
 * asked as fast as it refuses.
 */
function nextAlarm({ poll, ordered, notes }: LedgerMemory, due: Due): number | undefined {
  if (due.retryAt !== undefined) return Math.max(due.now + 1, due.retryAt);
  const { opens, closes } = poll.definition;
  const times: number[] = [];
  if (opens !== undefined && Date.parse(opens) > due.now) times.push(Date.parse(opens));
  if (closes !== undefined && ordered.closingAt === undefined) times.push(Date.parse(closes));
  if (notes.length > 0 || due.waiting) times.push(due.sealAt);
  return times.length === 0 ? undefined : Math.max(due.now + 1, Math.min(...times));
}
