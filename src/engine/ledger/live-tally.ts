import type { PollDefinition } from "../../domain/definition.ts";
import { disclose, type Tally } from "../../domain/disclosure.ts";
import { RUNNING_COUNTS_EVERY_MS } from "../../domain/numbers.ts";
import { phaseAt } from "../../domain/phase.ts";
import { actsIn, addCounts, emptyCounts } from "../../domain/tally.ts";
import { Paced } from "../paced.ts";
import { askAgain, BOX_COUNTS_PATIENCE, type PublishedPoll, READ_PATIENCE, type RunningCounts } from "../rpc.ts";
import { galleryName } from "../settings.ts";
import { Boxes } from "./boxes.ts";
import { sealedUpTo } from "./publish.ts";
import type { LedgerStore } from "./store.ts";

/** After boxes were asked and one was silent, readers are shown the last seal for so long. */
const SILENT_FOR_MS = 5_000;

/**
 * The running tally of a poll and those who watch it. It is the sum of each box's cumulative counts (invariant 2), so
 * late, repeated and lost messages change nothing that the next one does not mend.
 */
export class LiveTally {
  readonly #env: Pick<Env, "BALLOT_BOX" | "GALLERY">;
  readonly #store: LedgerStore;
  readonly #poll: () => PublishedPoll | undefined;
  /** The newest counts that each box told; complete once every box has. */
  readonly #running = new Map<number, RunningCounts>();
  #asking: Promise<void> | undefined;
  /** Boxes are not asked again before: one that is silent must not hold up every reader. Milliseconds since 1970. */
  #askAgainAt = 0;
  /** How often each gallery asked to be told, in this life of the ledger. */
  readonly #watches = new Map<number, number>();
  readonly #pushes = new Paced(RUNNING_COUNTS_EVERY_MS, () => this.#push());

  constructor(env: Pick<Env, "BALLOT_BOX" | "GALLERY">, store: LedgerStore, poll: () => PublishedPoll | undefined) {
    this.#env = env;
    this.#store = store;
    this.#poll = poll;
  }

  /** Takes what a box told, unless it told something newer before. */
  note(running: RunningCounts): void {
    const before = this.#running.get(running.box)?.version;
    this.#keep(running);
    if (before === undefined || before < running.version) this.pushSoon();
  }

  /** Ballots and withdrawals in the boxes that are not in the log, as far as they told. */
  get waiting(): number {
    return [...this.#running.values()].reduce((sum, running) => sum + running.waiting, 0);
  }

  /** Tells everyone who watches, at most once a second. */
  pushSoon(): void {
    this.#pushes.request();
  }

  async read(poll: PublishedPoll): Promise<Tally> {
    const { definition, state } = poll;
    const now = Date.now();
    const seal = this.#store.lastSeal();
    const base = { poll: definition.id, phase: phaseAt(definition, state, now), sealed: sealedUpTo(seal) };
    const sealed = { ...base, asOf: seal.sealedAt, sequence: actsIn(seal.counts), counts: seal.counts };
    if (definition.rules.release === "batched" || state.closedAt !== undefined) return sealed;

    await this.#hearAll(definition);
    if (this.#running.size < definition.rules.boxes) return sealed;
    return { ...base, ...sumOf(definition, [...this.#running.values()]), asOf: now };
  }

  /** Begins to tell a gallery of every change; answers the message to start with. */
  watch(gallery: number, poll: PublishedPoll): Promise<string> {
    this.#store.addGallery(gallery);
    this.#watches.set(gallery, (this.#watches.get(gallery) ?? 0) + 1);
    return this.message(poll);
  }

  /** The live message: what anyone may see. */
  async message(poll: PublishedPoll): Promise<string> {
    return JSON.stringify(disclose(await this.read(poll), poll.definition.rules, "anyone"));
  }

  /** After a restart no box has told its counts: ask them all, once. */
  async #hearAll(definition: PollDefinition): Promise<void> {
    if (this.#running.size >= definition.rules.boxes) return;
    if (!this.#asking && Date.now() < this.#askAgainAt) return;
    this.#asking ??= new Boxes(this.#env)
      .askWilling(definition, (stub) => stub.running(), BOX_COUNTS_PATIENCE)
      .then((told) => {
        for (const running of told) if (running) this.#keep(running);
        this.#askAgainAt = Date.now() + SILENT_FOR_MS;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    await this.#asking;
  }

  #keep(running: RunningCounts): void {
    const known = this.#running.get(running.box);
    if (!known || known.version <= running.version) this.#running.set(running.box, running);
  }

  async #push(): Promise<void> {
    const poll = this.#poll();
    const galleries = this.#store.galleries();
    if (!poll || galleries.length === 0) return;
    const message = await this.message(poll);
    await Promise.all(
      galleries.map(async (number) => {
        const name = galleryName(poll.definition.id, number);
        const watches = this.#watches.get(number);
        const shown = await askAgain(() => this.#env.GALLERY.getByName(name).show(message), READ_PATIENCE);
        // Whoever began to watch while the gallery answered that it was empty stays.
        if (shown.kind === "answered" && shown.answer === 0 && watches === this.#watches.get(number))
          this.#store.removeGallery(number);
      }),
    );
  }
}

/** Counts of all boxes together, with the sum of their versions. */
export function sumOf(definition: PollDefinition, boxes: readonly RunningCounts[]): Pick<Tally, "counts" | "sequence"> {
  const counts = emptyCounts(definition);
  for (const running of boxes) addCounts(counts, running.counts);
  return { counts, sequence: boxes.reduce((sum, running) => sum + running.version, 0) };
}
