import type { PollDefinition } from "../../domain/definition.ts";
import type { BoxBatch } from "../contract.ts";
import type { Boxes } from "./boxes.ts";

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
