import { changedFields, type Draft, readDraft } from "../../domain/draft.ts";
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

/** Who changed which fields of a draft, by their paths. */
export interface DraftChange {
  by: string;
  at: number;
  fields: string[];
}

export type SaveOutcome =
  | { kind: "saved"; version: number }
  /** Somebody saved since. `base`: what the second editor began from, while it is still kept. */
  | { kind: "conflict"; theirs: SavedDraft; base?: string; changes: DraftChange[] }
  | { kind: "not-found" };

/** Versions kept of one draft: those that an editor who went for lunch may still have begun from. */
const VERSIONS_KEPT = 50;

/** The drafts of the registry. Each save is a row of its own, so that a second editor can be shown what the first did. */
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
    if (newest.version !== base) {
      const began = this.version(id, base);
      return { kind: "conflict", theirs: newest, ...(began && { base: began.json }), changes: this.#since(id, base) };
    }
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

  /** What was changed after a version, the saves of one person in a row taken as one. */
  #since(id: string, base: number): DraftChange[] {
    const rows = this.#sql
      .exec<SavedDraftRow>(
        "SELECT json, version, by, at FROM draft WHERE id = ? AND version >= ? ORDER BY version",
        id,
        base,
      )
      .toArray();
    const changes: DraftChange[] = [];
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (!before) continue;
      const fields = changedFields(parseDraft(before.json), parseDraft(row.json));
      const last = changes.at(-1);
      if (last?.by === row.by) changes.splice(-1, 1, { ...last, at: row.at, fields: union(last.fields, fields) });
      else changes.push({ by: row.by, at: row.at, fields });
    }
    return changes;
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

const union = (one: string[], other: string[]): string[] => [...new Set([...one, ...other])];
