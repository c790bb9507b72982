import { DurableObject } from "cloudflare:workers";
import { Archive } from "../archive/archive.ts";
import { openLog } from "../log/batch.ts";
import type { JsonObject } from "../log/entry.ts";
import type { NoteSigner } from "../log/note.ts";
import { type Phase, type PollState, phaseAt } from "../poll/phase.ts";
import { ballotsIn } from "../poll/tally.ts";
import { nextAlarm, retryAt } from "./alarm-times.ts";
import { Boxes } from "./boxes.ts";
import type { LedgerOpening, LedgerView, OrderOutcome, PublishedPoll, Recovery, RunningCounts } from "./contract.ts";
import { checkArchive } from "./fork-guard.ts";
import { takeBatches } from "./hand-over.ts";
import { type LedgerMemory, LedgerStore } from "./ledger-store.ts";
import { LiveTally } from "./live-tally.ts";
import { LogDamaged } from "./log-store.ts";
import { keysOf } from "./poll-keys.ts";
import { publish } from "./publishing.ts";
import { recoverLedger } from "./recover-ledger.ts";
import { CannotRecover } from "./recovery.ts";
import { sealEveryMs } from "./settings.ts";

/** A change of state that people ask for. */
interface Order {
  from: readonly Phase[];
  change: (state: PollState) => PollState;
  note?: JsonObject;
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
  #retryAt = 0;
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
  async open(poll: PublishedPoll, openEntry: JsonObject): Promise<LedgerOpening> {
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
    // While a step fails, the alarm tries again at its own pace; boxes that wake the ledger do not hurry it.
    if (Date.now() >= this.#retryAt) await this.#tend();
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

  /**
   * Rebuilds a ledger that was lost, or fell behind its archive, from the archive and the boxes; the next seal notes the
   * act. `npm run recover` asks it. Harmless to repeat: a refusal changes nothing, and a sound ledger is left alone.
   */
  async recover(poll: string): Promise<Recovery> {
    return this.#inTurn(async () => {
      await this.#tendOnce({});
      if (this.#memory && !this.#memory.refused)
        return this.#archiveChecked
          ? { kind: "not-needed" }
          : { kind: "refused", why: "the archive could not be asked; try again" };
      try {
        const from = this.#memory?.refused ?? "ledger-lost";
        const { memory, closed } = await recoverLedger(this.env, this.#store, this.#memory, poll);
        this.#store.adopt(memory);
        this.#memory = memory;
        this.#archiveChecked = false;
        const { size, number, counts } = this.#store.lastSeal();
        await this.#tendOnce({ sealNow: true });
        const sealed = this.#store.lastSeal();
        return {
          kind: "recovered",
          from,
          size,
          seals: number + 1,
          ballots: ballotsIn(counts),
          sealed: { seal: sealed.number, size: sealed.size },
          noted: !closed,
        };
      } catch (error) {
        this.#store.discardStaged();
        const why = error instanceof CannotRecover ? error.message : `it was interrupted (${String(error)}); try again`;
        return { kind: "refused", why };
      }
    });
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
  async #openLog(poll: PublishedPoll, openEntry: JsonObject): Promise<LedgerMemory | "ledger-lost"> {
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
    if (!this.#memory) return;
    try {
      this.#closeOnTime();
      await this.#instructBoxes();
      if (!this.#memory.refused) await this.#tendLog(sealNow);
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    }
    const phase = this.#phase(this.#memory);
    if (phase !== this.#shownPhase) this.#live.pushSoon();
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
    if (error instanceof LogDamaged) this.#remember({ ...this.#memory, refused: error.refusal });
    const { poll, refused } = this.#memory;
    const event = refused ? "ledger-refuses-to-sign" : "ledger-step-failed";
    console.warn(
      JSON.stringify({ event, poll: poll.definition.id, refused, failures: this.#failures, message: String(error) }),
    );
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

  #sealAt(): number {
    return this.#store.lastSeal().sealedAt + sealEveryMs(this.env);
  }

  /** Takes one batch of each box and seals them; answers whether anything waited. The last seals need every box. */
  async #sealOnce({ last = false } = {}): Promise<boolean> {
    if (!this.#memory) return false;
    const { definition } = this.#memory.poll;
    const handed = await takeBatches(this.#boxes, definition, this.#store.lastSeal().next, last);
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

  async #publish(): Promise<void> {
    if (!this.#memory) return;
    const { publishedSeal, publishedVersion, poll } = this.#memory;
    if (publishedSeal === this.#store.lastSeal().number && publishedVersion === poll.state.version) return;
    const published = await publish(this.#archive, this.#store, this.#memory);
    this.#remember({ ...this.#memory, ...published });
  }

  /** Set last in every turn, so that whatever is still to do has its moment. */
  async #setAlarm(memory: LedgerMemory): Promise<void> {
    const at = nextAlarm(memory, {
      now: Date.now(),
      retryAt: this.#failures > 0 ? this.#retryAt : undefined,
      sealAt: this.#sealAt(),
      waiting: this.#live.waiting,
    });
    if (at !== undefined) await this.ctx.storage.setAlarm(at);
  }

  #remember(memory: LedgerMemory): void {
    this.#memory = memory;
    this.#store.remember(memory);
  }

  #phase(memory: LedgerMemory): Phase {
    return phaseAt(memory.poll.definition, memory.poll.state, Date.now());
  }
}
