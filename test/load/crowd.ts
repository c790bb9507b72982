import { Connection } from "../fault/connection.ts";
import type { Books } from "./books.ts";
import { ADDRESS_FIELD } from "./machine.ts";
import { type Ask, type Visit, voteByForm, voteByScript, withdraw } from "./reader.ts";

/** Milliseconds after which an answer counts as lost, as in src/client/form.ts. */
const PATIENCE_MS = 20_000;

/** Connections that are kept for the next reader. Readers who have gone hold none: workerd has two files open for each. */
const MOST_IDLE = 200;

/** Of all readers, and of those whose ballot is counted. */
const WITHOUT_SCRIPT = 0.15;
const WITHDRAWS = 0.03;

/** A vote that was counted: when it was due, and how long it took, tries and waits included. Milliseconds. */
export interface Counted {
  due: number;
  took: number;
}

/** An answer that is a fault of the server's, or no answer at all (0). */
export interface Failure {
  at: number;
  status: number;
}

/**
 * Readers who come at random moments, so many a second on average, whether or not earlier ones have been answered. Each
 * is counted from the moment at which they were due: a server that stalls makes all who come meanwhile wait.
 */
export class Crowd {
  /** Readers a second. */
  rate = 0;
  readonly counted: Counted[] = [];
  readonly failures: Failure[] = [];
  /** Answers by status. */
  readonly statuses = new Map<number, number>();
  readonly #port: number;
  readonly #visit: Visit;
  readonly #idle: Connection[] = [];
  readonly #busy = new Set<Connection>();
  readonly #visits = new Set<Promise<void>>();
  #coming = false;

  constructor(port: number, books: Books, origin: string) {
    this.#port = port;
    this.#visit = { ask: this.#ask, books, origin };
  }

  /** Requests that wait for an answer. */
  get waiting(): number {
    return this.#busy.size;
  }

  /** Readers come until `stop`. */
  async come(): Promise<void> {
    this.#coming = true;
    let due = performance.now();
    while (this.#coming) {
      due += (-Math.log(1 - Math.random()) / this.rate) * 1_000;
      // Also where it lags behind: those who came must be heard, or it would be the crowd that stalls.
      await new Promise(setImmediate);
      while (this.#coming && performance.now() < due)
        await new Promise((resume) => setTimeout(resume, Math.max(1, Math.min(100, due - performance.now()))));
      this.#arrive(due);
    }
  }

  /** Nobody comes any more; resolves once all who came know what became of their vote. */
  async stop(): Promise<void> {
    this.#coming = false;
    while (this.#visits.size > 0) await Promise.all(this.#visits);
    for (const connection of this.#idle) connection.close();
  }

  /** Every connection on which somebody waits for an answer is reset. */
  reset(): number {
    const all = [...this.#busy];
    for (const connection of all) connection.reset();
    return all.length;
  }

  /** As many votes a second as so many readers get who come one after the other: the most that the machine takes. */
  async most(readers: number, seconds: number): Promise<number> {
    const end = performance.now() + seconds * 1_000;
    const before = this.counted.length;
    await Promise.all(
      Array.from({ length: readers }, async () => {
        while (performance.now() < end) await this.#vote(performance.now(), anyWay());
      }),
    );
    return (this.counted.length - before) / seconds;
  }

  #arrive(due: number): void {
    this.#follow(this.#vote(due, anyWay()));
  }

  #follow(visit: Promise<void>): void {
    const followed = visit.finally(() => this.#visits.delete(followed));
    this.#visits.add(followed);
  }

  async #vote(due: number, way: typeof voteByScript | typeof voteByForm): Promise<void> {
    const entry = await way(this.#visit);
    if (entry?.fate !== "counted") return;
    this.counted.push({ due, took: performance.now() - due });
    if (Math.random() < WITHDRAWS) this.#follow(withdraw(this.#visit, entry));
  }

  #ask: Ask = async (method, path, fields = {}, body) => {
    const connection = this.#idle.pop() ?? new Connection(this.#port);
    this.#busy.add(connection);
    const timer = setTimeout(() => connection.close(), PATIENCE_MS);
    try {
      const answer = await connection.ask(method, path, { ...fields, [ADDRESS_FIELD]: anyAddress() }, body);
      this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
      if (answer.status >= 500) this.failures.push({ at: performance.now(), status: answer.status });
      return answer;
    } catch {
      this.failures.push({ at: performance.now(), status: 0 });
      return undefined;
    } finally {
      clearTimeout(timer);
      this.#busy.delete(connection);
      if (this.#idle.length < MOST_IDLE) this.#idle.push(connection);
      else connection.close();
    }
  };
}

const anyWay = (): typeof voteByScript | typeof voteByForm =>
  Math.random() < WITHOUT_SCRIPT ? voteByForm : voteByScript;

/** One of 131,072 networks: 198.18.0.0/15 is set aside for measurements. RFC 2544, RFC 6890. */
const anyAddress = (): string => {
  const [high, middle, low] = [2, 256, 256].map((many) => Math.floor(Math.random() * many));
  return `198.${18 + (high ?? 0)}.${middle}.${low}`;
};
