import { ballotEntry } from "../../src/log/entry.ts";
import { compareBytes, leafHash } from "../../src/log/hash.ts";
import { lockOf } from "../../src/log/lock.ts";
import { verifierKey } from "../../src/log/note.ts";
import { utf8 } from "../../src/log/text.ts";
import { entriesOf, linesOf, logOf, logSigner, ORIGIN, takenBack, VKEY } from "./a-log.ts";
import { bytes32, sha256, signer } from "./node-crypto.ts";
import {
  ada,
  ben,
  checkpointOf,
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
  fault: string;
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

const NOT_THE_SUM = "a seal that is not the sum of the entries before it";
const NOT_THE_ROOT = "the entries do not lead to the signed root: one of them was changed, dropped or added";
const UNSORTED = "not in ascending order of leaf hash";
const FORKED = "the log no longer begins with the earlier checkpoint";

const foreignLock = () => {
  const secret = bytes32("zoe");
  const lock = lockOf(sha256, "other.example/log/bread", "eat", secret);
  const ballot = { text: ballotEntry({ question: "eat", class: "a", lock, choice: ["yes"] }), secret };
  const all = linesOf(logOf({ ballots: [ballot.text], withdrawals: [takenBack(ballot, "this-batch")] }).entries);
  return { vkey: VKEY, checkpoint: checkpointOf(all), entries: entriesOf(all) };
};

/** Every way of lying that we know, and the words and the place that a recount must answer with. */
export const BAD_LOGS: readonly BadLog[] = [
  { what: "a ballot dropped", ...written((all) => all.splice(9, 1)), fault: NOT_THE_SUM, index: 301 },
  { what: "a ballot dropped unseen", ...tampered((all) => all.splice(9, 1)), fault: NOT_THE_SUM, index: 301 },
  { what: "ballots reordered", ...written((all) => all.splice(9, 2, all[10]!, all[9]!)), fault: UNSORTED, index: 10 },
  {
    what: "a batch unsorted",
    ...written((all) => all.splice(306, 240, ...all.slice(306, 546).reverse())),
    fault: UNSORTED,
    index: 307,
  },
  { what: "a ballot duplicated", ...written((all) => all.splice(9, 0, all[9]!)), fault: UNSORTED, index: 10 },
  {
    what: "a ballot duplicated in another batch",
    ...written((all) => all.splice(306, 240, ...sorted([...all.slice(306, 546), all[9]!]))),
    fault: "a lock that stands on an earlier ballot",
    index: 306 + sorted([...HONEST.slice(306, 546), HONEST[9]!]).indexOf(HONEST[9]!),
  },
  {
    what: "an option changed, everything after it put right but the seal",
    ...written((all) => {
      change(all);
      sortFirst(all);
    }),
    fault: NOT_THE_SUM,
    index: 302,
  },
  {
    what: "an option changed in what is served",
    ...tampered((all) => {
      change(all);
      sortFirst(all);
    }),
    fault: NOT_THE_SUM,
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
    fault: NOT_THE_ROOT,
  },
  {
    what: "a note reworded",
    ...tampered((all) => {
      all[303] = 'note {"kind":"resumed"}';
    }),
    fault: NOT_THE_ROOT,
  },
  {
    what: "a false seal",
    ...written((all) => {
      all[SEAL_1] = all[SEAL_1]!.replace(/"yes":{"a":\d+/, '"yes":{"a":301');
    }),
    fault: NOT_THE_SUM,
    index: SEAL_1,
  },
  {
    what: "a seal left out",
    ...written((all) => all.splice(SEAL_1, 1)),
    fault: "a note entry out of its place in the batch",
    index: SEAL_1,
  },
  {
    what: "a log rewound",
    ...stillOpen,
    since: honest.checkpoint,
    fault: "the log shrank: it had 548 entries and has 306",
  },
  {
    what: "a log forked",
    ...(() => {
      const all = linesOf(
        logOf({ ballots: first.slice(5).map(({ text }) => text) }, { ballots: last.map(({ text }) => text) }).entries,
      );
      return { vkey: VKEY, checkpoint: checkpointOf(all), entries: entriesOf(all) };
    })(),
    since: earlier,
    fault: FORKED,
  },
  {
    what: "another log of the same size",
    ...honest,
    since: checkpointOf(HONEST.with(303, 'note {"kind":"resumed"}')),
    fault: FORKED,
  },
  {
    what: "a lock of another poll",
    ...foreignLock(),
    fault: "a secret that does not open its ballot's lock",
    index: 3,
  },
  {
    what: "a withdrawal with the secret of another ballot",
    ...written((all) => {
      all[WITHDRAW] = all[WITHDRAW]!.replace(ada.secret, ben.secret);
    }),
    fault: "a secret that does not open its ballot's lock",
    index: WITHDRAW,
  },
  {
    what: "a ballot withdrawn twice",
    ...written((all) => all.splice(546, 0, all[WITHDRAW]!)),
    fault: "a withdrawal of no standing ballot",
    index: 546,
  },
  {
    what: "a short final batch: its ballots after the close",
    ...written((all) => all.splice(306, 241, all[546]!, ...all.slice(306, 546))),
    fault: "a ballot entry out of its place in the batch",
    index: 307,
  },
  {
    what: "a ballot after the last seal",
    ...written((all) => all.push(reader("late").text)),
    fault: "an entry after the closing seal",
    index: 548,
  },
  { what: "no last seal", ...written((all) => all.pop()), fault: "the log does not end in a seal", index: 547 },
  {
    what: "an option that the question has not",
    ...written((all) => {
      all[2] = all[2]!.replace(/ (yes|no)$/, " maybe");
      sortFirst(all);
    }),
    fault: "a choice the definition does not allow: unknown-option",
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
    fault: "not an entry of the grammar",
    index: 9,
  },
  {
    what: "entries that the signature covers and nobody is shown",
    ...honest,
    entries: honest.entries.slice(0, 540),
    fault: "an entry that the checkpoint covers is missing",
    index: 540,
  },
  {
    what: "a false signature",
    ...honest,
    checkpoint: honest.checkpoint.replace("\n548\n", "\n547\n"),
    fault: `the checkpoint: a false signature by ${ORIGIN}`,
  },
  {
    what: "another origin",
    ...honest,
    checkpoint: checkpointOf(HONEST, logSigner, "news.example/log/rice"),
    fault: "the checkpoint: the checkpoint is of another log",
  },
  {
    what: "another key",
    ...honest,
    checkpoint: checkpointOf(HONEST, signer(ORIGIN, 7)),
    fault: "the checkpoint: no signature by a known key",
  },
  {
    what: "an open entry that names another key",
    ...written((all) => {
      all[0] = openLine({ vkey: verifierKey(sha256, signer(ORIGIN, 7)) });
    }),
    fault: "the open entry names another log or key than the checkpoint",
    index: 0,
  },
  {
    what: "an earlier checkpoint that the log did not sign",
    ...honest,
    since: checkpointOf(HONEST.slice(0, SEAL_1 + 1), signer(ORIGIN, 7)),
    fault: "the earlier checkpoint: no signature by a known key",
  },
  {
    what: "a promise not kept",
    ...honest,
    promises: [...keptPromises, unknownPromise],
    fault: "a promise was not kept: its ballot is not in the closed log",
  },
];
