import { type Draft, readDraft } from "../../domain/draft.ts";
import { isRecord, type Json } from "../../domain/draft-path.ts";

/** A draft as it was saved last. It travels as text: what a draft holds is nobody's type. */
export interface SavedDraft {
  json: string;
  /** Grows by one with every save. */
  version: number;
  /** Name of whoever saved it. */
  by: string;
  /** Milliseconds since 1970. */
  at: number;
}

export type SaveOutcome =
  | { kind: "saved"; version: number }
  /** Somebody saved since. Nothing was saved. */
  | { kind: "conflict"; theirs: SavedDraft }
  | { kind: "not-found" };

/** Versions kept of one draft: a form is put into the version that it was made of, which may be of before lunch. */
const VERSIONS_KEPT = 50;

/** The drafts of the registry. Each save is a row of its own. */
export class Drafts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  newest(id: string): SavedDraft | undefined {
    const [row] = this.#sql
      .exec<SavedDraftRow>("SELECT json, version, by, at FROM draft WHERE id = ? ORDER BY version DESC LIMIT 1", id)
      .toArray();
    return row;
  }

  /** The newest of every draft, by id. */
  all(): (SavedDraft & { id: string })[] {
    return this.#sql
      .exec<SavedDraftRow & { id: string }>(
        "SELECT id, json, version, by, at FROM draft AS d WHERE version = (SELECT max(version) FROM draft WHERE id = d.id)",
      )
      .toArray();
  }

  create(id: string, json: string, by: string, at: number): void {
    this.#insert(id, { json, version: 1, by, at });
  }

  /** Saves over version `base` and no other: nobody's words are replaced unseen. */
  save(id: string, json: string, base: number, by: string, at: number): SaveOutcome {
    const newest = this.newest(id);
    if (!newest) return { kind: "not-found" };
    if (newest.json === json) return { kind: "saved", version: newest.version };
    if (newest.version !== base) return { kind: "conflict", theirs: newest };
    const version = newest.version + 1;
    this.#insert(id, { json, version, by, at });
    this.#sql.exec("DELETE FROM draft WHERE id = ? AND version <= ?", id, version - VERSIONS_KEPT);
    return { kind: "saved", version };
  }

  delete(id: string): void {
    this.#sql.exec("DELETE FROM draft WHERE id = ?", id);
  }

  version(id: string, version: number): SavedDraft | undefined {
    const [row] = this.#sql
      .exec<SavedDraftRow>("SELECT json, version, by, at FROM draft WHERE id = ? AND version = ?", id, version)
      .toArray();
    return row;
  }

  #insert(id: string, { json, version, by, at }: SavedDraft): void {
    this.#sql.exec("INSERT INTO draft (id, version, json, by, at) VALUES (?, ?, ?, ?, ?)", id, version, json, by, at);
  }
}

type SavedDraftRow = SavedDraft & Record<string, SqlStorageValue>;

/** A draft from its text. What is no JSON object is an empty draft, whose checks name everything. */
export function parseDraft(json: string): Draft {
  try {
    const value: Json = JSON.parse(json);
    return readDraft(isRecord(value) ? value : {});
  } catch {
    return readDraft({});
  }
}
