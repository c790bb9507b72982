import { createTable, type Table } from "./schema.ts";

/** What an object can say of an act of staff. `open`: another object must be asked first, and does not answer. */
export type ActStanding = "done" | "not-done" | "open";

type Row = { poll: string; state: "done" | "begun" | "not-done" };

/**
 * Which acts of staff an object did, by the random name of the request that asked for each. A line here and the act itself are one
 * commit, so that the desk's record can say what came of an act whose answer was lost.
 */
export class StaffActs {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage, table: Table) {
    this.#sql = sql;
    createTable(sql, table);
  }

  /**
   * Notes an act in the commit that does it; call it before the act's own statements. An act that was settled as not done may not be
   * done any more, since the record says so. `request` is left out where no member of staff asked.
   */
  note(request: string | undefined, poll: string, state: "done" | "begun" = "done"): void {
    if (request === undefined) return;
    if (this.#find(request)?.state === "not-done") throw new Error("the act came after the record had closed it");
    this.#put(request, poll, state);
  }

  /** What came of acts that had begun on a poll and wait for another object. */
  finish(poll: string, state: "done" | "not-done"): void {
    this.#sql.exec("UPDATE staff_act SET state = ? WHERE poll = ? AND state = 'begun'", state, poll);
  }

  /** What came of an act. One that has not come by now is not done, and will not be. */
  settle(request: string, poll: string): ActStanding {
    const found = this.#find(request);
    if (!found) this.#put(request, poll, "not-done");
    return found?.state === "begun" ? "open" : (found?.state ?? "not-done");
  }

  #find(request: string): Row | undefined {
    return this.#sql.exec<Row>("SELECT poll, state FROM staff_act WHERE request = ?", request).toArray()[0];
  }

  #put(request: string, poll: string, state: Row["state"]): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO staff_act (request, poll, state, at) VALUES (?, ?, ?, ?)",
      request,
      poll,
      state,
      Date.now(),
    );
  }
}
