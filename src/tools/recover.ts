import type { Recovery } from "../engine/contract.ts";
import { CannotStart, type RunningServer, startServer } from "../server/server.ts";
import { readSettings } from "../server/settings.ts";

const USAGE = `npm run recover -- POLL

Rebuilds the ledger of a poll that was lost, or that fell behind its archive, from the archive and the ballot boxes in
DATA_DIR (default .data). Stop the server first. A sound ledger is left alone, and a refusal changes nothing.

Exit codes: 0 rebuilt, or nothing to do · 1 refused, and the reason is named · 2 misunderstood · 3 the data cannot be opened`;

const EXIT = { done: 0, refused: 1, misunderstood: 2, unreadable: 3 } as const;

async function main(args: string[]): Promise<number> {
  const settings = readSettings(process.env);
  const [poll = "", ...more] = args;
  if (settings.kind === "invalid" || !/^[a-z0-9-]{1,32}$/.test(poll) || more.length > 0) {
    console.error(settings.kind === "invalid" ? settings.problems.join("\n") : USAGE);
    return EXIT.misunderstood;
  }
  const { options } = settings;
  let server: RunningServer | undefined;
  try {
    server = await startServer({ ...options, unlistening: true, log: told });
    console.log(`Data        ${options.dataDir}`);
    console.log(`Reading the archive and the boxes of ${poll} …`);
    const outcome = await askLedger(server, poll);
    console.log(asText(outcome));
    return outcome.kind === "refused" ? EXIT.refused : EXIT.done;
  } catch (error) {
    console.error(error instanceof CannotStart ? error.message : error);
    return EXIT.unreadable;
  } finally {
    await server?.stop();
  }
}

/** What an object's namespace offers here: Miniflare's types know stubs by their `fetch` alone. */
interface Ledgers {
  getByName(poll: string): { recover(poll: string): Promise<Recovery> };
}

async function askLedger({ miniflare }: RunningServer, poll: string): Promise<Recovery> {
  const ledgers: unknown = await miniflare.getDurableObjectNamespace("LEDGER");
  if (!isLedgers(ledgers)) throw new Error("the Worker has no ledgers");
  return ledgers.getByName(poll).recover(poll);
}

const isLedgers = (value: unknown): value is Ledgers =>
  value !== null && (typeof value === "object" || typeof value === "function") && "getByName" in value;

function asText(outcome: Recovery): string {
  switch (outcome.kind) {
    case "not-needed":
      return "Nothing to do: the ledger stands where its archive stands, or ahead of it.";
    case "refused":
      return `Refused: ${outcome.why}.\nNothing was changed.`;
    case "recovered": {
      const { size, seals, ballots, sealed, noted, from } = outcome;
      return [
        `Rebuilt (${from}): ${size} entries, ${seals} seals, ${ballots} ballots. Every hash leads to the signed root,`,
        "every seal is a recount, and every ballot in the log is in a box.",
        noted
          ? `The log goes on: seal ${sealed.seal} at size ${sealed.size}, with a note of this recovery.`
          : "The log is closed, so nothing was added to it, not even a note: say publicly that its ledger was rebuilt.",
      ].join("\n");
    }
  }
}

/** Lines of the Worker: its progress as a count, the rest as it is. */
function told(line: string): void {
  const progress = /"event":"ledger-recovering".*"read":(\d+),"of":(\d+)/.exec(line);
  if (progress) console.log(`${progress[1]} of ${progress[2]} entries`);
  else console.error(line);
}

process.exitCode = await main(process.argv.slice(2));
