interface Member<T> {
  item: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: items that arrive while a commit is under way share the next one. Each caller still waits for the commit
 * that holds its own item, so a reply never leaves before its item is durable (invariant 1).
 */
export class GroupCommit<T> {
  readonly #gather: () => Promise<void>;
  readonly #write: (items: T[]) => void;
  readonly #sync: () => Promise<void>;
  readonly #mostItems: number;
  #waiting: Member<T>[] = [];
  #busy = false;
  #idle: (() => void)[] = [];

  /**
   * `gather` waits a moment for what is about to arrive; `write` puts items into storage synchronously; `sync` resolves
   * once they are durable.
   */
  constructor(options: {
    gather: () => Promise<void>;
    write: (items: T[]) => void;
    sync: () => Promise<void>;
    mostItems: number;
  }) {
    this.#gather = options.gather;
    this.#write = options.write;
    this.#sync = options.sync;
    this.#mostItems = options.mostItems;
  }

  /** Items that no commit has taken up yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves once `item` is durable; rejects where its commit failed. */
  add(item: T): Promise<void> {
    const committed = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
    });
    if (!this.#busy) void this.#run();
    return committed;
  }

  /** Resolves once nothing waits any more. */
  idle(): Promise<void> {
    if (!this.#busy) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.push(resolve);
    });
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const group = this.#waiting.splice(0, this.#mostItems);
      try {
        this.#write(group.map((member) => member.item));
        await this.#sync();
        for (const member of group) member.resolve();
      } catch (error) {
        for (const member of group) member.reject(error);
      }
    }
    // In the same turn as the last look at what waits: an item added later finds nobody busy and starts anew.
    this.#busy = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
