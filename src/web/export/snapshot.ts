import type { PollCounters } from "../../domain/counters.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { showsCounts } from "../../domain/disclosure.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Phase } from "../../domain/phase.ts";
import type { Counts } from "../../domain/tally.ts";
import type { ArchivedSeal, KvStore, PollView } from "../../engine/index.ts";
import { checkpointOf } from "../../log/checkpoint.ts";
import { fromDecimal, toBase64 } from "../../log/text.ts";

/**
 * The result as one seal states it: every figure of it can be checked against a signed checkpoint. What leaves the
 * house as a file, a frozen page or a picture is made of this alone, never of the live tally, which no signature covers.
 */
export interface Snapshot {
  definition: PollDefinition;
  /** Where the poll stands now, not where it stood at this seal. */
  phase: Phase;
  /** Is this the last seal, after which nothing changes? */
  final: boolean;
  counts: Counts;
  /** What was seen at the door up to this seal; left out where its record does not say. */
  counters?: PollCounters;
  /** When the seal was made, milliseconds since 1970. */
  asOf: number;
  /** The seal's number, from 0. */
  seal: number;
  /** Entries in the log up to and with this seal. */
  size: number;
  /** The signed note (C2SP tlog-checkpoint), with its signature. */
  checkpoint: string;
  /** Root hash of the log at `size`, base64, as it stands in the checkpoint. */
  root: string;
  /** `{host}/log/{poll}`: name of the log in its checkpoints. */
  origin: string;
  /** What readers must be told about the poll, as of now: also about a figure of an earlier seal. */
  notices: readonly Notice[];
}

export type SnapshotOutcome =
  | { kind: "snapshot"; snapshot: Snapshot }
  /** invariant 7: its poll shows no counts to this audience before it closes. */
  | { kind: "hidden" }
  /** No seal of this size, or the archive holds none yet. */
  | { kind: "no-such-seal" };

/** `desk`: someone who signed in; the caller has checked that. All others are `public`. */
export type Audience = "public" | "desk";

/** `at`: the size of a seal as an address has it; left out, the newest. Asks no object; throws where the archive does. */
export async function snapshotAsked(
  archive: KvStore,
  view: PollView,
  at: string | undefined,
): Promise<SnapshotOutcome> {
  if (at === undefined) return newestSnapshot(archive, view);
  const size = fromDecimal(at);
  return size === undefined ? { kind: "no-such-seal" } : snapshotAt(archive, view, size);
}

/** The newest seal of which everything is in the archive. Asks no object; throws where the archive does. */
export async function newestSnapshot(
  archive: KvStore,
  view: PollView,
  audience: Audience = "public",
): Promise<SnapshotOutcome> {
  if (isHidden(view, audience)) return { kind: "hidden" };
  const size = await headSize(archive, view);
  return size === undefined ? { kind: "no-such-seal" } : sealed(archive, view, size);
}

/** The seal that closed the log at `size` entries, for ever the same. Asks no object; throws where the archive does. */
export async function snapshotAt(
  archive: KvStore,
  view: PollView,
  size: number,
  audience: Audience = "public",
): Promise<SnapshotOutcome> {
  if (isHidden(view, audience)) return { kind: "hidden" };
  // A size that the head does not reach is asked of nobody: KV would remember that it was not there.
  if (size > ((await headSize(archive, view)) ?? -1)) return { kind: "no-such-seal" };
  return sealed(archive, view, size);
}

// invariant 7, deny by default: sized tallies are counts too, also those of seals long past.
const isHidden = ({ definition, phase }: PollView, audience: Audience): boolean =>
  audience === "public" && !showsCounts(definition.rules.results, phase, "anyone");

async function headSize(archive: KvStore, { definition }: PollView): Promise<number | undefined> {
  const note = await archive.readCheckpoint(definition.id);
  return note === undefined ? undefined : checkpointOf(note)?.size;
}

async function sealed(archive: KvStore, view: PollView, size: number): Promise<SnapshotOutcome> {
  const seal = await archive.readSeal(view.definition.id, size);
  return seal ? { kind: "snapshot", snapshot: snapshotOf(view, seal) } : { kind: "no-such-seal" };
}

/** Throws where the record holds no checkpoint: the ledger never writes such a one. */
export function snapshotOf(view: PollView, seal: ArchivedSeal): Snapshot {
  const checkpoint = checkpointOf(seal.checkpoint);
  if (!checkpoint) throw new Error(`the record of seal ${seal.seal} holds no checkpoint`);
  return {
    definition: view.definition,
    phase: view.phase,
    // The head of the archive may be one seal behind the phase: only the seal made at closing is the last.
    final: view.closedAt !== undefined && seal.sealedAt >= view.closedAt,
    counts: seal.counts,
    ...(seal.counters && { counters: seal.counters }),
    asOf: seal.sealedAt,
    seal: seal.seal,
    size: seal.size,
    checkpoint: seal.checkpoint,
    root: toBase64(checkpoint.root),
    origin: checkpoint.origin,
    notices: view.notices,
  };
}
