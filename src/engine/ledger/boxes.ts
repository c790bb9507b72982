import type { PollDefinition } from "../../domain/definition.ts";
import { BATCHED_KEEP_BACK, BATCHED_SEAL_AT } from "../../domain/numbers.ts";
import type { BallotBox } from "../box/box.ts";
import { askAgain, type BoxBatch, type HandOver, type Patience, READ_PATIENCE, VOTE_PATIENCE } from "../rpc.ts";
import { boxName } from "../settings.ts";

type AskBox<T> = (stub: DurableObjectStub<BallotBox>, box: number) => Promise<T>;

/** All boxes of a poll, asked at the same time. Answers stand in the order of the boxes. */
export class Boxes {
  readonly #env: Pick<Env, "BALLOT_BOX">;

  constructor(env: Pick<Env, "BALLOT_BOX">) {
    this.#env = env;
  }

  /** Every box must answer: throws where one does not. `ask` must be harmless to repeat. */
  async askAll<T>(definition: PollDefinition, ask: AskBox<T>): Promise<T[]> {
    return Promise.all(this.#numbers(definition).map((box) => this.askOne(definition, box, ask)));
  }

  /** One box, which must answer: throws where it does not. `ask` must be harmless to repeat. */
  async askOne<T>(definition: PollDefinition, box: number, ask: AskBox<T>): Promise<T> {
    const asked = await askAgain(() => ask(this.#stub(definition, box), box), VOTE_PATIENCE);
    if (asked.kind !== "answered") throw new Error(`box ${box} of ${definition.id} did not answer: ${asked.kind}`);
    return asked.answer;
  }

  /** Those that answer soon; the place of the others stays empty. */
  async askWilling<T>(
    definition: PollDefinition,
    ask: AskBox<T>,
    patience: Patience = READ_PATIENCE,
  ): Promise<(T | undefined)[]> {
    return Promise.all(
      this.#numbers(definition).map(async (box) => {
        const asked = await askAgain(() => ask(this.#stub(definition, box), box), patience);
        return asked.kind === "answered" ? asked.answer : undefined;
      }),
    );
  }

  #numbers(definition: PollDefinition): number[] {
    return Array.from({ length: definition.rules.boxes }, (_, box) => box);
  }

  /** A fresh stub each time: one that threw is broken. */
  #stub(definition: PollDefinition, box: number): DurableObjectStub<BallotBox> {
    return this.#env.BALLOT_BOX.getByName(boxName(definition.id, box));
  }
}

/**
 * Asks every box for the batch that the log wants next; answers by box, with nothing for a box that was silent. `last`:
 * the poll closes, so every box must answer and keeps nothing back.
 */
export async function takeBatches(
  boxes: Boxes,
  poll: PollDefinition,
  next: readonly number[],
  last: boolean,
): Promise<(HandOver | undefined)[]> {
  const keepBack = last || poll.rules.release === "live" ? 0 : await keepBackOf(boxes, poll);
  if (keepBack === "too-few-wait") return [];
  return last
    ? boxes.askAll(poll, (stub, box) => stub.batch(next[box] ?? 0, keepBack))
    : boxes.askWilling(poll, (stub, box) => stub.batch(next[box] ?? 0, keepBack));
}

/** How many ballots each box keeps. A `batched` poll seals from 20 waiting ballots on and leaves 10 in its boxes. */
async function keepBackOf(boxes: Boxes, poll: PollDefinition): Promise<number | "too-few-wait"> {
  const told = await boxes.askWilling(poll, (stub) => stub.running());
  const waiting = told.reduce((sum, each) => sum + (each?.waiting ?? 0), 0);
  return waiting < BATCHED_SEAL_AT ? "too-few-wait" : Math.ceil(BATCHED_KEEP_BACK / told.length);
}

/** Walks the batches that a box has frozen, in order, some megabytes at a time. */
export class BoxCursor {
  readonly box: number;
  readonly #read: (from: number) => Promise<BoxBatch[]>;
  #ahead: BoxBatch[] = [];
  #next = 0;

  constructor(boxes: Boxes, definition: PollDefinition, box: number) {
    this.box = box;
    this.#read = async (from) => (await boxes.askOne(definition, box, async (stub) => await stub.frozen(from))).batches;
  }

  /** Number of the batch that `peek` answers, or of the one that the box will freeze next. */
  get next(): number {
    return this.#next;
  }

  async peek(): Promise<BoxBatch | undefined> {
    if (this.#ahead.length === 0) this.#ahead = await this.#read(this.#next);
    return this.#ahead[0];
  }

  take(): void {
    this.#ahead.shift();
    this.#next += 1;
  }
}

/** A batch as the lines by which the log is compared with it: a withdrawal is known by its ballot and its secret. */
const linesOf = ({ ballots, withdrawals }: BoxBatch): string[] => [
  ...ballots,
  ...withdrawals.map(({ entry, secret }) => withdrawalLine(entry, secret)),
];

export const withdrawalLine = (ballot: string, secret: string): string => `withdraw ${secret} ${ballot}`;

/**
 * Moves each cursor over the batch that a seal took from its box, if it took one: `lines` is all that the seal holds of
 * ballots and withdrawals. Answers what does not fit: a batch that went in by halves, or a line that no box has.
 */
export async function takeSealed(
  cursors: readonly BoxCursor[],
  lines: ReadonlySet<string>,
): Promise<string | undefined> {
  const left = new Set(lines);
  for (const cursor of cursors) {
    const batch = await cursor.peek();
    const held = batch ? linesOf(batch) : [];
    if (!batch || !lines.has(held[0] ?? "")) continue;
    const missing = held.filter((line) => !left.delete(line)).length;
    if (missing > 0)
      return `${missing} lines of batch ${batch.number} of box ${cursor.box} are not with the rest of it`;
    cursor.take();
  }
  return left.size > 0 ? `${left.size} of its ballots and withdrawals are in no box` : undefined;
}
