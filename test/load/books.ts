/**
 * What each reader of a soak was told, and whether the public log agrees. `counted` and `withdrawn` were acknowledged;
 * `refused`: every answer said "not counted"; `unsure`: some try had no answer, so both are right.
 */
export interface Entry {
  option: string;
  fate: "counted" | "refused" | "unsure";
  /** Known where the reader takes the ballot back. */
  secret?: string;
  withdrawal?: "withdrawn" | "unsure";
}

export interface Reckoning {
  counted: number;
  unsure: number;
  refused: number;
  withdrawn: number;
  /** Ballots, and withdrawals, in the log. */
  logged: number;
  loggedWithdrawals: number;
  /** What must not be, in words, at most a few of each kind. */
  wrong: string[];
}

const MOST_OF_A_KIND = 5;

export class Books {
  readonly #entries = new Map<string, Entry>();

  /** A ballot is about to be sent: until the reader is told something, it may be counted. */
  open(lock: string, option: string): Entry {
    const entry: Entry = { option, fate: "unsure" };
    this.#entries.set(lock, entry);
    return entry;
  }

  /** Compares with the log's lines, in order. */
  reckon(lines: readonly string[]): Reckoning {
    const wrong = new Map<string, string[]>();
    const blame = (what: string, whom: string) => wrong.set(what, [...(wrong.get(what) ?? []), whom]);
    const logged = new Map<string, number>();
    const withdrawn = new Map<string, number>();
    for (const line of lines) {
      const [kind, second = "", third = "", lock = "", choice] = line.split(" ");
      if (kind === "ballot") {
        logged.set(lock, (logged.get(lock) ?? 0) + 1);
        const entry = this.#entries.get(lock);
        if (!entry) blame("ballots that nobody cast", lock);
        else if (entry.option !== choice) blame("ballots with another choice than was cast", lock);
        else if (entry.fate === "refused") blame("ballots of which every answer said that they were not counted", lock);
      }
      if (kind === "withdraw") {
        const opened = lines[Number(second)]?.split(" ")[3] ?? "";
        withdrawn.set(opened, (withdrawn.get(opened) ?? 0) + 1);
        if (this.#entries.get(opened)?.secret !== third) blame("withdrawals that nobody asked for", opened);
      }
    }
    const told = { counted: 0, unsure: 0, refused: 0 };
    let taken = 0;
    for (const [lock, { fate, withdrawal }] of this.#entries) {
      told[fate] += 1;
      const times = logged.get(lock) ?? 0;
      if (fate === "counted" && times === 0) blame("acknowledged ballots that are lost", lock);
      if (times > 1) blame("ballots counted more than once", lock);
      if (withdrawal === "withdrawn") taken += 1;
      const back = withdrawn.get(lock) ?? 0;
      if (withdrawal === "withdrawn" && back === 0) blame("acknowledged withdrawals that are lost", lock);
      if (back > 1 || (back === 1 && withdrawal === undefined)) blame("withdrawals logged more often than asked", lock);
    }
    return {
      ...told,
      withdrawn: taken,
      logged: sumOf(logged.values()),
      loggedWithdrawals: sumOf(withdrawn.values()),
      wrong: [...wrong].map(([what, whom]) => `${whom.length} ${what}: ${whom.slice(0, MOST_OF_A_KIND).join(", ")}`),
    };
  }
}

const sumOf = (numbers: Iterable<number>): number => [...numbers].reduce((sum, each) => sum + each, 0);
