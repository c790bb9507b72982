import type { verify as arabic } from "../ar/verify.ts";
import type { InAnyLanguage } from "../plural.ts";

/** Words of the page on which anybody recounts. English. */
export const verify: InAnyLanguage<typeof arabic> = {
  "verify.link": "Check it yourself",
  "verify.h": "Check it yourself",
  "verify.lead":
    "Every vote is a line of a signed public log. You can recount here, on your own device, without trusting us: all lines are read one by one and added up anew.",
  "verify.hidden":
    "The results of this vote are hidden until it closes, and so are the lines of its log. Only the signed checkpoint is shown for now; everybody can recount after closing.",
  "verify.button": "Recount now",
  "verify.noscript":
    "Recounting on this page needs JavaScript. How to check without it is explained at the end of the page.",
  "verify.earlier": "A checkpoint or signed promises that you kept earlier, to compare with (optional)",
  "verify.stop": "Stop",
  "verify.stopped": "Recount stopped before the end: no verdict on the log.",
  "verify.reading": "{read} of {of} lines read",
  "verify.save":
    "You can save this page and open it later from the file: it recounts from the public log, with the key that was saved with it.",
  "verify.true": "The log is true: the result is exactly the sum of the published votes",
  "verify.false": "The log is not true",
  "verify.unread": "The log could not be read to its end: that is no verdict on it. Try again later.",
  "verify.closed": "The log is closed: these figures are final.",
  "verify.open":
    "The log is still open: these are the figures of the last seal; the running figures on the results page may be ahead of them.",
  "verify.since": "The log still begins with what your checkpoint covers: nothing in it was changed or removed.",
  "verify.at": "First fault at line {index}, counting from zero.",
  "verify.technical": "In the program’s words:",
  "verify.entries": "Lines of the log",
  "verify.seals": "Seals, each recounted",
  "verify.ballots": "All votes cast",
  "verify.withdrawn": "of which taken back by their voters",
  "verify.keep": "Keep this checkpoint",
  "verify.promise.kept": "Promises kept",
  "verify.promise.waiting": "Promises whose vote is not in the log yet",
  "verify.promise.foreign": "Promises that are not of this log",
  "verify.fault.earlier":
    "The file you chose is no checkpoint signed with this log’s key. If you are certain that it is from this log, the key has changed: compare it with the printed one.",
  "verify.fault.signature": "The log’s signature does not match the key shown on this page.",
  "verify.fault.shrank":
    "The log no longer begins with what your checkpoint covers: something was removed or replaced.",
  "verify.fault.missing": "The log is incomplete: lines that the signature covers are missing.",
  "verify.fault.changed": "The lines do not match the signature: at least one of them was changed, removed or added.",
  "verify.fault.seal": "A seal states figures that are not the sum of the votes before it.",
  "verify.fault.lock": "A vote carries the lock of an earlier one: the same vote is counted twice.",
  "verify.fault.withdrawal": "A withdrawal without the key of the vote it takes back, or of one taken back before.",
  "verify.fault.choice": "A vote for an answer that is not one of its question’s.",
  "verify.fault.order": "A line out of its place: the announced order was not kept.",
  "verify.fault.promise": "A signed promise was not kept: its vote is not in the closed log.",
  "verify.fault.form": "A line that is not one of those the log may have.",
  "verify.checked.h": "What is checked",
  "verify.checked": [
    "Every line: its form, its place and its fingerprint, up to the signed fingerprint.",
    "Every seal: are its figures the sum of the votes before it?",
    "Every vote: is its answer one of the question’s, and its lock unique?",
    "Every withdrawal: does it open the lock of the vote taken back, once only?",
    "The signature: is it by this log’s key?",
    "An earlier checkpoint, if you have one: does the log still begin with it?",
  ],
  "verify.not.h": "What cannot be checked",
  "verify.not": [
    "Nobody can tell from the log alone that each vote comes from a different real person, or that the operator added none.",
    "That everyone is shown the same log is certain only as far as people compare checkpoints: the one printed in the paper, the ones that newsrooms keep.",
    "This page comes from the server that you are checking. Whoever does not trust it opens a copy saved earlier, or takes a program from elsewhere.",
  ],
  "verify.key.h": "The verifier key",
  "verify.key": "Compare it with the key printed in the paper, or kept by you. If they differ, this is another log.",
  "verify.keep.h": "The checkpoint",
  "verify.keep.why":
    "Three lines and a signature: the log’s name, its number of lines and its fingerprint at one moment. Whoever keeps it can prove later that the log is intact, or that it is not.",
  "verify.now": "The present checkpoint",
  "verify.own.h": "Your own vote",
  "verify.own":
    "With your receipt you check that your vote is in the log. Without it neither you nor we can: we do not know which vote is whose, but it stays counted.",
  "verify.own.link": "Receipt, and taking a vote back",
  "verify.else.h": "Without this page",
  "verify.else": "With the same program from a terminal, in a copy of its source code:",
  "verify.hand": "Or with nothing of our program, starting from the checkpoint:",
  "verify.docs":
    "All of it is explained, for journalists and for developers, with curl, awk and Go, in {file} of the source code.",
};
