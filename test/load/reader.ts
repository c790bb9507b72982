import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, sendBallot } from "../../src/client/ballot-sender.ts";
import { sha256 } from "../../src/engine/keys.ts";
import { lockOf } from "../../src/log/lock.ts";
import type { HttpAnswer } from "../fault/connection.ts";
import { OPTIONS } from "../fault/voters.ts";
import type { Books, Entry } from "./books.ts";

/** A reader's way to the server: one request, and what came back. Nothing came back: undefined. */
export type Ask = (
  method: "GET" | "POST",
  path: string,
  fields?: Record<string, string>,
  body?: string,
) => Promise<HttpAnswer | undefined>;

export interface Visit {
  ask: Ask;
  books: Books;
  /** Of the poll's log, which locks are bound to. */
  origin: string;
}

const POLL = "facebook-hour";
const QUESTION = "pledge";
const API = `/api/v1/polls/${POLL}`;
const JSON_FIELDS = { "Content-Type": "application/json" };
const FORM_FIELDS = { "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" };

/** Times that a reader without a script sends a form, or anybody asks to take a ballot back, before giving up. */
const TRIES = 4;
/** Seconds that a person needs to see an error and press again, and to change their mind. */
const PRESS_AGAIN = { least: 1, most: 4 };
const CHANGE_OF_MIND = { least: 1, most: 15 };

/** Votes as the page's script does: by its own code, tries and waits included. Resolves once the reader knows or gives up. */
export async function voteByScript(visit: Visit): Promise<Entry> {
  const option = anyOption();
  const secret = randomBytes(32).toString("base64url");
  const lock = lockOf(sha256, visit.origin, QUESTION, secret);
  const body = JSON.stringify({ question: QUESTION, choice: [option], lock });
  const entry = visit.books.open(lock, option);
  entry.secret = secret;
  const sent = await sendBallot({
    post: async () => answerOf(await visit.ask("POST", `${API}/ballots`, JSON_FIELDS, body)),
    wait: (ms) => wait(ms),
    random: Math.random,
    retrying() {},
  });
  if (sent.kind === "counted") entry.fate = "counted";
  // A reader of an app or of a second tab sends what was counted once more: it must stay one.
  if (sent.kind === "counted" && Math.random() < 0.05) await visit.ask("POST", `${API}/ballots`, JSON_FIELDS, body);
  if (sent.kind === "busy" || (sent.kind === "refused" && !sent.lost)) entry.fate = "refused";
  return entry;
}

/**
 * Votes without a script: loads the page, then the one that confirms the choice, sends what that holds, and presses again
 * where the answer says so or none comes.
 */
export async function voteByForm(visit: Visit): Promise<Entry | undefined> {
  const option = anyOption();
  await visit.ask("GET", `/p/${POLL}`);
  const secret = await loadSecret(visit, option);
  if (secret === undefined) return undefined;
  const entry = visit.books.open(lockOf(sha256, visit.origin, QUESTION, secret), option);
  entry.secret = secret;
  const body = new URLSearchParams({ question: QUESTION, choice: option, secret }).toString();
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await visit.ask("POST", `/p/${POLL}/vote`, FORM_FIELDS, body);
    if (answer?.status === 200) {
      entry.fate = "counted";
      return entry;
    }
    const asked = Number(/\r\nretry-after: (\d+)/i.exec(answer?.head ?? "")?.[1] ?? 0);
    await wait((asked + between(PRESS_AGAIN)) * 1_000);
  }
  return entry;
}

/** Takes a counted ballot back, some time later. */
export async function withdraw(visit: Visit, entry: Entry): Promise<void> {
  await wait(between(CHANGE_OF_MIND) * 1_000);
  entry.withdrawal = "unsure";
  const body = JSON.stringify({ question: QUESTION, secret: entry.secret });
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await visit.ask("POST", `${API}/withdrawals`, JSON_FIELDS, body);
    if (answer?.status === 200) {
      entry.withdrawal = "withdrawn";
      return;
    }
    await wait(between(PRESS_AGAIN) * 1_000);
  }
}

async function loadSecret(visit: Visit, option: string): Promise<string | undefined> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const page = await visit.ask("GET", `/p/${POLL}/vote?question=${QUESTION}&choice=${option}`);
    const secret = /name="secret" value="([\w-]{43})"/.exec(page?.body ?? "")?.[1];
    if (secret !== undefined) return secret;
    await wait(between(PRESS_AGAIN) * 1_000);
  }
  return undefined;
}

/** The parts of an answer that decide, as the page's script reads them. */
function answerOf(answer: HttpAnswer | undefined): Answer | undefined {
  if (!answer) return undefined;
  return {
    status: answer.status,
    problem: /"type":"[^"]*\/([a-z-]+)"/.exec(answer.body)?.[1],
    confirmed: answer.body.includes('"confirmed":true'),
    retryAfterSeconds: Number(/\r\nretry-after: (\d+)/i.exec(answer.head)?.[1] ?? 0),
  };
}

const anyOption = (): string => OPTIONS[Math.floor(Math.random() * OPTIONS.length)] ?? "hour";
const between = ({ least, most }: { least: number; most: number }): number => least + Math.random() * (most - least);
