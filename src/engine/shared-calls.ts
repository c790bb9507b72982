import { waitUntil } from "cloudflare:workers";
import { MOST_WAITING_BALLOTS } from "../domain/numbers.ts";
import { type Asked, askAgain, type Patience } from "./rpc.ts";

/** Asks an object about many items. Answers stand in the items' order; nothing in the place of one that has none. */
type CallFor<Item, Answer> = (items: Item[]) => Promise<(Answer | undefined)[]>;

interface Member<Item, Answer> {
  item: Item;
  take: (asked: Asked<Answer>) => void;
}

interface Group<Item, Answer> {
  members: Member<Item, Answer>[];
  /** Milliseconds since 1970. */
  begunAt: number;
  sent: boolean;
}

/** Items of one call: what a box writes as one row. */
const MOST_TOGETHER = 250;

/** A call that takes longer holds up nobody else: the next leaves beside it, and its object decides what to do with both. */
const GATHER_MS = 50;

/** Longer than any group lives. The request that led an older one has died, and nobody waits for it or in it any more. */
const DEAD_AFTER_MS = 15_000;

/**
 * Calls of one object that requests of this isolate share: an item that comes while no call is under way leaves at once,
 * alone; those that come meanwhile leave together, when it is answered. The request of a group's first item leads: the call
 * is its own, and `waitUntil` keeps it alive should its reader leave.
 *
 * `take` is called within the leader's request. All it may do is resolve a promise that its own request made with
 * `Promise.withResolvers`, or add to other shared calls: I/O belongs to the request that began it, and workerd resumes a
 * promise's request only where the promise bears its mark. One made with `new Promise` bears none once V8 has optimised the
 * code around it, and then resumes in the wrong request (measured; workerd's patch "Promise Context Tagging" of V8 says why).
 */
export class SharedCalls<Item, Answer> {
  readonly #patience: Patience;
  readonly #groups = new Set<Group<Item, Answer>>();
  #gathering: Group<Item, Answer> | undefined;
  #leaders: (() => void)[] = [];

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** Asks about `item`. `call` is used where this item leads. Too many waiting: `overloaded`, and nothing was asked. */
  add(item: Item, call: CallFor<Item, Answer>, take: (asked: Asked<Answer>) => void): void {
    this.#buryDead();
    const group = this.#gathering;
    if (this.#waiting() >= MOST_WAITING_BALLOTS) take({ kind: "overloaded" });
    else if (group && group.members.length < MOST_TOGETHER) group.members.push({ item, take });
    else waitUntil(this.#lead(item, call, take));
  }

  async #lead(item: Item, call: CallFor<Item, Answer>, take: (asked: Asked<Answer>) => void): Promise<void> {
    const group: Group<Item, Answer> = { members: [{ item, take }], begunAt: Date.now(), sent: false };
    const isCalling = [...this.#groups].some(({ sent }) => sent);
    this.#groups.add(group);
    this.#gathering = group;
    // Or until this turn ends: what one answer sends on to another object goes there together.
    await (isCalling ? this.#untilAnswered() : undefined);

    if (this.#gathering === group) this.#gathering = undefined;
    group.sent = true;
    const items = group.members.map((member) => member.item);
    const asked = await askAgain(() => call(items), this.#patience);
    this.#groups.delete(group);
    for (const [i, member] of group.members.entries()) member.take(answerTo(i, asked));
    for (const leave of this.#leaders.splice(0)) leave();
  }

  /** Until a call that is under way is answered, or `GATHER_MS` have passed. */
  async #untilAnswered(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#leaders.push(resolve);
    const timer = setTimeout(resolve, GATHER_MS);
    await promise;
    clearTimeout(timer);
  }

  #waiting(): number {
    let waiting = 0;
    for (const { members } of this.#groups) waiting += members.length;
    return waiting;
  }

  #buryDead(): void {
    const now = Date.now();
    for (const group of this.#groups) {
      if (now - group.begunAt < DEAD_AFTER_MS) return;
      this.#groups.delete(group);
      if (this.#gathering === group) this.#gathering = undefined;
    }
  }
}

function answerTo<Answer>(i: number, asked: Asked<(Answer | undefined)[]>): Asked<Answer> {
  if (asked.kind !== "answered") return asked;
  const answer = asked.answer[i];
  return answer === undefined ? { kind: "lost" } : { kind: "answered", answer };
}
