import { type BallotClass, CLASSES } from "../domain/ballot.ts";
import { ID_PATTERN } from "../domain/id.ts";
import type { Counts } from "../domain/tally.ts";
import { isCanonical32Bytes } from "./lock.ts";
import { fromDecimal } from "./text.ts";

/**
 * One line of the log, without a trailing newline, fields parted by single spaces.
 * Nothing else is ever in a ballot: no time, place, device, language or source.
 */
export type Entry =
  | { kind: "open"; json: JsonObject }
  | { kind: "ballot"; question: string; class: BallotClass; lock: string; choice: string[] }
  | { kind: "note"; json: JsonObject }
  | { kind: "withdraw"; index: number; secret: string }
  | { kind: "seal"; number: number; counts: Counts }
  | { kind: "close"; json: JsonObject };

/** JSON of an entry: UTF-8, no insignificant space, keys in the order they were written in. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Text of a ballot's entry: `ballot {question} {class} {lock} {option}[,{option}…]`, options in definition order. */
export const ballotEntry = (ballot: {
  question: string;
  class: BallotClass;
  lock: string;
  choice: readonly string[];
}): string => `ballot ${ballot.question} ${ballot.class} ${ballot.lock} ${ballot.choice.join(",")}`;

export function formatEntry(entry: Entry): string {
  switch (entry.kind) {
    case "ballot":
      return ballotEntry(entry);
    case "withdraw":
      return `withdraw ${entry.index} ${entry.secret}`;
    case "seal":
      return `seal ${entry.number} ${JSON.stringify(entry.counts)}`;
    case "open":
    case "note":
    case "close":
      return `${entry.kind} ${JSON.stringify(entry.json)}`;
  }
}

/** Reads an entry. Anything but the exact text that `formatEntry` writes is `undefined`: a log has one spelling. */
export function parseEntry(text: string): Entry | undefined {
  const entry = readEntry(text);
  return entry && formatEntry(entry) === text ? entry : undefined;
}

function readEntry(text: string): Entry | undefined {
  const [kind = "", ...fields] = text.split(" ");
  const rest = text.slice(kind.length + 1);
  switch (kind) {
    case "ballot":
      return readBallot(fields);
    case "withdraw":
      return readWithdrawal(fields);
    case "seal":
      return readSeal(rest);
    case "open":
    case "note":
    case "close": {
      const json = readJson(rest);
      return isRecord(json) ? { kind, json } : undefined;
    }
    default:
      return undefined;
  }
}

function readBallot([question = "", letter = "", lock = "", options = "", ...more]: string[]): Entry | undefined {
  // Class `p`, a ballot authorised by a newspaper's blind signature, is reserved and refused today.
  const ballotClass = CLASSES.find((each) => each === letter);
  const choice = options.split(",");
  const wellFormed = ID_PATTERN.test(question) && isCanonical32Bytes(lock) && choice.every((id) => ID_PATTERN.test(id));
  if (!ballotClass || !wellFormed || more.length > 0) return undefined;
  return { kind: "ballot", question, class: ballotClass, lock, choice };
}

function readWithdrawal([index = "", secret = "", ...more]: string[]): Entry | undefined {
  const number = fromDecimal(index);
  if (number === undefined || !isCanonical32Bytes(secret) || more.length > 0) return undefined;
  return { kind: "withdraw", index: number, secret };
}

function readSeal(rest: string): Entry | undefined {
  const space = rest.indexOf(" ");
  const number = fromDecimal(rest.slice(0, space));
  const json = readJson(rest.slice(space + 1));
  return number !== undefined && isCounts(json) ? { kind: "seal", number, counts: json } : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isByClass = (value: unknown): boolean =>
  isRecord(value) &&
  Object.keys(value).join() === CLASSES.join() &&
  Object.values(value).every((each) => Number.isSafeInteger(each) && Number(each) >= 0);

const isCounts = (value: unknown): value is Counts =>
  isRecord(value) &&
  Object.values(value).every(
    (each) =>
      isRecord(each) &&
      Object.keys(each).join() === "ballots,withdrawn,options" &&
      isByClass(each.ballots) &&
      isByClass(each.withdrawn) &&
      isRecord(each.options) &&
      Object.values(each.options).every(isByClass),
  );
