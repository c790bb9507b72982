import type { ChoiceFault } from "../domain/ballot.ts";
import type { Entry } from "./entry.ts";

/** Why a signed note is not believed. C2SP signed-note, "Signatures"; tlog-checkpoint; tlog-proof. */
export type NoteFault =
  | "not-a-key"
  | "not-a-note"
  | "too-many-signatures"
  | "malformed-signature"
  | "false-signature"
  | "no-known-signature"
  | "not-a-checkpoint"
  | "another-log"
  | "not-included";

/**
 * Why a log is not what it claims to be. `kind` is what it means to a reader, who is told in their language; `what` is which
 * rule was broken, for whoever looks into it.
 */
export type Fault =
  /** The checkpoint that the log shows. */
  | { kind: "signature"; what: NoteFault | "other-identity" }
  /** The checkpoint that somebody kept: the fault may be theirs, so this alone is no verdict on the log. */
  | { kind: "earlier"; what: NoteFault }
  | { kind: "shrank"; what: "smaller"; had: number; has: number }
  | { kind: "shrank"; what: "other-beginning" }
  | { kind: "missing"; what: "entry" | "last-seal" }
  | { kind: "changed" }
  | { kind: "promise" }
  | { kind: "seal"; what: "number"; number: number; due: number }
  | { kind: "seal"; what: "sum" | "checkpoint" }
  | { kind: "lock" }
  | { kind: "withdrawal"; what: "no-ballot" | "secret" }
  | { kind: "choice"; what: ChoiceFault["kind"] | "option-order" }
  | { kind: "order"; what: "misplaced"; entry: Entry["kind"] }
  | { kind: "order"; what: "unsorted" | "second-open" | "no-seal-0" | "after-close" | "before-last-seal" }
  | { kind: "form"; what: "grammar" | "no-open" | "no-identity" }
  | { kind: "form"; what: "definition"; field: string };

/** In English, for terminals and for whoever is shown what a reader's page says: a clause without its full stop. */
export function faultInEnglish(fault: Fault): string {
  switch (fault.kind) {
    case "signature":
      return fault.what === "other-identity"
        ? "the open entry names another log or key than the checkpoint"
        : `the checkpoint: ${noteFaultInEnglish(fault.what)}`;
    case "earlier":
      return `the earlier checkpoint: ${noteFaultInEnglish(fault.what)}`;
    case "shrank":
      return fault.what === "smaller"
        ? `the log shrank: it had ${fault.had} entries and has ${fault.has}`
        : "the log no longer begins with the earlier checkpoint";
    case "missing":
      return fault.what === "entry"
        ? "an entry that the checkpoint covers is missing"
        : "the log does not end in a seal";
    case "changed":
      return "the entries do not lead to the signed root: one of them was changed, dropped or added";
    case "promise":
      return "a promise was not kept: its ballot is not in the closed log";
    case "seal":
      switch (fault.what) {
        case "number":
          return `seal ${fault.number} where seal ${fault.due} was due`;
        case "sum":
          return "a seal that is not the sum of the entries before it";
        case "checkpoint":
          return "the checkpoint of a seal is not that of the entries before it";
      }
      break;
    case "lock":
      return "a lock that stands on an earlier ballot";
    case "withdrawal":
      return fault.what === "no-ballot"
        ? "a withdrawal of no standing ballot"
        : "a secret that does not open its ballot's lock";
    case "choice":
      return fault.what === "option-order"
        ? "options out of definition order"
        : `a choice the definition does not allow: ${fault.what}`;
    case "order":
      return fault.what === "misplaced"
        ? `a ${fault.entry} entry out of its place in the batch`
        : ORDER_FAULTS[fault.what];
    case "form":
      return fault.what === "definition" ? `the definition is not valid: ${fault.field}` : FORM_FAULTS[fault.what];
  }
}

const ORDER_FAULTS = {
  unsorted: "not in ascending order of leaf hash",
  "second-open": "a second open entry",
  "no-seal-0": "the open entry is not followed by seal 0",
  "after-close": "an entry after the closing seal",
  "before-last-seal": "something stands between close and the last seal",
};

const FORM_FAULTS = {
  grammar: "not an entry of the grammar",
  "no-open": "the first entry is not open",
  "no-identity": "the open entry names no origin or no key",
};

const NOTE_FAULTS: Record<NoteFault, string> = {
  "not-a-key": "the verifier key is not one",
  "not-a-note": "not a signed note",
  "too-many-signatures": "too many signatures",
  "malformed-signature": "a malformed signature line",
  "false-signature": "a false signature by the log's own key",
  "no-known-signature": "no signature by a known key",
  "not-a-checkpoint": "the note is no checkpoint",
  "another-log": "it is of another log",
  "not-included": "the hashes do not lead from the entry to the checkpoint",
};

/** As `faultInEnglish`, of a note or a proof alone. */
export const noteFaultInEnglish = (fault: NoteFault): string => NOTE_FAULTS[fault];
