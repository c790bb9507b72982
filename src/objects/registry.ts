import { DurableObject } from "cloudflare:workers";
import { type PollDefinition, parseDefinition } from "../poll/definition.ts";
import facebookHour from "../poll/seed/facebook-hour.json";
import { STORED } from "../privacy/stored.ts";
import { createTable } from "../privacy/table.ts";
import type { LedgerOpening } from "./contract.ts";
import { logIdentity, parseSeed, pollKeys } from "./keys.ts";

export type CreateOutcome =
  | { kind: "created"; id: string }
  | { kind: "taken" }
  | { kind: "invalid"; errors: { field: string; message: string }[] };

export type OpenOutcome =
  | LedgerOpening
  | { kind: "not-found" }
  /** A deployed Sawt must know the host that readers see before it fixes it in a log. */
  | { kind: "public-host-missing" };

/** Name of the one registry. */
export const REGISTRY = "registry";

/**
 * The list of polls and the secret their keys come from. It stands in nobody's way: a vote never comes here, a page
 * only where the archive does not know a poll.
 */
export class Registry extends DurableObject<Env> {
  #seeded: Promise<void> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    for (const table of Object.values(STORED.registry)) createTable(ctx.storage.sql, table);
  }

  /** Takes a definition as a draft. Ids are never used again. */
  create(input: unknown): CreateOutcome {
    const parsed = parseDefinition(input);
    if (parsed.kind === "invalid") return parsed;
    const { id } = parsed.definition;
    if (this.#definition(id)) return { kind: "taken" };
    this.ctx.storage.sql.exec(
      "INSERT INTO poll (id, definition, opened) VALUES (?, ?, 0)",
      id,
      JSON.stringify(parsed.definition),
    );
    return { kind: "created", id };
  }

  /** Publishes a draft: its log begins, with the definition, its rules and its keys. Harmless to repeat. */
  async open(id: string): Promise<OpenOutcome> {
    const definition = this.#definition(id);
    if (!definition) return { kind: "not-found" };
    if (!this.env.PUBLIC_HOST) return { kind: "public-host-missing" };
    const log = logIdentity(pollKeys(this.#seed(), id, `${this.env.PUBLIC_HOST}/log/${id}`));
    const state = { version: 1, published: true, paused: false };
    const opening = await this.env.LEDGER.getByName(id).open({ definition, state, log }, { ...log, definition });
    if (opening.kind === "refused") return opening;
    this.ctx.storage.sql.exec("UPDATE poll SET opened = 1 WHERE id = ?", id);
    return opening;
  }

  /** Was a poll with this id ever opened? The first question a new Sawt is asked seeds its first poll. */
  async isOpened(id: string): Promise<boolean> {
    this.#seeded ??= this.#seedFirstPoll();
    await this.#seeded;
    return this.ctx.storage.sql.exec("SELECT 1 FROM poll WHERE id = ? AND opened = 1", id).toArray().length > 0;
  }

  /** The 32 bytes that all keys come from, for Workers that sign and route. Never leaves the server. */
  seed(): Uint8Array {
    return this.#seed();
  }

  async #seedFirstPoll(): Promise<void> {
    try {
      if (!this.#definition(facebookHour.id)) {
        const created = this.create(facebookHour);
        if (created.kind === "invalid") throw new Error(JSON.stringify(created.errors));
      }
      if (this.env.PUBLIC_HOST) await this.open(facebookHour.id);
    } catch (error) {
      this.#seeded = undefined;
      throw error;
    }
  }

  /** `LOG_SEED`, else one drawn at the first need and kept: never rotated under an open poll. */
  #seed(): Uint8Array {
    if (this.env.LOG_SEED) return parseSeed(this.env.LOG_SEED);
    const [kept] = this.ctx.storage.sql
      .exec<{ value: string }>("SELECT value FROM secret WHERE name = 'log-seed'")
      .toArray();
    if (kept) return parseSeed(kept.value);
    const drawn = crypto.getRandomValues(new Uint8Array(32));
    this.ctx.storage.sql.exec(
      "INSERT INTO secret (name, value) VALUES ('log-seed', ?)",
      Buffer.from(drawn).toString("base64url"),
    );
    return drawn;
  }

  #definition(id: string): PollDefinition | undefined {
    const [row] = this.ctx.storage.sql
      .exec<{ definition: string }>("SELECT definition FROM poll WHERE id = ?", id)
      .toArray();
    return row && (JSON.parse(row.definition) satisfies PollDefinition);
  }
}
