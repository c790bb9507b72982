import { describe, expect, it, test } from "vitest";
import { ballotEntry } from "../../src/log/entry.ts";
import type { Fault } from "../../src/log/fault.ts";
import { compareBytes, leafHash } from "../../src/log/hash.ts";
import { lockOf } from "../../src/log/lock.ts";
import { Recounter } from "../../src/log/recount.ts";
import { utf8 } from "../../src/log/text.ts";
import { cast, definition, entriesOf, indexOf, linesOf, logOf, ORIGIN, takenBack, VKEY } from "./a-log.ts";
import { bytes32, sha256 } from "./node-crypto.ts";
import { recount } from "./recount.ts";

/** Three batches: ballots; a withdrawal; ballots and the close. Indexes 0 and 1 are `open` and `seal 0`. */
const first = ["ada", "ben", "cleo", "dina"].map((name) => cast(name));
const last = [cast("elias", ["no"], "c"), cast("fatima", ["wheat", "maize"], "a", "kinds")];
const begun = logOf({ ballots: first.map((each) => each.text) });
const adaAt = indexOf(begun.entries, first[0]!);
const log = linesOf(
  logOf(
    { ballots: first.map((each) => each.text) },
    { notes: [{ kind: "paused" }], withdrawals: [takenBack(first[0]!, adaAt)] },
    { ballots: last.map((each) => each.text), close: { reason: "time" } },
  ).entries,
);
// 0 open, 1 seal 0, 2–5 ballots, 6 seal 1, 7 note, 8 withdraw, 9 seal 2, 10–11 ballots, 12 close, 13 seal 3

const recountAfter = (change: (lines: string[]) => void) => {
  const lines = [...log];
  change(lines);
  return recount(entriesOf(lines));
};
const fault = (index: number, broken: Fault) => ({ kind: "fault", index, fault: broken });
const sorted = (lines: string[]) =>
  lines.toSorted((one, other) => compareBytes(leafHash(sha256, utf8(one)), leafHash(sha256, utf8(other))));

it("an honest log recounts to the tally that its last seal states", () => {
  expect(log).toHaveLength(14);
  const result = recount(entriesOf(log));
  expect(result).toMatchObject({ kind: "counted", size: 14, seals: 4, closed: true });
  expect(log[13]).toBe(`seal 3 ${JSON.stringify(result.kind === "counted" && result.counts)}`);
  expect(result).toMatchObject({
    counts: {
      eat: {
        ballots: { a: 4, c: 1 },
        withdrawn: { a: 1, c: 0 },
        options: { yes: { a: 3, c: 0 }, no: { a: 0, c: 1 } },
      },
      kinds: { ballots: { a: 1, c: 0 }, options: { wheat: { a: 1, c: 0 }, maize: { a: 1, c: 0 } } },
    },
  });
});

it("every beginning of a log that ends in a seal recounts, and no other", () => {
  const ends = log.map((_, i) => recount(entriesOf(log.slice(0, i + 1))).kind === "counted");
  expect(ends.flatMap((counted, i) => (counted ? [i] : []))).toEqual([1, 6, 9, 13]);
  expect(recount(entriesOf(log.slice(0, 12)))).toEqual(fault(12, { kind: "missing", what: "last-seal" }));
  expect(recount([])).toEqual(fault(0, { kind: "missing", what: "last-seal" }));
});

it("entries can be taken one by one, and the fault is named where it stands", () => {
  const recounter = new Recounter(sha256);
  expect(entriesOf(log.slice(0, 6)).map((entry) => recounter.add(entry))).toEqual(Array(6).fill(undefined));
  expect(recounter.add(utf8(log[13]!))).toEqual({ kind: "seal", what: "number", number: 3, due: 1 });
  expect(recounter.identity).toEqual({ origin: "news.example/log/bread", vkey: VKEY });
});

describe("a dishonest log is named, and where", () => {
  const notTheSum: Fault = { kind: "seal", what: "sum" };

  test("a ballot dropped: at the next seal", () => {
    expect(recountAfter((lines) => lines.splice(3, 1))).toEqual(fault(5, notTheSum));
  });

  test("a withdrawal dropped: at the next seal", () => {
    expect(recountAfter((lines) => lines.splice(8, 1))).toEqual(fault(8, notTheSum));
  });

  test("two ballots swapped", () => {
    expect(recountAfter((lines) => lines.splice(3, 2, lines[4]!, lines[3]!))).toEqual(
      fault(4, { kind: "order", what: "unsorted" }),
    );
  });

  test("a ballot twice in a batch", () => {
    expect(recountAfter((lines) => lines.splice(4, 0, lines[3]!))).toEqual(
      fault(4, { kind: "order", what: "unsorted" }),
    );
  });

  test("a ballot again in a later batch", () => {
    expect(recountAfter((lines) => lines.splice(10, 2, ...sorted([lines[10]!, lines[11]!, lines[2]!])))).toMatchObject({
      fault: { kind: "lock" },
    });
  });

  test("another ballot with a lock already used", () => {
    const lock = log[2]!.split(" ")[3]!;
    const stuffed = ballotEntry({ question: "eat", class: "a", lock, choice: ["no"] });
    expect(recountAfter((lines) => lines.splice(10, 2, ...sorted([lines[10]!, lines[11]!, stuffed])))).toMatchObject({
      kind: "fault",
      fault: { kind: "lock" },
    });
  });

  test("an option changed, in the order its new hash asks for: at the next seal", () => {
    const lines = [...log];
    lines.splice(2, 4, ...sorted([lines[2]!.replace(/yes$/, "no"), ...lines.slice(3, 6)]));
    expect(recount(entriesOf(lines))).toEqual(fault(6, notTheSum));
  });

  test("a class changed: at the next seal", () => {
    const lines = [...log];
    lines.splice(2, 4, ...sorted([lines[2]!.replace(" a ", " c "), ...lines.slice(3, 6)]));
    expect(recount(entriesOf(lines))).toEqual(fault(6, notTheSum));
  });

  test("a false seal", () => {
    expect(recountAfter((lines) => lines.splice(6, 1, lines[6]!.replace('"yes":{"a":4', '"yes":{"a":5')))).toEqual(
      fault(6, notTheSum),
    );
  });

  test("a seal whose options stand in another order", () => {
    const swapped = log[6]!.replace(/("yes":{[^}]*}),("no":{[^}]*})/, "$2,$1");
    expect(swapped).not.toBe(log[6]);
    expect(recountAfter((lines) => lines.splice(6, 1, swapped))).toEqual(fault(6, notTheSum));
  });

  test("a seal missing: at the next entry out of its place", () => {
    expect(recountAfter((lines) => lines.splice(6, 1))).toEqual(
      fault(6, { kind: "order", what: "misplaced", entry: "note" }),
    );
  });

  test("a seal repeated", () => {
    expect(recountAfter((lines) => lines.splice(7, 0, lines[6]!))).toEqual(
      fault(7, { kind: "seal", what: "number", number: 1, due: 2 }),
    );
  });

  test("a withdrawal that does not open its ballot's lock", () => {
    const wrong = `withdraw ${adaAt} ${bytes32("ben")}`;
    expect(recountAfter((lines) => lines.splice(8, 1, wrong))).toEqual(
      fault(8, { kind: "withdrawal", what: "secret" }),
    );
  });

  test("a withdrawal of another reader's ballot", () => {
    const wrong = `withdraw ${indexOf(entriesOf(log), first[1]!)} ${first[0]!.secret}`;
    expect(recountAfter((lines) => lines.splice(8, 1, wrong))).toEqual(
      fault(8, { kind: "withdrawal", what: "secret" }),
    );
  });

  test("a lock of another poll's origin cannot be opened here", () => {
    const lock = lockOf(sha256, "other.example/log/bread", "eat", bytes32("zoe"));
    const foreign = {
      text: ballotEntry({ question: "eat", class: "a", lock, choice: ["yes"] }),
      secret: bytes32("zoe"),
    };
    const { entries } = logOf({ ballots: [foreign.text], withdrawals: [takenBack(foreign, "this-batch")] });
    expect(recount(entries)).toEqual(fault(3, { kind: "withdrawal", what: "secret" }));
  });

  test("a lock of another question cannot be opened here", () => {
    const lock = lockOf(sha256, ORIGIN, "kinds", bytes32("zoe"));
    const foreign = {
      text: ballotEntry({ question: "eat", class: "a", lock, choice: ["yes"] }),
      secret: bytes32("zoe"),
    };
    const { entries } = logOf({ ballots: [foreign.text], withdrawals: [takenBack(foreign, "this-batch")] });
    expect(recount(entries)).toEqual(fault(3, { kind: "withdrawal", what: "secret" }));
  });

  test("a ballot withdrawn twice", () => {
    expect(recountAfter((lines) => lines.splice(12, 0, lines[8]!))).toEqual(
      fault(12, { kind: "withdrawal", what: "no-ballot" }),
    );
  });

  test.each([
    ["of a seal", 6],
    ["of what is not there yet", 10],
    ["of itself", 8],
  ])("a withdrawal %s", (_, index) => {
    expect(recountAfter((lines) => lines.splice(8, 1, `withdraw ${index} ${first[0]!.secret}`))).toEqual(
      fault(8, { kind: "withdrawal", what: "no-ballot" }),
    );
  });

  test("withdrawals out of order", () => {
    const back = logOf({
      ballots: first.map((each) => each.text),
      withdrawals: first.map((each) => takenBack(each, "this-batch")),
    });
    const lines = linesOf(back.entries);
    lines.splice(6, 2, lines[7]!, lines[6]!);
    expect(recount(entriesOf(lines))).toEqual(fault(7, { kind: "order", what: "unsorted" }));
  });

  test("a ballot after the withdrawals of its batch", () => {
    expect(recountAfter((lines) => lines.splice(9, 0, cast("late").text))).toEqual(
      fault(9, { kind: "order", what: "misplaced", entry: "ballot" }),
    );
  });

  test("a note after the ballots of its batch", () => {
    expect(recountAfter((lines) => lines.splice(6, 0, `note {"kind":"paused"}`))).toEqual(
      fault(6, { kind: "order", what: "misplaced", entry: "note" }),
    );
  });

  test("anything between close and the last seal", () => {
    expect(recountAfter((lines) => lines.splice(13, 0, lines[12]!))).toEqual(
      fault(13, { kind: "order", what: "before-last-seal" }),
    );
  });

  test.each([
    ["a ballot", cast("late").text],
    ["a note", `note {"kind":"corrected"}`],
    ["a seal", log[13]!.replace("seal 3", "seal 4")],
    ["a second close", `close {"reason":"again"}`],
  ])("%s after the closing seal", (_, line) => {
    expect(recountAfter((lines) => lines.push(line))).toEqual(fault(14, { kind: "order", what: "after-close" }));
  });

  test("a batch before seal 0", () => {
    expect(recountAfter((lines) => lines.splice(1, 0, cast("early").text))).toEqual(
      fault(1, { kind: "order", what: "no-seal-0" }),
    );
  });

  test.each<[what: string, line: string, broken: Fault]>([
    ["an unknown option", cast("x", ["maybe"]).text, { kind: "choice", what: "unknown-option" }],
    ["an unknown question", cast("x", ["yes"], "a", "drink").text, { kind: "choice", what: "unknown-question" }],
    ["two answers to a single question", cast("x", ["yes", "no"]).text, { kind: "choice", what: "too-many-options" }],
    [
      "the same answer twice",
      cast("x", ["wheat", "wheat"], "a", "kinds").text,
      { kind: "choice", what: "repeated-option" },
    ],
    [
      "an exclusive option with another",
      cast("x", ["wheat", "none"], "a", "kinds").text,
      { kind: "choice", what: "exclusive-with-others" },
    ],
    [
      "options out of definition order",
      cast("x", ["maize", "wheat"], "a", "kinds").text,
      { kind: "choice", what: "option-order" },
    ],
    ["class p", cast("x").text.replace(" a ", " p "), { kind: "form", what: "grammar" }],
    ["a trailing newline", `${cast("x").text}\n`, { kind: "form", what: "grammar" }],
  ])("a ballot with %s", (_, line, broken) => {
    expect(recount(entriesOf([...log.slice(0, 2), line]))).toEqual(fault(2, broken));
  });

  test("bytes that are not UTF-8, and a byte-order mark", () => {
    const [open, seal] = entriesOf(log);
    expect(recount([open!, seal!, new Uint8Array([0x6e, 0xff])])).toEqual(fault(2, { kind: "form", what: "grammar" }));
    expect(recount([open!, seal!, utf8(`\uFEFF${cast("x").text}`)])).toEqual(
      fault(2, { kind: "form", what: "grammar" }),
    );
  });

  test.each<[what: string, lines: string[], index: number, broken: Fault]>([
    ["that does not begin with open", log.slice(1), 0, { kind: "form", what: "no-open" }],
    ["that opens twice", [...log.slice(0, 2), log[0]!], 2, { kind: "order", what: "second-open" }],
    [
      "without an origin",
      [`open ${JSON.stringify({ vkey: VKEY, definition })}`],
      0,
      { kind: "form", what: "no-identity" },
    ],
    [
      "without a key",
      [`open ${JSON.stringify({ origin: ORIGIN, definition })}`],
      0,
      { kind: "form", what: "no-identity" },
    ],
    [
      "without a definition",
      [`open {"origin":"${ORIGIN}"}`],
      0,
      { kind: "form", what: "definition", field: "definition" },
    ],
  ])("a log %s", (_, lines, index, broken) => {
    expect(recount(entriesOf(lines))).toEqual(fault(index, broken));
  });

  test("whatever single line is taken out, doubled or swapped with the next, it is never counted the same", () => {
    const honest = recount(entriesOf(log));
    const kinds = log.flatMap((_, i) => [
      recountAfter((lines) => lines.splice(i, 1)),
      recountAfter((lines) => lines.splice(i, 0, lines[i]!)),
      ...(i < 13 ? [recountAfter((lines) => lines.splice(i, 2, lines[i + 1]!, lines[i]!))] : []),
    ]);
    for (const result of kinds) expect(result).not.toEqual(honest);
    // Still in order are a log without its note, with it twice, and without its close: there the
    // signed size and root tell the difference.
    expect(kinds.filter(({ kind }) => kind === "counted")).toMatchObject([
      { size: 13, closed: true },
      { size: 15, closed: true },
      { size: 13, closed: false },
    ]);
  });
});
