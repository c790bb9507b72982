import { DurableObject } from "cloudflare:workers";
import { Archive } from "../archive/archive.ts";
import { openLog } from "../log/batch.ts";
import { growsFrom, parseCheckpoint } from "../log/checkpoint.ts";
import type { NoteSigner } from "../log/note.ts";
import { BATCHED_KEEP_BACK, BATCHED_SEAL_AT } from "../poll/numbers.ts";
import { type Phase, type PollState, phaseAt } from "../poll/phase.ts";
import { Boxes } from "./boxes.ts";
import type { LedgerOpening, LedgerView, OrderOutcome, PublishedPoll, RunningCounts } from "./contract.ts";
import { type LedgerMemory, LedgerStore } from "./ledger-store.ts";
import { LiveTally } from "./live-tally.ts";
import { keysOf } from "./poll-keys.ts";
import { LogDamaged, publish } from "./publishing.ts";
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
  #turns: Promise<unknown> = Promise.resolve();
  #archiveChecked = false;
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
  async open(poll: PublishedPoll, openEntry: unknown): Promise<LedgerOpening> {
    return this.#inTurn(async () => {
      const memory = this.#memory ?? (await this.#openLog(poll, openEntry));
      if (memory === "ledger-lost") return { kind: "refused", refusal: memory };
      await this.#tendOnce({});
      return { kind: "opened", poll: this.#memory?.poll ?? memory.poll };
    });
  }

  /** The poll and its running tally; nothing where no such poll was opened. */
  async view(): Promise<LedgerView | undefined> {
    if (!this.#memory) return undefined;
    const { poll, refused } = this.#memory;
    return { poll, tally: await this.#live.read(poll), ...(refused && { refused }) };
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

  #tend(options: { sealNow?: boolean } = {}): Promise<void> {
    return this.#inTurn(() => this.#tendOnce(options));
  }

  /** One at a time, in order: nothing that changes the log ever runs beside itself. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turns.then(act);
    this.#turns = done.catch(() => undefined);
    return done;
  }

  /** A ledger with no state while the archive holds a checkpoint has lost it, and must not sign a second history. */
  async #openLog(poll: PublishedPoll, openEntry: unknown): Promise<LedgerMemory | "ledger-lost"> {
    if ((await this.#archive.readCheckpoint(poll.definition.id)) !== undefined) return "ledger-lost";
    const memory: LedgerMemory = {
      // Shown as published only when every box has acknowledged.
      poll: { ...poll, state: { ...poll.state, version: 0, published: false } },
      ordered: poll.state,
      notes: [],
      publishedSeal: -1,
      publishedVersion: -1,
    };
    const { checkpoint } = await keysOf(this.env, poll.definition, poll.log);
    this.#store.open(memory, openLog(poll.definition, openEntry), checkpoint, Date.now());
    this.#memory = memory;
    return memory;
  }

  async #tendOnce({ sealNow = false }: { sealNow?: boolean }): Promise<void> {
    if (!this.#memory || this.#memory.refused) return;
    try {
      await this.#checkArchive();
      this.#closeOnTime();
      await this.#instructBoxes();
      if (this.#memory.poll.state.closingAt !== undefined) await this.#finish();
      else if (sealNow || this.#sealDue()) await this.#sealOnce();
      await this.#publish();
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    }
    const phase = this.#phase(this.#memory);
    if (phase !== this.#shownPhase) this.#live.pushSoon();
    this.#shownPhase = phase;
    await this.#setAlarm();
  }

  /** A box or the archive did not answer: nothing is lost, the alarm tries again. A log that broke: never again. */
  #failed(error: unknown): void {
    if (!this.#memory) return;
    this.#failures += 1;
    if (error instanceof LogDamaged) this.#remember({ ...this.#memory, refused: error.refusal });
    const { poll, refused } = this.#memory;
    const event = refused ? "ledger-refuses-to-sign" : "ledger-step-failed";
    console.warn(
      JSON.stringify({ event, poll: poll.definition.id, refused, failures: this.#failures, message: String(error) }),
    );
  }

  /** invariant 3: once in each life, before anything is signed, the archive's history must be a beginning of ours. */
  async #checkArchive(): Promise<void> {
    if (this.#archiveChecked || !this.#memory) return;
    const note = await this.#archive.readCheckpoint(this.#memory.poll.definition.id);
    const archived = note === undefined ? undefined : parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1));
    const verdict = growsFrom(archived, this.#store.lastSeal().size, (size) => this.#store.log.rootAt(size));
    if (verdict !== "may-sign")
      throw new LogDamaged(verdict, "the archive holds a checkpoint that this log does not grow from");
    this.#archiveChecked = true;
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
    const signer = await this.#signer();
    const { poll, ordered, closeReason = "" } = this.#memory;
    const now = Date.now();
    const state: PollState = { ...ordered, version: ordered.version + 1, closedAt: now };
    const closed: LedgerMemory = { ...this.#memory, ordered: state, poll: { ...poll, state } };
    const close = { reason: closeReason, at: new Date(now).toISOString() };
    this.#memory = this.#store.seal(closed, { batches: [], close, now }, signer);
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
    const signer = await this.#signer();
    if (waited || this.#memory.notes.length > 0)
      this.#memory = this.#store.seal(
        this.#memory,
        { batches: handed.map((each) => each?.batch), now: Date.now() },
        signer,
      );
    for (const each of handed) if (each) this.#live.note(each.running);
    return waited;
  }

  async #signer(): Promise<NoteSigner> {
    if (!this.#memory) throw new Error("a ledger without a poll signs nothing");
    const { definition, log } = this.#memory.poll;
    return (await keysOf(this.env, definition, log)).checkpoint;
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
