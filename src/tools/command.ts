import { readFileSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Verdict } from "../log/audit.ts";
import { faultInEnglish } from "../log/fault.ts";

/**
 * What came of a command. Each has an exit code, the same in every command: 0 done, 1 false or refused, 2 misunderstood,
 * 3 not readable. What was asked for goes to standard output, also where it is that a log is false; all else to standard error.
 */
export type Outcome =
  | { kind: "done" | "false"; text: string }
  | { kind: "refused"; text: string }
  /** Without words of its own: the usage. */
  | { kind: "misunderstood"; text?: string }
  | { kind: "unreadable"; text: string };

/** A file that was named cannot be read. */
class NoSuchFile extends Error {}

const EXIT = { done: 0, false: 1, refused: 1, misunderstood: 2, unreadable: 3 } as const;

type Options = NonNullable<ParseArgsConfig["options"]>;
type Asked<O extends Options> = ReturnType<typeof parseArgs<{ allowPositionals: true; options: O }>>;

/** Runs a command: reads its arguments, prints what came of it, and leaves its exit code. */
export async function run<O extends Options>(
  usage: string,
  options: O,
  act: (asked: Asked<O>) => Outcome | Promise<Outcome>,
): Promise<void> {
  const outcome = await outcomeOf(options, act);
  if (outcome.kind === "done" || outcome.kind === "false") console.log(outcome.text);
  else console.error(outcome.text ?? usage);
  process.exitCode = EXIT[outcome.kind];
}

async function outcomeOf<O extends Options>(
  options: O,
  act: (asked: Asked<O>) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  let asked: Asked<O>;
  try {
    asked = parseArgs({ args: process.argv.slice(2), allowPositionals: true, options });
  } catch {
    return { kind: "misunderstood" };
  }
  try {
    return await act(asked);
  } catch (error) {
    if (error instanceof NoSuchFile) return { kind: "misunderstood", text: error.message };
    return { kind: "unreadable", text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The text of a file that an argument names. */
export function textOfFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new NoSuchFile(error instanceof Error ? error.message : String(error));
  }
}

/** A verdict on a log that is not true, as it is printed. */
export const falseInWords = ({ fault, index }: Extract<Verdict, { kind: "false" }>): string =>
  `FALSE: ${faultInEnglish(fault)}${index === undefined ? "" : ` (entry ${index})`}.`;

const ON_A_TERMINAL_MS = 200;
const IN_A_FILE_MS = 1_000;

/**
 * Shows how far a long act is, on standard error: a line that counts up on a terminal, elsewhere a line a second. `unit`: what
 * is counted.
 */
export function progress(unit: string): (done: number, of: number) => void {
  const { isTTY } = process.stderr;
  let last = performance.now();
  let shown = "";
  return (done, of) => {
    const now = performance.now();
    const count = `${done} of ${of} ${unit}`;
    if (count === shown || (now - last < (isTTY ? ON_A_TERMINAL_MS : IN_A_FILE_MS) && done < of)) return;
    [shown, last] = [count, now];
    process.stderr.write(isTTY ? `\r${count}${done < of ? "" : "\n"}` : `${count}\n`);
  };
}
