import type { Recovery } from "../engine/rpc.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { type Outcome, progress, run } from "./command.ts";
import { onData } from "./on-data.ts";

const USAGE = `npm run recover -- POLL

Rebuilds the ledger of a poll that was lost, or that fell behind its archive, from the archive and the ballot boxes in
DATA_DIR (default .data). Stop the server first. A sound ledger is left alone, and a refusal changes nothing.

Exit codes: 0 rebuilt, or nothing to do · 1 refused, and the reason is named · 2 misunderstood · 3 the data cannot be opened`;

await run(USAGE, {}, ({ positionals: [poll = "", ...more] }) =>
  !/^[a-z0-9-]{1,32}$/.test(poll) || more.length > 0
    ? { kind: "misunderstood" }
    : onData(async (options) => {
        const server = await startServer({ ...options, unlistening: true, onProgress: progress("entries") });
        try {
          console.log(`Data        ${options.dataDir}`);
          console.log(`Reading the archive and the boxes of ${poll} …`);
          return outcomeOf(await askLedger(server, poll));
        } finally {
          await server.stop();
        }
      }),
);

/** What an object's namespace offers here: Miniflare's types know stubs by their `fetch` alone. */
interface Ledgers {
  getByName(poll: string): { recover(poll: string): Promise<Recovery> };
}

async function askLedger({ miniflare }: RunningServer, poll: string): Promise<Recovery> {
  const ledgers: unknown = await miniflare.getDurableObjectNamespace("LEDGER");
  if (!isLedgers(ledgers)) throw new Error("the Worker has no ledgers");
  return ledgers.getByName(poll).recover(poll);
}

function isLedgers(value: unknown): value is Ledgers {
  return value !== null && (typeof value === "object" || typeof value === "function") && "getByName" in value;
}

function outcomeOf(recovery: Recovery): Outcome {
  switch (recovery.kind) {
    case "not-needed":
      return { kind: "done", text: "Nothing to do: the ledger stands where its archive stands, or ahead of it." };
    case "refused":
      return { kind: "refused", text: `Refused: ${recovery.why}.\nNothing was changed.` };
    case "recovered": {
      const { size, seals, ballots, sealed, noted, from } = recovery;
      const text = [
        `Rebuilt (${from}): ${size} entries, ${seals} seals, ${ballots} ballots. Every hash leads to the signed root,`,
        "every seal is a recount, and every ballot in the log is in a box.",
        noted
          ? `The log goes on: seal ${sealed.seal} at size ${sealed.size}, with a note of this recovery.`
          : "The log is closed, so nothing was added to it, not even a note: say publicly that its ledger was rebuilt.",
      ];
      return { kind: "done", text: text.join("\n") };
    }
  }
}
