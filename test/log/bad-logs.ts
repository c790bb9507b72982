import { ballotEntry } from "../../src/log/entry.ts";
import type { Fault } from "../../src/log/fault.ts";
import { compareBytes, leafHash } from "../../src/log/hash.ts";
import { lockOf } from "../../src/log/lock.ts";
import { verifierKey } from "../../src/log/note.ts";
import { utf8 } from "../../src/log/text.ts";
import { entriesOf, linesOf, logOf, logSigner, ORIGIN, takenBack, VKEY } from "./a-log.ts";
import { bytes32, sha256, signer } from "./node-crypto.ts";
import {
  ada,
  ben,
  checkpointOver,
  cleo,
  earlier,
  first,
  HONEST,
  honest,
  keptPromises,
  last,
  openLine,
  reader,
  SEAL_1,
  type ShownLog,
  stillOpen,
  tampered,
  unknownPromise,
  WITHDRAW,
  written,
} from "./shown-log.ts";

export interface BadLog extends ShownLog {
  /** In a sceptic's words. */
  what: string;
  fault: Fault;
  index?: number;
}

const sorted = (texts: string[]) =>
  texts.toSorted((one, other) => compareBytes(leafHash(sha256, utf8(one)), leafHash(sha256, utf8(other))));
/** Puts the ballots of the first batch into the order that their hashes ask for. */
const sortFirst = (all: string[], end = SEAL_1) => all.splice(2, end - 2, ...sorted(all.slice(2, end)));
const change = (all: string[]) => {
  const at = all.indexOf(cleo.text);
  all[at] = cleo.text.replace(/ (yes|no)$/, (option) => (option === " yes" ? " no" : " yes"));
};

const foreignLock = () => {
  const secret = bytes32("zoe");
  const lock = lockOf(sha256, "other.example/log/bread", "eat", secret);
  const ballot = { text: ballotEntry({ question: "eat", class: "a", lock, choice: ["yes"] }), secret };
  const all = linesOf(logOf({ ballots: [ballot.text], withdrawals: [takenBack(ballot, "this-batch")] }).entries);
  return { vkey: VKEY, checkpoint: checkpointOver(all), entries: entriesOf(all) };
};

/** Every way of lying that we know, and the fault and its place that a recount must answer with. */
export const BAD_LOGS: readonly BadLog[] = [
  { what: "a ballot dropped", ...written((all) => all.splice(9, 1)), fault: { kind: "seal", what: "sum" }, index: 301 },
  {
    what: "a ballot dropped unseen",
    ...tampered((all) => all.splice(9, 1)),
    fault: { kind: "seal", what: "sum" },
    index: 301,
  },
  {
    what: "ballots reordered",
    ...written((all) => all.splice(9, 2, all[10]!, all[9]!)),
    fault: { kind: "order", what: "unsorted" },
    index: 10,
  },
  {
    what: "a batch unsorted",
    ...written((all) => all.splice(306, 240, ...all.slice(306, 546).reverse())),
    fault: { kind: "order", what: "unsorted" },
    index: 307,
  },
  {
    what: "a ballot duplicated",
    ...written((all) => all.splice(9, 0, all[9]!)),
    fault: { kind: "order", what: "unsorted" },
    index: 10,
  },
  {
    what: "a ballot duplicated in another batch",
    ...written((all) => all.splice(306, 240, ...sorted([...all.slice(306, 546), all[9]!]))),
    fault: { kind: "lock" },
    index: 306 + sorted([...HONEST.slice(306, 546), HONEST[9]!]).indexOf(HONEST[9]!),
  },
  {
    what: "an option changed, everything after it put right but the seal",
    ...written((all) => {
      change(all);
      sortFirst(all);
    }),
    fault: { kind: "seal", what: "sum" },
    index: 302,
  },
  {
    what: "an option changed in what is served",
    ...tampered((all) => {
      change(all);
      sortFirst(all);
    }),
    fault: { kind: "seal", what: "sum" },
    index: 302,
  },
  {
    what: "an added ballot that every seal counts, under the old signature",
    ...tampered(() => {}),
    entries: logOf(
      { ballots: [...first.map(({ text }) => text), reader("stuffed").text] },
      { notes: [{ kind: "paused" }] },
      { ballots: last.map(({ text }) => text), close: { reason: "time" } },
    ).entries,
    fault: { kind: "changed" },
  },
  {
    what: "a note reworded",
    ...tampered((all) => {
      all[303] = 'note {"kind":"resumed"}';
    }),
    fault: { kind: "changed" },
  },
  {
    what: "a false seal",
    ...written((all) => {
      all[SEAL_1] = all[SEAL_1]!.replace(/"yes":{"a":\d+/, '"yes":{"a":301');
    }),
    fault: { kind: "seal", what: "sum" },
    index: SEAL_1,
  },
  {
    what: "a seal left out",
    ...written((all) => all.splice(SEAL_1, 1)),
    fault: { kind: "order", what: "misplaced", entry: "note" },
    index: SEAL_1,
  },
  {
    what: "a log rewound",
    ...stillOpen,
    since: honest.checkpoint,
    fault: { kind: "shrank", what: "smaller", had: 548, has: 306 },
  },
  {
    what: "a log forked",
    ...(() => {
      const all = linesOf(
        logOf({ ballots: first.slice(5).map(({ text }) => text) }, { ballots: last.map(({ text }) => text) }).entries,
      );
      return { vkey: VKEY, checkpoint: checkpointOver(all), entries: entriesOf(all) };
    })(),
    since: earlier,
    fault: { kind: "shrank", what: "other-beginning" },
  },
  {
    what: "another log of the same size",
    ...honest,
    since: checkpointOver(HONEST.with(303, 'note {"kind":"resumed"}')),
    fault: { kind: "shrank", what: "other-beginning" },
  },
  {
    what: "a lock of another poll",
    ...foreignLock(),
    fault: { kind: "withdrawal", what: "secret" },
    index: 3,
  },
  {
    what: "a withdrawal with the secret of another ballot",
    ...written((all) => {
      all[WITHDRAW] = all[WITHDRAW]!.replace(ada.secret, ben.secret);
    }),
    fault: { kind: "withdrawal", what: "secret" },
    index: WITHDRAW,
  },
  {
    what: "a ballot withdrawn twice",
    ...written((all) => all.splice(546, 0, all[WITHDRAW]!)),
    fault: { kind: "withdrawal", what: "no-ballot" },
    index: 546,
  },
  {
    what: "a short final batch: its ballots after the close",
    ...written((all) => all.splice(306, 241, all[546]!, ...all.slice(306, 546))),
    fault: { kind: "order", what: "misplaced", entry: "ballot" },
    index: 307,
  },
  {
    what: "a ballot after the last seal",
    ...written((all) => all.push(reader("late").text)),
    fault: { kind: "order", what: "after-close" },
    index: 548,
  },
  { what: "no last seal", ...written((all) => all.pop()), fault: { kind: "missing", what: "last-seal" }, index: 547 },
  {
    what: "an option that the question has not",
    ...written((all) => {
      all[2] = all[2]!.replace(/ (yes|no)$/, " maybe");
      sortFirst(all);
    }),
    fault: { kind: "choice", what: "unknown-option" },
    index:
      2 +
      sorted([HONEST[2]!.replace(/ (yes|no)$/, " maybe"), ...HONEST.slice(3, SEAL_1)]).findIndex((each) =>
        each.endsWith("maybe"),
      ),
  },
  {
    what: "a ballot with a time in it",
    ...written((all) => {
      all[9] += " 2026-11-23";
    }),
    fault: { kind: "form", what: "grammar" },
    index: 9,
  },
  {
    what: "entries that the signature covers and nobody is shown",
    ...honest,
    entries: honest.entries.slice(0, 540),
    fault: { kind: "missing", what: "entry" },
    index: 540,
  },
  {
    what: "a false signature",
    ...honest,
    checkpoint: honest.checkpoint.replace("\n548\n", "\n547\n"),
    fault: { kind: "signature", what: "false-signature" },
  },
  {
    what: "another origin",
    ...honest,
    checkpoint: checkpointOver(HONEST, logSigner, "news.example/log/rice"),
    fault: { kind: "signature", what: "another-log" },
  },
  {
    what: "another key",
    ...honest,
    checkpoint: checkpointOver(HONEST, signer(ORIGIN, 7)),
    fault: { kind: "signature", what: "no-known-signature" },
  },
  {
    what: "an open entry that names another key",
    ...written((all) => {
      all[0] = openLine({ vkey: verifierKey(sha256, signer(ORIGIN, 7)) });
    }),
    fault: { kind: "signature", what: "other-identity" },
    index: 0,
  },
  {
    what: "an earlier checkpoint that the log did not sign",
    ...honest,
    since: checkpointOver(HONEST.slice(0, SEAL_1 + 1), signer(ORIGIN, 7)),
    fault: { kind: "earlier", what: "no-known-signature" },
  },
  {
    what: "a promise not kept",
    ...honest,
    promises: [...keptPromises, unknownPromise],
    fault: { kind: "promise" },
  },
];
