import { DurableObject } from "cloudflare:workers";
import { Archive } from "../archive/archive.ts";
import { openLog } from "../log/batch.ts";
import { BATCHED_KEEP_BACK, BATCHED_SEAL_AT } from "../poll/numbers.ts";
import { type Phase, type PollState, phaseAt } from "../poll/phase.ts";
import { Boxes } from "./boxes.ts";
import type { LedgerView, OrderOutcome, PublishedPoll, RunningCounts } from "./contract.ts";
import { type LedgerMemory, LedgerStore } from "./ledger-store.ts";
import { LiveTally } from "./live-tally.ts";
import { publish } from "./publishing.ts";
import { sealEveryMs } from "./settings.ts";

/** First pause before a failed step is tried again, and the longest. */
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 60_000;

/** A change of state that people ask for. */
interface Order {
  from: readonly Phase[];
  change: (state: PollState) => PollState;
  note?: object;
  closeReason?: string;
}

/**
 * A poll's ledger: it takes the boxes' batches, seals them into the log, publishes the log to the archive, and tells
 * everyone who watches how the tally runs. All that it does by itself happens in `#tend`, one step after the other,
 * whether it was woken by a vote, an alarm or a restart: the way of every day is also the way of recovery.
 */
export class Ledger extends DurableObject<Env> {
  readonly #store: LedgerStore;
  readonly #archive: Archive;
  readonly #boxes: Boxes;
  readonly #live: LiveTally;
  #memory: LedgerMemory | undefined;
  #tending: Promise<void> = Promise.resolve();
  #failures = 0;
  #shownPhase: Phase | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new LedgerStore(ctx.storage);
    this.#archive = new Archive(env.ARCHIVE);
    this.#boxes = new Boxes(env);
    this.#live = new LiveTally(env, this.#store, () => this.#memory?.poll);
    this.#memory = this.#store.recall();
  }

  /** Opens the log of a poll, once: asked again it answers the poll as it stands. `openEntry`: JSON of the first entry. */
  async open(poll: PublishedPoll, openEntry: unknown): Promise<PublishedPoll> {
    if (!this.#memory) {
      const memory: LedgerMemory = {
        // Shown as published only when every box has acknowledged.
        poll: { ...poll, state: { ...poll.state, version: 0, published: false } },
        ordered: poll.state,
        notes: [],
        publishedSeal: -1,
        publishedVersion: -1,
      };
      this.#store.open(memory, openLog(poll.definition, openEntry), Date.now());
      this.#memory = memory;
    }
    await this.#tend();
    return this.#memory.poll;
  }

  /** The poll and its running tally; nothing where no such poll was opened. */
  async view(): Promise<LedgerView | undefined> {
    const poll = this.#memory?.poll;
    return poll && { poll, tally: await this.#live.read(poll) };
  }

  /** Takes a box's running counts. Cumulative and versioned: a late or repeated message changes nothing. */
  report(running: RunningCounts): void {
    this.#live.note(running);
  }

  /** A box has something to hand over. Seals if it is time, and answers which of the box's batches comes next. */
  async wake(running: RunningCounts): Promise<{ next: number }> {
    if (!this.#memory) return { next: 0 };
    this.#live.note(running);
    await this.#tend();
    return { next: this.#store.lastSeal().next[running.box] ?? 0 };
  }

  /** Begins to tell a gallery of every change; answers the message to start with. */
  async watch(gallery: number): Promise<string | undefined> {
    if (!this.#memory) return undefined;
    this.#store.addGallery(gallery);
    return this.#live.message(this.#memory.poll);
  }

  pause(): Promise<OrderOutcome> {
    return this.#order({ from: ["open"], change: (state) => ({ ...state, paused: true }), note: { event: "paused" } });
  }

  resume(): Promise<OrderOutcome> {
    return this.#order({
      from: ["paused"],
      change: (state) => ({ ...state, paused: false }),
      note: { event: "resumed" },
    });
  }

  /** Closes for good: boxes refuse, everything is handed over, the final seal stands. `reason` is public. */
  close(reason: string): Promise<OrderOutcome> {
    return this.#order({
      from: ["scheduled", "open", "paused", "closing"],
      change: (state) => ({ ...state, closingAt: state.closingAt ?? Date.now() }),
      closeReason: reason,
    });
  }

  /** Seals and publishes whatever waits, without regard to the time of the last seal. */
  async seal(): Promise<void> {
    await this.#tend({ sealNow: true });
  }

  override async alarm(): Promise<void> {
    await this.#tend();
  }

  async #order({ from, change, note, closeReason }: Order): Promise<OrderOutcome> {
    const memory = this.#memory;
    if (!memory) return { kind: "not-possible", phase: "draft" };
    const phase = this.#phase(memory);
    if (!from.includes(phase)) return { kind: "not-possible", phase };
    const version = memory.ordered.version + 1;
    this.#remember({
      ...memory,
      ordered: { ...change(memory.ordered), version },
      notes: note ? [...memory.notes, { ...note, at: new Date().toISOString() }] : memory.notes,
      ...(closeReason !== undefined && { closeReason: memory.closeReason ?? closeReason }),
    });
    await this.#tend();
    const done = this.#memory !== undefined && this.#memory.poll.state.version >= version;
    return { kind: done ? "done" : "ordered", phase: this.#phase(this.#memory ?? memory) };
  }

  /** One at a time, in order: nothing in here ever runs beside itself. */
  #tend(options: { sealNow?: boolean } = {}): Promise<void> {
    this.#tending = this.#tending.then(() => this.#tendOnce(options));
    return this.#tending;
  }

  async #tendOnce({ sealNow = false }: { sealNow?: boolean }): Promise<void> {
    if (!this.#memory) return;
    try {
      this.#closeOnTime();
      await this.#instructBoxes();
      if (this.#memory.poll.state.closingAt !== undefined) await this.#finish();
      else if (sealNow || this.#sealDue()) await this.#sealOnce();
      await this.#publish();
      this.#failures = 0;
    } catch (error) {
      // A box or the archive did not answer. Nothing is lost: what waits is durable, and the alarm tries again.
      this.#failures += 1;
      const { id } = this.#memory.poll.definition;
      console.warn(
        JSON.stringify({ event: "ledger-step-failed", poll: id, failures: this.#failures, message: String(error) }),
      );
    }
    const phase = this.#phase(this.#memory);
    if (phase !== this.#shownPhase) this.#live.pushSoon();
    this.#shownPhase = phase;
    await this.#setAlarm();
  }

  #closeOnTime(): void {
    if (!this.#memory) return;
    const { poll, ordered, closeReason } = this.#memory;
    const { closes } = poll.definition;
    if (closes === undefined || ordered.closingAt !== undefined || Date.now() < Date.parse(closes)) return;
    this.#remember({
      ...this.#memory,
      ordered: { ...ordered, version: ordered.version + 1, closingAt: Date.parse(closes) },
      closeReason: closeReason ?? "closing time",
    });
  }

  /** Brings the ordered state to every box, also to those never used; only then is it shown (DESIGN 4.6, 8). */
  async #instructBoxes(): Promise<void> {
    if (!this.#memory) return;
    const { poll, ordered } = this.#memory;
    if (poll.state.version >= ordered.version) return;
    const { definition } = poll;
    await this.#boxes.askAll(definition, (stub, box) => stub.instruct({ box, definition, state: ordered }));
    this.#remember({ ...this.#memory, poll: { ...poll, state: ordered } });
  }

  /** Hands over what the boxes still hold, then the closing entry and the final seal. */
  async #finish(): Promise<void> {
    if (!this.#memory || this.#memory.poll.state.closedAt !== undefined) return;
    while (await this.#sealOnce({ last: true }));
    const { poll, ordered, closeReason = "" } = this.#memory;
    const now = Date.now();
    const state: PollState = { ...ordered, version: ordered.version + 1, closedAt: now };
    const closed: LedgerMemory = { ...this.#memory, ordered: state, poll: { ...poll, state } };
    const close = { reason: closeReason, at: new Date(now).toISOString() };
    this.#memory = this.#store.seal(closed, { batches: [], close, now }).memory;
  }

  #sealDue(): boolean {
    return Date.now() >= this.#store.lastSeal().sealedAt + sealEveryMs(this.env);
  }

  /** Takes one batch of each box and seals them; answers whether anything waited. The last seals need every box. */
  async #sealOnce({ last = false } = {}): Promise<boolean> {
    if (!this.#memory) return false;
    const { definition } = this.#memory.poll;
    const keepBack = last ? 0 : await this.#keepBack(definition.rules.release);
    if (keepBack === "too-few") return false;

    const { next } = this.#store.lastSeal();
    const ask = last ? this.#boxes.askAll.bind(this.#boxes) : this.#boxes.askWilling.bind(this.#boxes);
    const handed = await ask(definition, (stub, box) => stub.batch(next[box] ?? 0, keepBack));
    const waited = handed.some((each) => each?.batch !== undefined);
    if (waited || this.#memory.notes.length > 0)
      this.#memory = this.#store.seal(this.#memory, {
        batches: handed.map((each) => each?.batch),
        now: Date.now(),
      }).memory;
    for (const each of handed) if (each) this.#live.note(each.running);
    return waited;
  }

  /** How many ballots each box keeps. A `batched` poll seals from 20 waiting ballots on and leaves 10 in its boxes. */
  async #keepBack(release: "live" | "batched"): Promise<number | "too-few"> {
    if (release === "live" || !this.#memory) return 0;
    const told = await this.#boxes.askWilling(this.#memory.poll.definition, (stub) => stub.running());
    const waiting = told.reduce((sum, each) => sum + (each?.waiting ?? 0), 0);
    return waiting < BATCHED_SEAL_AT ? "too-few" : Math.ceil(BATCHED_KEEP_BACK / told.length);
  }

  async #publish(): Promise<void> {
    if (!this.#memory) return;
    const { publishedSeal, publishedVersion, poll } = this.#memory;
    if (publishedSeal === this.#store.lastSeal().number && publishedVersion === poll.state.version) return;
    const published = await publish(this.#archive, this.#store, this.#memory);
    this.#remember({ ...this.#memory, ...published });
  }

  /** The next moment at which something is due; set last, and never in the past. */
  async #setAlarm(): Promise<void> {
    if (!this.#memory) return;
    const now = Date.now();
    const { poll, ordered, notes } = this.#memory;
    const { opens, closes } = poll.definition;
    const due: number[] = [];
    if (this.#failures > 0) due.push(now + Math.min(RETRY_FIRST_MS * 2 ** (this.#failures - 1), RETRY_MOST_MS));
    if (opens !== undefined && Date.parse(opens) > now) due.push(Date.parse(opens));
    if (closes !== undefined && ordered.closingAt === undefined) due.push(Date.parse(closes));
    if (notes.length > 0 || this.#live.waiting) due.push(this.#store.lastSeal().sealedAt + sealEveryMs(this.env));
    if (due.length > 0) await this.ctx.storage.setAlarm(Math.max(now + 1, Math.min(...due)));
  }

  #remember(memory: LedgerMemory): void {
    this.#memory = memory;
    this.#store.remember(memory);
  }

  #phase(memory: LedgerMemory): Phase {
    return phaseAt(memory.poll.definition, memory.poll.state, Date.now());
  }
}
