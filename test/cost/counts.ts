/** What Cloudflare bills, counted. */
export interface Counts {
  workerRequests: number;
  /** Calls of objects: methods, `fetch`, alarms. Twenty incoming socket messages are one. */
  objectRequests: number;
  rowsRead: number;
  /** Index entries, deletions and alarms that are set count as rows. */
  rowsWritten: number;
  kvReads: number;
  kvWrites: number;
  kvLists: number;
  /** Seconds for which an object is awake, over all objects. */
  objectSeconds: number;
}

export const noCounts = (): Counts => ({
  workerRequests: 0,
  objectRequests: 0,
  rowsRead: 0,
  rowsWritten: 0,
  kvReads: 0,
  kvWrites: 0,
  kvLists: 0,
  objectSeconds: 0,
});

const KINDS = Object.keys(noCounts()) as (keyof Counts)[];

/** Each kind on its own. */
const each = (of: (kind: keyof Counts) => number): Counts =>
  Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as unknown as Counts;

export const times = (counts: Counts, by: number): Counts => each((kind) => counts[kind] * by);

export const sum = (...all: readonly Counts[]): Counts =>
  each((kind) => all.reduce((total, counts) => total + counts[kind], 0));
