import { bundlePath, bundlesBetween, decodeBundle } from "./bundle.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import type { Fault } from "./fault.ts";
import { compareBytes, leafHash, type Sha256 } from "./hash.ts";
import { openPromise, promisedLeaf, type Verify } from "./note.ts";
import { type Recount, Recounter } from "./recount.ts";
import { toBase64 } from "./text.ts";
import { appendLeaf, EMPTY_EDGE, rootOf } from "./tree.ts";

/** What somebody who trusts nobody found: the log is what it claims to be, or the first thing in it that is not. */
export type Verdict =
  | { kind: "true"; checkpoint: Checkpoint; recount: Extract<Recount, { kind: "counted" }>; promises: Promises }
  | { kind: "false"; fault: Fault; index?: number };

/** Promises that were shown to the audit. `waiting`: not in the log yet, which is still open; `foreign`: not this log's. */
interface Promises {
  kept: number;
  waiting: number;
  foreign: number;
}

export interface AuditClaims {
  /** The log's verifier key, had from somewhere that the log's server cannot change: the newspaper, an earlier visit. */
  vkey: string;
  /** The signed checkpoint that the log shows now. */
  checkpoint: string;
  /** A signed checkpoint seen earlier: the log must still begin with it. */
  since?: string;
  /** Promises that readers were given, as signed notes: once the log is closed, each leaf must be in it. */
  promises?: readonly string[];
}

/**
 * Audits a log from its entries, fed in order: every entry's grammar and place, every lock and withdrawal, every seal a
 * recount, every hash up to the signed root, and an earlier checkpoint as a beginning of this one. It uses nothing of
 * the server's but what is published.
 */
export class Audit {
  readonly #sha256: Sha256;
  readonly #verify: Verify;
  readonly #recounter: Recounter;
  readonly #claims: AuditClaims;
  #edge = EMPTY_EDGE;
  /** Promised leaves, in base64, that have not come by yet. */
  readonly #awaited: Set<string>;
  readonly #now: Checkpoint | undefined;
  readonly #earlier: Checkpoint | undefined;
  #fault: Extract<Verdict, { kind: "false" }> | undefined;

  constructor(sha256: Sha256, verify: Verify, claims: AuditClaims) {
    this.#sha256 = sha256;
    this.#verify = verify;
    this.#awaited = new Set(claims.promises?.map(promisedLeaf));
    this.#recounter = new Recounter(sha256);
    this.#claims = claims;
    const open = (note: string, kind: "signature" | "earlier"): Checkpoint | undefined => {
      const opened = openCheckpoint(sha256, verify, claims.vkey, note);
      if (opened.kind === "checkpoint") return opened.checkpoint;
      this.#fault ??= { kind: "false", fault: { kind, what: opened.why } };
      return undefined;
    };
    this.#now = open(claims.checkpoint, "signature");
    this.#earlier = claims.since === undefined ? undefined : open(claims.since, "earlier");
    if (this.#now && this.#earlier && this.#earlier.size > this.#now.size)
      this.#fault ??= {
        kind: "false",
        fault: { kind: "shrank", what: "smaller", had: this.#earlier.size, has: this.#now.size },
      };
  }

  /** Entries that the audit needs: all that the checkpoint covers; none once something is false. */
  get wants(): number {
    return this.#fault || !this.#now ? 0 : this.#now.size - this.#edge.size;
  }

  /** Takes the next entry. Answers whether more make sense. */
  add(entry: Uint8Array): boolean {
    if (this.wants === 0) return false;
    const index = this.#edge.size;
    const fault = this.#recounter.add(entry);
    if (fault) this.#fault = { kind: "false", fault, index };
    const leaf = leafHash(this.#sha256, entry);
    if (this.#awaited.size > 0) this.#awaited.delete(toBase64(leaf));
    this.#edge = appendLeaf(this.#sha256, this.#edge, leaf);
    if (this.#earlier?.size === this.#edge.size)
      this.#compare(this.#earlier, { kind: "shrank", what: "other-beginning" });
    return this.wants > 0;
  }

  verdict(): Verdict {
    if (this.#fault) return this.#fault;
    if (!this.#now) throw new Error("an audit without a checkpoint has a fault");
    if (this.wants > 0) return { kind: "false", fault: { kind: "missing", what: "entry" }, index: this.#edge.size };
    this.#compare(this.#now, { kind: "changed" });
    if (this.#fault) return this.#fault;
    const recount = this.#recounter.result();
    if (recount.kind === "fault") return { kind: "false", fault: recount.fault, index: recount.index };
    const { origin, vkey } = this.#recounter.identity;
    if (origin !== this.#now.origin || vkey !== this.#claims.vkey)
      return { kind: "false", fault: { kind: "signature", what: "other-identity" }, index: 0 };
    const promises = this.#promises();
    // A promise and a closed log without its leaf are evidence that anybody can check.
    if (recount.closed && promises.waiting > 0) return { kind: "false", fault: { kind: "promise" } };
    return { kind: "true", checkpoint: this.#now, recount, promises };
  }

  #promises(): Promises {
    const { origin, promiseVkey = "" } = this.#recounter.identity;
    const found: Promises = { kept: 0, waiting: 0, foreign: 0 };
    for (const note of this.#claims.promises ?? []) {
      const leaf = openPromise(this.#sha256, this.#verify, { origin, promiseVkey }, note);
      found[leaf === undefined ? "foreign" : this.#awaited.has(leaf) ? "waiting" : "kept"] += 1;
    }
    return found;
  }

  #compare(checkpoint: Checkpoint, fault: Fault): void {
    if (compareBytes(rootOf(this.#sha256, this.#edge), checkpoint.root) !== 0) this.#fault ??= { kind: "false", fault };
  }
}

/** A log was not read to its end. That is no verdict on it. */
export type Failure = { kind: "unreadable"; why: string } | { kind: "stopped" };

/** Reads one file of a log: a page by fetching it, a terminal also from a disk. */
export type Read = (address: string) => Promise<Uint8Array | Failure>;

/** A log as it is served or kept: C2SP tlog-tiles. */
interface ServedLog {
  /** Of the folder in which its `checkpoint` and `tile` stand. */
  address: string;
  read: Read;
  /** Verifies signatures of these notes: Ed25519 is asynchronous in a browser. */
  verifierOf: (notes: readonly string[]) => Verify | Promise<Verify>;
}

/** What came of an audit: a verdict with the checkpoint it is about, or none. */
export type AuditOutcome = (Verdict & { note: string }) | Failure;

/** Bundles asked for at the same time, and so the most that are held in memory. */
const AT_ONCE = 6;

/**
 * Reads a whole log and audits it. `onProgress`: entries read, of how many; what it promises is waited for. `onBundle`: each
 * bundle, once it was audited.
 */
export async function auditServedLog(
  sha256: Sha256,
  { address, read, verifierOf }: ServedLog,
  claims: Omit<AuditClaims, "checkpoint">,
  onProgress: (read: number, of: number) => void | Promise<void>,
  onBundle: (bundle: Uint8Array, place: { number: number; width: number }) => void = () => {},
): Promise<AuditOutcome> {
  const head = await read(`${address}/checkpoint`);
  if (!(head instanceof Uint8Array)) return head;
  const note = new TextDecoder().decode(head);
  const { since, promises = [] } = claims;
  const verify = await verifierOf([note, ...(since === undefined ? [] : [since]), ...promises]);
  const audit = new Audit(sha256, verify, { ...claims, checkpoint: note });

  const size = audit.wants;
  const addressOf = ({ number, width }: { number: number; width: number }) =>
    `${address}/tile/${bundlePath(number, width)}`;
  const places = bundlesBetween(0, size);
  const ahead = places.slice(0, AT_ONCE).map((place) => read(addressOf(place)));
  for (const [i, place] of places.entries()) {
    if (audit.wants === 0) break;
    const bundle = await (ahead.shift() ?? read(addressOf(place)));
    if (!(bundle instanceof Uint8Array)) return bundle;
    const next = places[i + AT_ONCE];
    if (next) ahead.push(read(addressOf(next)));
    const entries = entriesOf(bundle);
    if (!entries) return { kind: "unreadable", why: `${addressOf(place)} is no entry bundle` };
    for (const entry of entries) if (!audit.add(entry)) break;
    onBundle(bundle, place);
    await onProgress(size - audit.wants, size);
  }
  return { ...audit.verdict(), note };
}

function entriesOf(bundle: Uint8Array): Uint8Array[] | undefined {
  try {
    return decodeBundle(bundle);
  } catch {
    return undefined;
  }
}
