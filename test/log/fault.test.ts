import { expect, test } from "vitest";
import { type Fault, faultInEnglish } from "../../src/log/fault.ts";

test.each<[Fault, string]>([
  [{ kind: "signature", what: "not-a-key" }, "the checkpoint: the verifier key is not one"],
  [{ kind: "signature", what: "not-a-note" }, "the checkpoint: not a signed note"],
  [{ kind: "signature", what: "too-many-signatures" }, "the checkpoint: too many signatures"],
  [{ kind: "signature", what: "malformed-signature" }, "the checkpoint: a malformed signature line"],
  [{ kind: "signature", what: "false-signature" }, "the checkpoint: a false signature by the log's own key"],
  [{ kind: "signature", what: "not-a-checkpoint" }, "the checkpoint: the note is no checkpoint"],
  [{ kind: "signature", what: "another-log" }, "the checkpoint: it is of another log"],
  [{ kind: "signature", what: "other-identity" }, "the open entry names another log or key than the checkpoint"],
  [{ kind: "earlier", what: "no-known-signature" }, "the earlier checkpoint: no signature by a known key"],
  [{ kind: "shrank", what: "smaller", had: 548, has: 306 }, "the log shrank: it had 548 entries and has 306"],
  [{ kind: "shrank", what: "other-beginning" }, "the log no longer begins with the earlier checkpoint"],
  [{ kind: "missing", what: "entry" }, "an entry that the checkpoint covers is missing"],
  [{ kind: "missing", what: "last-seal" }, "the log does not end in a seal"],
  [{ kind: "changed" }, "the entries do not lead to the signed root: one of them was changed, dropped or added"],
  [{ kind: "promise" }, "a promise was not kept: its ballot is not in the closed log"],
  [{ kind: "seal", what: "number", number: 1, due: 2 }, "seal 1 where seal 2 was due"],
  [{ kind: "seal", what: "sum" }, "a seal that is not the sum of the entries before it"],
  [{ kind: "seal", what: "checkpoint" }, "the checkpoint of a seal is not that of the entries before it"],
  [{ kind: "lock" }, "a lock that stands on an earlier ballot"],
  [{ kind: "withdrawal", what: "no-ballot" }, "a withdrawal of no standing ballot"],
  [{ kind: "withdrawal", what: "secret" }, "a secret that does not open its ballot's lock"],
  [{ kind: "choice", what: "unknown-option" }, "a choice the definition does not allow: unknown-option"],
  [{ kind: "choice", what: "option-order" }, "options out of definition order"],
  [{ kind: "order", what: "misplaced", entry: "ballot" }, "a ballot entry out of its place in the batch"],
  [{ kind: "order", what: "unsorted" }, "not in ascending order of leaf hash"],
  [{ kind: "form", what: "grammar" }, "not an entry of the grammar"],
  [{ kind: "form", what: "definition", field: "questions[0]" }, "the definition is not valid: questions[0]"],
])("%j is said in English", (fault, words) => {
  expect(faultInEnglish(fault)).toBe(words);
});
