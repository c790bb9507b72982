import type { Text } from "../../domain/language.ts";
import { type Correction, correct, reasonErrors } from "../../domain/notice.ts";
import { phaseAt } from "../../domain/phase.ts";
import { ballotsIn } from "../../domain/tally.ts";
import { checkpointOf } from "../../log/checkpoint.ts";
import type { JsonObject } from "../../log/entry.ts";
import { toBase64 } from "../../log/text.ts";
import { PlacedObject } from "../jurisdiction.ts";
import type {
  LedgerHealth,
  LedgerOpening,
  LedgerView,
  NoticeOutcome,
  OrderOutcome,
  PublishedPoll,
  Recovery,
  RunningCounts,
  SealedPace,
} from "../rpc.ts";
import type { ActStanding } from "../staff-acts.ts";
import { Boxes } from "./boxes.ts";
import { type LedgerMemory, publishedCounters } from "./memory.ts";
import { closing, type Decision, noticed, type Order, ordered, pausing, resuming } from "./orders.ts";
import { CannotRecover, recoverLedger } from "./recover.ts";
import { LedgerStore } from "./store.ts";
import { LedgerWork } from "./work.ts";

/**
 * A poll's ledger, as the others see it: what they may ask of it, one after the other. What it does by itself is
 * `LedgerWork`, what people may order is `orders.ts`.
 */
export class Ledger extends PlacedObject {
  readonly #store: LedgerStore;
  readonly #work: LedgerWork;
  #turns: Promise<unknown> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new LedgerStore(ctx.storage);
    this.#work = new LedgerWork(this.env, ctx.storage, this.#store);
  }

  /** Opens the log of a poll, once: asked again it answers the poll as it stands. `openEntry`: JSON of the first entry. */
  async open(poll: PublishedPoll, openEntry: JsonObject): Promise<LedgerOpening> {
    return this.#inTurn(async () => {
      const memory = this.#work.memory ?? (await this.#work.openLog(poll, openEntry));
      if (memory === "ledger-lost") return { kind: "refused", refusal: memory };
      await this.#work.tend();
      return { kind: "opened", poll: this.#work.memory?.poll ?? memory.poll };
    });
  }

  /** The poll and its running tally; nothing where no such poll was opened. */
  async view(): Promise<LedgerView | undefined> {
    if (!this.#work.memory) return undefined;
    const { memory } = this.#work;
    const { poll, refused, unusual } = memory;
    const tally = await this.#work.live.read(poll);
    return {
      poll,
      tally,
      counters: publishedCounters(memory),
      ...(unusual && { unusual }),
      ...(refused && { refused }),
    };
  }

  /** Takes a box's running counts. Cumulative and versioned: a late or repeated message changes nothing. */
  report(running: RunningCounts): void {
    this.#work.note(running);
  }

  /** A box has something to hand over. Seals if it is time, and answers which of the box's batches comes next. */
  async wake(running: RunningCounts): Promise<{ next: number }> {
    if (!this.#work.memory) return { next: 0 };
    this.#work.live.note(running);
    if (this.#work.mayTry) await this.#tend();
    return { next: this.#store.lastSeal().next[running.box] ?? 0 };
  }

  /** Begins to tell a gallery of every change; answers the message to start with. */
  async watch(gallery: number): Promise<string | undefined> {
    return this.#work.memory && this.#work.live.watch(gallery, this.#work.memory.poll);
  }

  /**
   * `by`, here and below: the role of whoever asks, which the public log names; never a person. `request`: under which the desk's
   * record names the act, see `settleAct`.
   */
  pause(by?: string, request?: string): Promise<OrderOutcome> {
    return this.#order(pausing(by), request);
  }

  resume(by?: string, request?: string): Promise<OrderOutcome> {
    return this.#order(resuming(by), request);
  }

  /** Closes for good: boxes refuse, everything is handed over, the final seal stands. `reason` is public. */
  close(reason: string, by?: string, request?: string): Promise<OrderOutcome> {
    return this.#order(closing(reason, Date.now(), by), request);
  }

  /** Corrects a typo where readers see it. The log's `open` entry keeps the first wording, and a note tells both. */
  correct(correction: Correction, by?: string, request?: string): Promise<NoticeOutcome> {
    return this.#notify(
      (poll, now) => {
        const outcome = correct(poll.definition, correction, now);
        return outcome.kind === "corrected" ? { ...outcome, kind: "notice" } : outcome;
      },
      by,
      request,
    );
  }

  /** Declares, for good, that this vote says nothing. Its ballots and its log stay as they are. */
  declareVoid(reason: Text, by?: string, request?: string): Promise<NoticeOutcome> {
    return this.#notify(
      ({ definition, notices = [] }, at) => {
        if (notices.some(({ kind }) => kind === "voided")) return { kind: "unchanged" };
        const errors = reasonErrors(reason);
        return errors.length > 0
          ? { kind: "invalid", errors }
          : { kind: "notice", definition, notice: { kind: "voided", at, reason } };
      },
      by,
      request,
    );
  }

  /**
   * Was the act done that staff asked for in this request? One that has not come by now will not be done. A ledger without a memory
   * cannot tell.
   */
  settleAct(request: string): ActStanding {
    const { memory } = this.#work;
    return memory ? this.#store.acts.settle(request, memory.poll.definition.id) : "open";
  }

  /** How log, archive and boxes are: what whoever watches a poll must know before readers do. */
  async health(): Promise<LedgerHealth | undefined> {
    const { memory, failures } = this.#work;
    return memory && readHealth(this.env, this.#store, memory, failures);
  }

  /** The seals that stood at `from` (milliseconds since 1970) or later, with the one before them, for a curve of the pace. */
  pace(from: number): SealedPace[] {
    return this.#work.memory ? this.#store.paceSince(from) : [];
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
      await this.#work.tend();
      const before = this.#work.memory;
      if (before && !before.refused)
        return this.#work.archiveChecked
          ? { kind: "not-needed" }
          : { kind: "refused", why: "the archive could not be asked; try again" };
      try {
        const from = before?.refused ?? "ledger-lost";
        const { memory, closed } = await recoverLedger(this.env, this.#store, before, poll);
        this.#work.adopt(memory);
        const { size, number, counts } = this.#store.lastSeal();
        await this.#work.tend({ sealNow: true });
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

  async #order(order: Order, request: string | undefined): Promise<OrderOutcome> {
    const before = this.#work.memory;
    if (!before) return { kind: "not-possible", phase: "draft" };
    const given = ordered(before, order, Date.now());
    if (!given) return { kind: "not-possible", phase: phaseOf(before) };
    this.#store.acts.note(request, before.poll.definition.id);
    this.#work.remember(given);
    await this.#tend();
    const after = this.#work.memory ?? given;
    return { kind: after.poll.state.version >= given.ordered.version ? "done" : "ordered", phase: phaseOf(after) };
  }

  /** In its turn: what the boxes are told meanwhile must not bring back the wording that was corrected. */
  async #notify(
    decide: (poll: PublishedPoll, now: number) => Decision,
    by: string | undefined,
    request: string | undefined,
  ): Promise<NoticeOutcome> {
    return this.#inTurn(async () => {
      const before = this.#work.memory;
      if (!before) return { kind: "not-found" };
      const decided = decide(before.poll, Date.now());
      if (decided.kind !== "notice") return decided;
      const given = noticed(before, decided, by);
      if (given.kind !== "noticed") return given;
      this.#store.acts.note(request, before.poll.definition.id);
      this.#work.remember(given.memory);
      await this.#work.tend();
      return { kind: "published", notice: decided.notice, logged: given.logged };
    });
  }

  #tend(options: { sealNow?: boolean } = {}): Promise<void> {
    return this.#inTurn(() => this.#work.tend(options));
  }

  /** One at a time, in order: nothing that changes the log ever runs beside itself. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turns.then(act);
    this.#turns = done.catch(() => undefined);
    return done;
  }
}

const phaseOf = ({ poll }: LedgerMemory) => phaseAt(poll.definition, poll.state, Date.now());

/** How a ledger is, as far as it and its boxes can say. A box that does not answer soon is said to be silent. */
async function readHealth(
  env: Pick<Env, "BALLOT_BOX">,
  store: LedgerStore,
  memory: LedgerMemory,
  failures: number,
): Promise<LedgerHealth> {
  const { poll, ordered, notes, publishedSeal, refused } = memory;
  const { number, size, sealedAt, checkpoint } = store.lastSeal();
  const signed = checkpointOf(checkpoint);
  const told = await new Boxes(env).askWilling(poll.definition, (stub) => stub.running());
  return {
    seal: number,
    size,
    root: signed ? toBase64(signed.root) : "",
    sealedAt,
    publishedSeal,
    failures,
    waiting: told.map((running) => running?.waiting ?? null),
    notes: notes.length,
    ordering: poll.state.version < ordered.version,
    ...(refused && { refused }),
  };
}
