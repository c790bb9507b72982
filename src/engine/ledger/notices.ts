import type { PollDefinition } from "../../domain/definition.ts";
import { type CorrectionOutcome, MOST_NOTICES, type Notice, noteOf } from "../../domain/notice.ts";
import type { LedgerMemory } from "./memory.ts";

/** What readers will be told, and the definition as it is shown from then on; or why nothing changes. */
export type Decision =
  | { kind: "notice"; definition: PollDefinition; notice: Notice }
  | Exclude<CorrectionOutcome, { kind: "corrected" }>;

/**
 * What the ledger remembers once a notice is given. The state gets a new version, so that boxes and archive take the poll
 * again; the note goes into the next batch, but for a log whose last seal stands.
 */
export function noticed(
  memory: LedgerMemory,
  { definition, notice }: Extract<Decision, { kind: "notice" }>,
  by: string | undefined,
): { kind: "noticed"; memory: LedgerMemory; logged: boolean } | { kind: "too-many" } {
  const { poll, ordered, notes } = memory;
  const { notices = [] } = poll;
  if (notices.length >= MOST_NOTICES) return { kind: "too-many" };
  const logged = poll.state.closedAt === undefined;
  return {
    kind: "noticed",
    logged,
    memory: {
      ...memory,
      poll: { ...poll, definition, notices: [...notices, notice] },
      ordered: { ...ordered, version: ordered.version + 1 },
      notes: logged ? [...notes, noteOf(notice, by)] : notes,
    },
  };
}
