import { isRecord } from "../log/entry.ts";

/** Everything that the server says to whoever runs it, and how loudly. */
const EVENTS = {
  progress: "warn",
  "ledger-step-failed": "warn",
  "ledger-refuses-to-sign": "warn",
  unreachable: "warn",
  "api-failure": "error",
  "page-failure": "error",
  "desk-failure": "error",
} as const;

type EventName = keyof typeof EVENTS;

/**
 * Says one thing to whoever runs the server: its name, codes, and the error that led to it, as one line of JSON. The only
 * writer of logs (a lint rule forbids the console elsewhere). invariant 6: no address, lock or secret. Codes are names of
 * polls and routes, and numbers; an error's own words are not ours, so whatever could be one of those three is cut out.
 */
export function logEvent(
  event: EventName,
  codes: Record<string, string | number | undefined> = {},
  error?: unknown,
): void {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console[EVENTS[event]](
    JSON.stringify({ event, ...codes, ...(error !== undefined && { error: withoutReaders(words) }) }),
  );
}

/** IPv6 in any of its forms, also with an IPv4 address inside; IPv4; locks, secrets and hashes of 32 bytes. */
const OF_READERS = [
  /(?<!\w)(?:[0-9a-f]{0,4}:){2,}[0-9a-f:.]*/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /[A-Za-z0-9_-]{43,}=?/g,
];

export const withoutReaders = (words: string): string =>
  OF_READERS.reduce((left, pattern) => left.replace(pattern, "…"), words);

/** How far the reading of a poll's log is: entries, of how many. */
interface Progress {
  poll: string;
  read: number;
  of: number;
}

export const logProgress = ({ poll, read, of }: Progress): void => logEvent("progress", { poll, read, of });

/** What `logProgress` said, for the program that started this server; nothing for any other line. */
export function progressIn(line: string): Progress | undefined {
  try {
    const said: unknown = JSON.parse(line);
    if (!isRecord(said) || said.event !== "progress") return undefined;
    return { poll: String(said.poll), read: Number(said.read), of: Number(said.of) };
  } catch {
    return undefined;
  }
}
