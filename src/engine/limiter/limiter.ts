import { createHmac, randomUUID } from "node:crypto";
import { addRefused, noRefusals, type Refused, type Told } from "../../domain/counters.ts";
import { PlacedObject } from "../jurisdiction.ts";
import type { Admission, AdmissionRequest } from "../rpc.ts";
import { createTable, STORED } from "../schema.ts";
import { decide, STRICT_S } from "./allowance.ts";
import { PrefixCounters, RememberedLocks } from "./counters.ts";

/** Counters of a day: two generations of these take about 34 MB of an object's 128. An IPv6 network takes three. */
const MOST_COUNTERS = 350_000;

/** An idle object is put to sleep after 10 s without a timer, and after 70 s with one but no event. */
const TIMER_EVERY_MS = 5_000;
export const AWAKE_EVERY_MS = 60_000;

/** What is seen of one poll, since this object started. */
interface Seen {
  refused: Refused;
  largestNetwork: number;
}

/**
 * Counts ballots by network and answers their class. What it counts lives in memory alone, under a hash with a salt that
 * is drawn anew every day, and ends with the object that holds it (invariant 6); that object's storage says how often
 * that happened, no more.
 */
export class Limiter {
  readonly #sql: SqlStorage;
  readonly #startedAt = Date.now();
  readonly #life: string = randomUUID();
  readonly #locks = new RememberedLocks(Date.now());
  readonly #counters = new PrefixCounters({
    hash: (salt, name) => createHmac("sha256", salt).update(name).digest(),
    drawSalt: () => crypto.getRandomValues(new Uint8Array(32)),
    most: MOST_COUNTERS,
    now: secondsOf(Date.now()),
  });
  readonly #seen = new Map<string, Seen>();
  #restarts = 0;
  #hasForgotten = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * Creates its table in the storage of the object that holds it. `tookBallots`: a former life of that object took ballots;
   * where another object counted their networks, that is forgotten here.
   */
  constructor(sql: SqlStorage, { tookBallots = false } = {}) {
    this.#sql = sql;
    for (const table of Object.values(STORED.doorkeeper)) createTable(sql, table);
    sql.exec("INSERT OR IGNORE INTO doorkeeper (only, restarts, counting) VALUES (1, 0, ?)", tookBallots ? 1 : 0);
    for (const { restarts, counting } of sql.exec<{ restarts: number; counting: number }>(
      "SELECT restarts, counting FROM doorkeeper",
    )) {
      // A former life that was counting has forgotten what it counted.
      this.#hasForgotten = counting === 1;
      this.#restarts = restarts + counting;
    }
    sql.exec("UPDATE doorkeeper SET restarts = ?, counting = 0 WHERE counting = 1", this.#restarts);
  }

  /** The class of a ballot, counted; for a lock that was asked before the same class again, not counted anew. */
  admit({ poll, question, lock, rules, network, refused }: AdmissionRequest): Admission {
    const now = Date.now();
    const seen = this.#seenOf(poll);
    if (refused) seen.refused = addRefused(seen.refused, refused);
    // Both belong to the name: the same lock sent to another poll or question is another ballot.
    const ballot = `${poll} ${question} ${lock}`;
    const known = this.#locks.get(ballot, now);
    if (known) return { kind: "admitted", class: known };

    const nowS = secondsOf(now);
    const places = network.prefixes.map(({ size, text }) => ({
      size,
      ...this.#counters.find(`${poll} ${question} ${size} ${text}`, nowS),
    }));
    const strict = this.#hasForgotten && now - this.#startedAt < STRICT_S * 1_000;
    const { ceiling, unsaid } = network;
    const decision = decide({ rules, prefixes: places, ceiling, unsaid, strict, now: nowS });
    if (decision.kind === "refused") return { kind: "too-many", retryAfterSeconds: decision.retryAfterSeconds };

    for (const [i, counter] of decision.counters.entries()) {
      const place = places[i];
      if (!place || !counter) continue;
      this.#counters.set(place, counter);
      seen.largestNetwork = Math.max(seen.largestNetwork, counter.ballots);
    }
    this.#locks.set(ballot, decision.class, now);
    this.#stayAwake();
    return { kind: "admitted", class: decision.class };
  }

  /** What may be published of a poll. The ledger stores it, so it names its fields. */
  counters(poll: string): Told {
    const { refused, largestNetwork } = this.#seenOf(poll);
    return { life: this.#life, restarts: this.#restarts, refused, largestNetwork };
  }

  /**
   * Neither falls asleep nor is put to sleep while it counts: an allowance that is forgotten is an allowance twice. The
   * object that holds it sets an alarm every AWAKE_EVERY_MS while this answers true, and asks this at each.
   */
  keepsAwake(): boolean {
    this.#counters.turn(secondsOf(Date.now()));
    if (!this.#timer) return false;
    if (!this.#counters.isEmpty) return true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#sql.exec("UPDATE doorkeeper SET counting = 0");
    return false;
  }

  #stayAwake(): void {
    if (this.#timer) return;
    this.#timer = setInterval(() => {}, TIMER_EVERY_MS);
    this.#sql.exec("UPDATE doorkeeper SET counting = 1");
  }

  #seenOf(poll: string): Seen {
    const seen = this.#seen.get(poll) ?? { refused: noRefusals(), largestNetwork: 0 };
    this.#seen.set(poll, seen);
    return seen;
  }
}

/**
 * Counts networks for polls of more than one box, which several requests for one network must find in one place. Stands
 * between the reader and the box, so it answers without waiting for anything.
 */
export class Doorkeeper extends PlacedObject {
  readonly #limiter: Limiter;
  #awake = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#limiter = new Limiter(ctx.storage.sql);
  }

  admit(request: AdmissionRequest): Admission {
    const admission = this.#limiter.admit(request);
    if (!this.#awake && this.#limiter.keepsAwake()) this.#wakeLater();
    return admission;
  }

  counters(poll: string): Told {
    return this.#limiter.counters(poll);
  }

  override async alarm(): Promise<void> {
    this.#awake = false;
    if (this.#limiter.keepsAwake()) this.#wakeLater();
  }

  #wakeLater(): void {
    this.#awake = true;
    void this.ctx.storage.setAlarm(Date.now() + AWAKE_EVERY_MS);
  }
}

const secondsOf = (ms: number): number => Math.floor(ms / 1_000);
