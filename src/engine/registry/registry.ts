import { type DefinitionError, type PollDefinition, parseDefinition, withBoxes } from "../../domain/definition.ts";
import { checkDraft, textOf } from "../../domain/draft.ts";
import { isRecord } from "../../domain/draft-path.ts";
import { ID_PATTERN } from "../../domain/id.ts";
import type { Text } from "../../domain/language.ts";
import facebookHour from "../../domain/seed/facebook-hour.json";
import { PlacedObject } from "../jurisdiction.ts";
import { logIdentity, parseSeed, pollKeys } from "../keys.ts";
import type { LedgerOpening } from "../rpc.ts";
import { createTable, STORED } from "../schema.ts";
import { defaultBoxes, isTrial } from "../settings.ts";
import { type ActStanding, StaffActs } from "../staff-acts.ts";
import { Drafts, parseDraft, type SavedDraft, type SaveOutcome } from "./drafts.ts";

type CreateOutcome =
  | { kind: "created"; id: string }
  | { kind: "taken" }
  | { kind: "invalid"; errors: DefinitionError[] };

type OpenOutcome =
  | LedgerOpening
  | { kind: "not-found" }
  /** A deployed Sawt must know the host that readers see before it fixes it in a log. */
  | { kind: "public-host-missing" };

export type OpenDraftOutcome =
  | OpenOutcome
  | { kind: "invalid"; errors: DefinitionError[] }
  /** Somebody saved it since the version that was to be opened. */
  | { kind: "conflict"; by: string };

/** A poll of the desk's list. */
export interface ListedPoll {
  id: string;
  /** Its words as they were saved or opened; corrections are the ledger's. */
  title: Text;
  languages: string[];
  archived: boolean;
  /** Who saved it last, and when (milliseconds since 1970). Only a draft. */
  draft?: { by: string; at: number };
}

/**
 * The list of polls and the secret their keys come from. It stands in nobody's way: a vote never comes here, a page
 * only where the archive does not know a poll.
 */
export class Registry extends PlacedObject {
  readonly #drafts: Drafts;
  readonly #acts: StaffActs;
  /** Polls whose ledger is being asked to open. */
  readonly #opening = new Set<string>();
  #seeded: Promise<void> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    for (const table of Object.values(STORED.registry)) createTable(ctx.storage.sql, table);
    this.#drafts = new Drafts(ctx.storage.sql);
    this.#acts = new StaffActs(ctx.storage.sql, STORED.registry.staffAct);
  }

  /** Everything the desk lists, newest drafts first, then polls as they were opened, the latest first. */
  async list(): Promise<ListedPoll[]> {
    await this.#seededOnce();
    const archived = new Set(this.#rows<{ id: string }>("SELECT id FROM archived").map(({ id }) => id));
    const opened = this.#rows<{ id: string; definition: string }>(
      "SELECT id, definition FROM poll WHERE opened = 1 ORDER BY rowid DESC",
    );
    const drafts = this.#drafts.all().sort((one, other) => other.at - one.at);
    return [
      ...drafts.map(({ id, json, by, at }) => ({ ...listed(id, json), archived: false, draft: { by, at } })),
      ...opened.map(({ id, definition }) => ({ ...listed(id, definition), archived: archived.has(id) })),
    ];
  }

  /**
   * Begins a draft under an id that no poll and no other draft has. `by`: who, as colleagues know them. `request`, here and below:
   * under which the desk's record names the act, see `settleAct`.
   */
  async createDraft(
    id: string,
    json: string,
    by: string,
    request?: string,
  ): Promise<{ kind: "created" } | { kind: "taken" | "invalid-id" }> {
    await this.#seededOnce();
    if (!ID_PATTERN.test(id)) return { kind: "invalid-id" };
    if (this.#definition(id) || this.#drafts.newest(id)) return { kind: "taken" };
    this.#acts.note(request, id);
    this.#drafts.create(id, json, by, Date.now());
    return { kind: "created" };
  }

  /** The newest version of a draft, or an older one while it is kept. */
  readDraft(id: string, version?: number): SavedDraft | undefined {
    return version === undefined ? this.#drafts.newest(id) : this.#drafts.version(id, version);
  }

  /** Saves over version `base`; where somebody was faster, nothing is saved and their version comes back. */
  async saveDraft(id: string, json: string, base: number, by: string, request?: string): Promise<SaveOutcome> {
    if (!(await this.#isDraft(id))) return { kind: "not-found" };
    return this.ctx.storage.transactionSync(() => {
      const outcome = this.#drafts.save(id, json, base, by, Date.now());
      if (outcome.kind === "saved") this.#acts.note(request, id);
      return outcome;
    });
  }

  /** A draft that was never opened is nobody's record: it goes, and its id is free. */
  async deleteDraft(id: string, request?: string): Promise<boolean> {
    if (!(await this.#isDraft(id))) return false;
    this.#acts.note(request, id);
    this.#drafts.delete(id);
    return true;
  }

  /**
   * Opens a draft as it was shown: version `base`, and only if it is sound. Where the ledger did not answer, its definition
   * stays fixed: asked again, the same one is opened. Where the ledger refused, it is a draft again.
   */
  async openDraft(id: string, base: number, request?: string): Promise<OpenDraftOutcome> {
    if (!this.#definition(id)) {
      const draft = this.#drafts.newest(id);
      if (!draft) return { kind: "not-found" };
      if (draft.version !== base) return { kind: "conflict", by: draft.by };
      if (!this.env.PUBLIC_HOST) return { kind: "public-host-missing" };
      const { rules, ...written } = parseDraft(draft.json);
      const ruled = { ...written, id, rules: { boxes: defaultBoxes(this.env), ...(isRecord(rules) && rules) } };
      const checked = checkDraft(ruled, Date.now());
      if (checked.kind === "invalid") return checked;
      this.#acts.note(request, id, "begun");
      this.#insert(checked.definition);
    } else if (!this.#wasOpened(id)) this.#acts.note(request, id, "begun");
    const opening = await this.open(id);
    if (opening.kind === "opened") this.#drafts.delete(id);
    if (opening.kind === "refused") this.#unfix(id);
    return opening;
  }

  /** Puts an opened poll away in the desk's list, or back into it. Readers notice nothing. */
  archive(id: string, archived: boolean, request?: string): void {
    this.#acts.note(request, id);
    this.ctx.storage.sql.exec(
      archived ? "INSERT OR IGNORE INTO archived (id) VALUES (?)" : "DELETE FROM archived WHERE id = ?",
      id,
    );
  }

  /**
   * Was the act done that staff asked for in this request? One that has not come by now will not be done. Of an opening that got no
   * answer only the ledger knows.
   */
  async settleAct(request: string, poll: string): Promise<ActStanding> {
    const standing = this.#acts.settle(request, poll);
    if (standing !== "open") return standing;
    await this.#isDraft(poll);
    return this.#acts.settle(request, poll);
  }

  /** Takes a definition as a draft. Ids are never used again. */
  create(input: unknown): CreateOutcome {
    const parsed = parseDefinition(withBoxes(input, defaultBoxes(this.env)));
    if (parsed.kind === "invalid") return parsed;
    const { id } = parsed.definition;
    if (this.#definition(id) || this.#drafts.newest(id)) return { kind: "taken" };
    this.#insert(parsed.definition);
    return { kind: "created", id };
  }

  /** Publishes a draft: its log begins, with the definition, its rules and its keys. Harmless to repeat. */
  async open(id: string): Promise<OpenOutcome> {
    const definition = this.#definition(id);
    if (!definition) return { kind: "not-found" };
    if (!this.env.PUBLIC_HOST) return { kind: "public-host-missing" };
    const log = logIdentity(pollKeys(this.#seed(), id, `${this.env.PUBLIC_HOST}/log/${id}`));
    const state = { version: 1, published: true, paused: false };
    // What comes by RPC brings a disposer. Handed on, it would want whoever asked us to call it.
    this.#opening.add(id);
    try {
      using opening = await this.env.LEDGER.getByName(id).open({ definition, state, log }, { ...log, definition });
      if (opening.kind === "refused") return { kind: "refused", refusal: opening.refusal };
      this.#noteOpened(id);
      return { kind: "opened", poll: opening.poll };
    } finally {
      this.#opening.delete(id);
    }
  }

  /**
   * Was a poll with this id ever opened? The first question a new Sawt is asked seeds its first poll; one about a poll that was
   * opened waits for no other object, nor for the archive.
   */
  async isOpened(id: string): Promise<boolean> {
    if (!this.#wasOpened(id)) await this.#seededOnce();
    return this.#wasOpened(id);
  }

  #wasOpened(id: string): boolean {
    return this.ctx.storage.sql.exec("SELECT 1 FROM poll WHERE id = ? AND opened = 1", id).toArray().length > 0;
  }

  /** The poll at `/`: the one that a Sawt began with, where it was opened and is in the list; else the one opened last. */
  async frontPoll(): Promise<string | undefined> {
    await this.#seededOnce();
    const [front] = this.#rows<{ id: string }>(
      "SELECT id FROM poll WHERE opened = 1 AND id NOT IN (SELECT id FROM archived) ORDER BY id = ? DESC, rowid DESC LIMIT 1",
      facebookHour.id,
    );
    return front?.id;
  }

  isArchived(id: string): boolean {
    return this.ctx.storage.sql.exec("SELECT 1 FROM archived WHERE id = ?", id).toArray().length > 0;
  }

  /** The 32 bytes that all keys come from, for Workers that sign and route. Never leaves the server. */
  seed(): Uint8Array {
    return this.#seed();
  }

  async #seededOnce(): Promise<void> {
    this.#seeded ??= this.#seedFirstPoll();
    await this.#seeded;
  }

  /** The trial has a vote to try. Anywhere else nothing is opened that nobody opened. */
  async #seedFirstPoll(): Promise<void> {
    if (!isTrial(this.env)) return;
    try {
      if (!this.#definition(facebookHour.id)) {
        const created = this.create(facebookHour);
        if (created.kind === "invalid") throw new Error(JSON.stringify(created.errors));
      }
      await this.open(facebookHour.id);
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

  /**
   * Is there a draft that may still change? Of one whose opening got no answer only its ledger knows: asked here, so that
   * no draft is left that can neither be opened nor be changed.
   */
  async #isDraft(id: string): Promise<boolean> {
    if (!this.#drafts.newest(id) || this.#opening.has(id)) return false;
    if (!this.#definition(id)) return true;
    using view = await this.env.LEDGER.getByName(id).view();
    if (view) {
      this.#noteOpened(id);
      this.#drafts.delete(id);
      return false;
    }
    if (this.#opening.has(id)) return false;
    this.#unfix(id);
    return true;
  }

  #noteOpened(id: string): void {
    this.#acts.finish(id, "done");
    this.ctx.storage.sql.exec("UPDATE poll SET opened = 1 WHERE id = ?", id);
  }

  /** A definition that no ledger took is nobody's record. */
  #unfix(id: string): void {
    this.#acts.finish(id, "not-done");
    this.ctx.storage.sql.exec("DELETE FROM poll WHERE id = ? AND opened = 0", id);
  }

  #insert(definition: PollDefinition): void {
    this.ctx.storage.sql.exec(
      "INSERT INTO poll (id, definition, opened) VALUES (?, ?, 0)",
      definition.id,
      JSON.stringify(definition),
    );
  }

  #rows<T extends Record<string, SqlStorageValue>>(query: string, ...values: string[]): T[] {
    return this.ctx.storage.sql.exec<T>(query, ...values).toArray();
  }

  #definition(id: string): PollDefinition | undefined {
    const [row] = this.ctx.storage.sql
      .exec<{ definition: string }>("SELECT definition FROM poll WHERE id = ?", id)
      .toArray();
    return row && (JSON.parse(row.definition) satisfies PollDefinition);
  }
}

/** What a list shows of a definition or draft. */
function listed(id: string, json: string): Pick<ListedPoll, "id" | "title" | "languages"> {
  const draft = parseDraft(json);
  const languages = Array.isArray(draft.languages) ? draft.languages.map(String) : [];
  return { id, title: textOf(draft.title), languages };
}
