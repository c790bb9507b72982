/** What a fault of the log means to somebody who has never seen one. */
export const FAULT_KINDS = [
  "earlier",
  "signature",
  "shrank",
  "missing",
  "changed",
  "seal",
  "lock",
  "withdrawal",
  "choice",
  "order",
  "promise",
  "form",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** By words of the audit's own sentences, the first that fits. */
const WORDS: readonly (readonly [FaultKind, RegExp])[] = [
  ["earlier", /^the earlier checkpoint: /],
  ["signature", /^the checkpoint: |another log or key/],
  ["shrank", /shrank|no longer begins/],
  ["missing", /is missing|does not end/],
  ["changed", /signed root/],
  ["seal", /^a seal |^seal /],
  ["lock", /^a lock /],
  ["withdrawal", /^a withdrawal of|^a secret/],
  ["choice", /choice|definition order/],
  ["promise", /^a promise /],
  ["order", /place|ascending|between|after|followed|second open/],
];

/** The kind of a fault that an audit named. */
export const faultKind = (fault: string): FaultKind => WORDS.find(([, words]) => words.test(fault))?.[0] ?? "form";
