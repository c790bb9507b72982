import { createHmac, randomUUID } from "node:crypto";
import { type ChannelPicture, emptyPicture, pictureWith } from "../../domain/channels.ts";
import { addRefused, noRefusals, type Refused, type Told } from "../../domain/counters.ts";
import type { Admission, AdmissionRequest, ToldChannels } from "../contract.ts";
import { PlacedObject } from "../jurisdiction.ts";
import { STORED } from "../schema.ts";
import { createTable } from "../table.ts";
import { decide, STRICT_S } from "./allowance.ts";
import { PrefixCounters } from "./prefix-counters.ts";
import { RememberedLocks } from "./remembered-locks.ts";

/** Counters of a day: two generations of these take about 34 MB of an object's 128. An IPv6 network takes three. */
const MOST_COUNTERS = 350_000;

/** An idle object is put to sleep after 10 s without a timer (measured), and after 70 s with one but no event. */
const TIMER_EVERY_MS = 5_000;
const ALARM_EVERY_MS = 60_000;

/** What is seen of one poll, since this object started. */
interface Seen {
  refused: Refused;
  largestNetwork: number;
}

/**
 * Counts ballots by network and answers their class. What it counts lives in memory alone, under a hash with a salt that
 * is drawn anew every day, and ends with the object (invariant 6): its storage holds how often that happened, no more.
 * Stands between the reader and the box, so it answers without waiting for anything.
 */
export class Doorkeeper extends PlacedObject {
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
  /** By poll. Apart from what is seen, which the log and the archive state: of these nothing is written (invariant 6). */
  readonly #channels = new Map<string, ChannelPicture>();
  #restarts = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    for (const table of Object.values(STORED.doorkeeper)) createTable(sql, table);
    sql.exec("INSERT OR IGNORE INTO doorkeeper (only, restarts, counting) VALUES (1, 0, 0)");
    // A former life that was counting has forgotten what it counted.
    sql.exec("UPDATE doorkeeper SET restarts = restarts + counting, counting = 0 WHERE counting = 1");
    for (const { restarts } of sql.exec<{ restarts: number }>("SELECT restarts FROM doorkeeper"))
      this.#restarts = restarts;
  }

  /** The class of a ballot, counted; for a lock that was asked before the same class again, not counted anew. */
  admit(request: AdmissionRequest): Admission {
    const now = Date.now();
    const { poll, question, rules, ceiling, unsaid } = request;
    const seen = this.#seenOf(poll);
    if (request.refused) seen.refused = addRefused(seen.refused, request.refused);
    for (const channel of request.miscounted ?? [])
      this.#channels.set(poll, pictureWith(this.#picture(poll), channel, -1));
    // Both belong to the name: the same lock sent to another poll or question is another ballot.
    const lock = `${poll} ${question} ${request.lock}`;
    const known = this.#locks.get(lock, now);
    if (known) return { kind: "admitted", class: known };

    const nowS = secondsOf(now);
    const places = request.prefixes.map(({ size, text }) => ({
      size,
      ...this.#counters.find(`${poll} ${question} ${size} ${text}`, nowS),
    }));
    const strict = now - this.#startedAt < STRICT_S * 1_000;
    const decision = decide({ rules, prefixes: places, ceiling, unsaid, strict, now: nowS });
    if (decision.kind === "refused") return { kind: "too-many", retryAfterSeconds: decision.retryAfterSeconds };

    for (const [i, counter] of decision.counters.entries()) {
      const place = places[i];
      if (!place || !counter) continue;
      this.#counters.set(place, counter);
      seen.largestNetwork = Math.max(seen.largestNetwork, counter.ballots);
    }
    this.#locks.set(lock, decision.class, now);
    this.#stayAwake();
    if (!request.channel) return { kind: "admitted", class: decision.class };
    this.#channels.set(poll, pictureWith(this.#picture(poll), request.channel, 1));
    return { kind: "admitted", class: decision.class, channelCounted: true };
  }

  /** Classes of ballots that came in one call, in their order: each as if it had come alone. */
  admitAll(requests: AdmissionRequest[]): Admission[] {
    return requests.map((request) => this.admit(request));
  }

  /** What may be published of a poll. The ledger stores it, so it names its fields. */
  counters(poll: string): Told {
    const { refused, largestNetwork } = this.#seenOf(poll);
    return { life: this.#life, restarts: this.#restarts, refused, largestNetwork };
  }

  /** Where a poll's ballots came from, in a picture that is up to nine ballots old. */
  channels(poll: string): ToldChannels {
    return { counts: this.#picture(poll).shown, startedAt: this.#startedAt };
  }

  override async alarm(): Promise<void> {
    this.#counters.turn(secondsOf(Date.now()));
    if (!this.#timer) return;
    if (!this.#counters.isEmpty) return this.ctx.storage.setAlarm(Date.now() + ALARM_EVERY_MS);
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.ctx.storage.sql.exec("UPDATE doorkeeper SET counting = 0");
  }

  /** Neither falls asleep nor is put to sleep while it counts: an allowance that is forgotten is an allowance twice. */
  #stayAwake(): void {
    if (this.#timer) return;
    this.#timer = setInterval(() => {}, TIMER_EVERY_MS);
    this.ctx.storage.sql.exec("UPDATE doorkeeper SET counting = 1");
    void this.ctx.storage.setAlarm(Date.now() + ALARM_EVERY_MS);
  }

  #picture(poll: string): ChannelPicture {
    return this.#channels.get(poll) ?? emptyPicture();
  }

  #seenOf(poll: string): Seen {
    const seen = this.#seen.get(poll) ?? { refused: noRefusals(), largestNetwork: 0 };
    this.#seen.set(poll, seen);
    return seen;
  }
}

const secondsOf = (ms: number): number => Math.floor(ms / 1_000);
