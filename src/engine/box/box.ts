import { randomUUID } from "node:crypto";
import { addRefused, noRefusals, type RefusalKind, type Told } from "../../domain/counters.ts";
import { MAX_BALLOTS_PER_SEAL, MOST_WAITING_BALLOTS, RUNNING_COUNTS_EVERY_MS } from "../../domain/numbers.ts";
import { phaseAt, takesBallots, takesWithdrawals } from "../../domain/phase.ts";
import { actsIn, type Counts, countBallot, countWithdrawal, emptyCounts } from "../../domain/tally.ts";
import { ballotEntry } from "../../log/entry.ts";
import { PlacedObject } from "../jurisdiction.ts";
import { AWAKE_EVERY_MS, Limiter } from "../limiter/limiter.ts";
import { Paced } from "../paced.ts";
import type {
  Admission,
  BoxInstruction,
  BoxOutcome,
  CastRequest,
  FrozenBatches,
  HandOver,
  RunningCounts,
  WithdrawOutcome,
  WithdrawRequest,
} from "../rpc.ts";
import { sealEveryMs } from "../settings.ts";
import { GroupCommit } from "./commit.ts";
import { BoxJournal, type JournalLine, readBallot } from "./journal.ts";

/**
 * A commit waits this long for company. Where SQLite's commit holds up the whole thread, as it does on one machine,
 * nothing can arrive while it is under way: without this pause each ballot would pay for a commit of its own.
 */
const GATHER_MS = 1;

/** Lines of one row: many enough to share a commit, few enough to read one again quickly. */
const MOST_LINES_PER_ROW = 250;

/** Lines of frozen batches that one answer carries: about 2 MB, where an answer may have 32. */
const MOST_LINES_PER_READING = 20_000;

interface UnderWay {
  line: string;
  committed: Promise<void>;
}

/** A line once it is durable. */
const committed = ({ line, committed }: UnderWay): Promise<string> => committed.then(() => line);

/**
 * One of a poll's N ballot boxes: it takes ballots, commits them, and hands them to the ledger in batches.
 * A ballot counts from the moment its SQLite commit is durable, and only then does the reader hear of it (invariant 1).
 */
export class BallotBox extends PlacedObject {
  readonly #journal: BoxJournal;
  readonly #life: string = randomUUID();
  readonly #refused = noRefusals();
  /** Counts networks, in a poll of one box; begun with the first ballot. */
  #limiter: Limiter | undefined;
  /** Did a former life take ballots? */
  readonly #tookBallots: boolean;
  #instruction: BoxInstruction | undefined;
  #counts: Counts = {};
  /** Lines whose commit is under way, by the lock they are about; a duplicate waits for that commit. */
  readonly #underWay = new Map<string, UnderWay>();
  readonly #commits = new GroupCommit<string>({
    gather: () => scheduler.wait(GATHER_MS),
    write: (lines) => this.#write(lines),
    sync: () => this.#sync(),
    mostItems: MOST_LINES_PER_ROW,
  });
  readonly #reports = new Paced(RUNNING_COUNTS_EVERY_MS, () => this.#report());
  /** Batches up to this one are in the ledger for good. */
  #acknowledged = -1;
  /** When the ledger is to be woken for what waits here, milliseconds since 1970. */
  #handOverAt: number | undefined;
  #writing: { row: number; lines: string[] } | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#journal = new BoxJournal(ctx.storage.sql, crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
    this.#instruction = this.#journal.readInstruction();
    if (this.#instruction) this.#counts = emptyCounts(this.#instruction.definition);
    this.#journal.recall((line) => this.#count(line));
    this.#tookBallots = actsIn(this.#counts) > 0;
    // What no batch holds, or a batch that may not have arrived, must have an alarm: heal what a former life left.
    ctx.blockConcurrencyWhile(async () => {
      this.#handOverAt = (await ctx.storage.getAlarm()) ?? undefined;
      if (!this.#journal.isEmpty) this.#arm();
    });
  }

  /** Casts a ballot. The same lock with the same answer is the same ballot, whatever the phase, for ever. */
  async cast(request: CastRequest): Promise<BoxOutcome> {
    // Nothing is waited for between this look and the commit below: the same lock may stand twice in one call.
    const underWay = this.#underWay.get(request.lock);
    const known = underWay ? await committed(underWay) : this.#journal.findBallot(request.lock);
    if (known) {
      const { question, choice } = readBallot(known);
      const same = question === request.question && choice.join() === request.choice.join();
      return same ? { kind: "counted", entry: known, repeated: true } : this.#refuse({ kind: "already-used" });
    }
    const phase = this.#phase();
    if (!takesBallots(phase)) return this.#refuse({ kind: "not-open", phase });
    if (request.marked) return this.#refuse({ kind: "already-voted" });
    if (request.barred?.kind === "too-many") return this.#refuse(request.barred);
    if (request.barred) return request.barred;
    if (this.#commits.waiting >= MOST_WAITING_BALLOTS) return { kind: "busy" };
    const admission = this.#admit(request);
    if (admission.kind === "too-many") return this.#refuse(admission);

    const line = ballotEntry({ ...request, class: admission.class });
    await this.#commit(request.lock, line);
    return { kind: "counted", entry: line, repeated: false };
  }

  /** The same in JSON both ways: a string crosses a call at two thirds of what an object costs. */
  async castText(request: string): Promise<string> {
    const ballot: CastRequest = JSON.parse(request);
    return JSON.stringify(await this.cast(ballot));
  }

  /** The class of a new ballot: as the Worker was told it, or given here, where this box counts networks. */
  #admit({ question, lock, network, ...request }: CastRequest): Admission {
    const definition = this.#instruction?.definition;
    if (!network || !definition) return { kind: "admitted", class: request.class };
    const { refused, ...from } = network;
    const admission = this.#countingNetworks().admit({
      poll: definition.id,
      question,
      lock,
      rules: definition.rules,
      network: from,
      ...(refused && { refused }),
    });
    return admission;
  }

  #countingNetworks(): Limiter {
    this.#limiter ??= new Limiter(this.ctx.storage.sql, { tookBallots: this.#tookBallots });
    return this.#limiter;
  }

  /** Counts a refusal, in memory: how many, and nothing of whose. */
  #refuse<Outcome extends { kind: RefusalKind }>(outcome: Outcome): Outcome {
    this.#refused[outcome.kind] += 1;
    return outcome;
  }

  /** Takes a ballot back: whoever knows the secret may, until close, also while the ballot is still in the box. */
  async withdraw(request: WithdrawRequest): Promise<WithdrawOutcome> {
    const ballot = this.#underWay.get(request.lock);
    const known = ballot ? await committed(ballot) : this.#journal.findBallot(request.lock);
    if (!known || readBallot(known).question !== request.question) return { kind: "not-found" };
    const key = `withdraw ${request.lock}`;
    const underWay = this.#underWay.get(key);
    if (underWay) await underWay.committed;
    if (this.#journal.isWithdrawn(request.lock)) return { kind: "withdrawn", repeated: true };

    const phase = this.#phase();
    if (!takesWithdrawals(phase)) return { kind: "not-open", phase };
    if (this.#commits.waiting >= MOST_WAITING_BALLOTS) return { kind: "busy" };
    await this.#commit(key, `withdraw ${request.lock} ${request.secret}`);
    return { kind: "withdrawn", repeated: false };
  }

  /**
   * Takes the poll's definition and state, durably, and answers the state's version that now holds. A commit under way
   * is let finish first, so that nothing is counted after the answer (invariant 4).
   */
  async instruct(instruction: BoxInstruction): Promise<number> {
    if (!this.#instruction || instruction.state.version > this.#instruction.state.version) {
      if (!this.#instruction) this.#counts = emptyCounts(instruction.definition);
      this.#instruction = instruction;
      this.#journal.writeInstruction(instruction);
    }
    await this.#commits.idle();
    await this.ctx.storage.sync();
    return this.#instruction.state.version;
  }

  /** Hands over batch `number`; asking for it acknowledges all before it (docs/design.md, From box to log). */
  async batch(number: number, keepBack: number): Promise<HandOver> {
    this.#acknowledged = Math.max(this.#acknowledged, number - 1);
    const boxes = this.#instruction?.definition.rules.boxes ?? 1;
    const batch = this.#journal.batch(number, Math.floor(MAX_BALLOTS_PER_SEAL / boxes), keepBack);
    await this.ctx.storage.sync();
    return { ...(batch && { batch }), running: this.running(), door: this.#door() };
  }

  /** What this box refused, and what its limiter saw. */
  #door(): Told {
    const definition = this.#instruction?.definition;
    if (definition?.rules.boxes !== 1) return { life: this.#life, refused: this.#refused };
    const seen = this.#countingNetworks().counters(definition.id);
    return { ...seen, life: this.#life, refused: addRefused(this.#refused, seen.refused) };
  }

  /** Batches from `from` on, for a ledger that is rebuilt: nothing is frozen and nothing acknowledged by asking. */
  frozen(from: number): FrozenBatches {
    const state = this.#instruction?.state;
    return { batches: this.#journal.frozen(from, MOST_LINES_PER_READING), ...(state && { state }) };
  }

  /** Counts of everything committed here, read at one moment. */
  running(): RunningCounts {
    return {
      box: this.#instruction?.box ?? 0,
      version: actsIn(this.#counts),
      counts: this.#counts,
      waiting: this.#journal.unfrozen,
    };
  }

  /** Wakes the ledger for as long as it has not taken what waits here, so that a lost message strands nothing. */
  override async alarm(): Promise<void> {
    // Where networks are counted, an alarm between two hand-overs only keeps this object awake.
    const isEarly = this.#limiter && this.#handOverAt !== undefined && this.#handOverAt > Date.now();
    if (!isEarly) await this.#wakeLedger();
    if (this.#strandedLines()) this.#arm();
    this.#setAlarm(Date.now());
  }

  async #wakeLedger(): Promise<void> {
    this.#handOverAt = undefined;
    try {
      const { next } = await this.#ledger().wake(this.running());
      this.#acknowledged = Math.max(this.#acknowledged, next - 1);
    } catch {
      // The ledger did not answer: the next alarm asks again.
    }
  }

  async #commit(key: string, line: string): Promise<void> {
    const committed = this.#commits.add(line);
    this.#underWay.set(key, { line, committed });
    try {
      // invariant 1: the reply leaves only after this commit; a failed one takes the object down, never half a ballot.
      await committed;
    } finally {
      this.#underWay.delete(key);
    }
    this.#reports.request();
  }

  #write(lines: string[]): void {
    this.#writing = { row: this.#journal.append(lines), lines };
    // In the same commit as the ballots: no ballot is ever stored without an alarm that will hand it over.
    this.#arm();
  }

  async #sync(): Promise<void> {
    try {
      await this.ctx.storage.sync();
    } catch (error) {
      this.ctx.abort("a commit failed");
      throw error;
    }
    if (!this.#writing) return;
    for (const line of this.#journal.remember(this.#writing.row, this.#writing.lines)) this.#count(line);
  }

  #count(line: JournalLine): void {
    if (line.kind === "ballot") countBallot(this.#counts, line.ballot);
    else countWithdrawal(this.#counts, line.ballot);
  }

  #strandedLines(): boolean {
    return this.#journal.unfrozen > 0 || this.#journal.lastBatch > this.#acknowledged;
  }

  /** Plans the hand-over unless one is due in time: one long past due was lost, one far off was set when seals were rarer. */
  #arm(): void {
    const now = Date.now();
    const period = sealEveryMs(this.env);
    if (this.#handOverAt !== undefined && Math.abs(this.#handOverAt - now) <= period) return;
    this.#handOverAt = now + period;
    this.#setAlarm(now);
  }

  /** For the next hand-over, or sooner to stay awake while networks are counted. */
  #setAlarm(now: number): void {
    const awake = this.#limiter?.keepsAwake() ? now + AWAKE_EVERY_MS : Number.POSITIVE_INFINITY;
    const at = Math.min(this.#handOverAt ?? Number.POSITIVE_INFINITY, awake);
    if (at !== Number.POSITIVE_INFINITY) void this.ctx.storage.setAlarm(at);
  }

  async #report(): Promise<void> {
    await this.#ledger().report(this.running());
  }

  #phase() {
    return this.#instruction ? phaseAt(this.#instruction.definition, this.#instruction.state, Date.now()) : "draft";
  }

  #ledger() {
    return this.env.LEDGER.getByName(this.#instruction?.definition.id ?? "");
  }
}
