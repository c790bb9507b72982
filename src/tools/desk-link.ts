import { askForLink, newDeskLink } from "../server/desk-link.ts";
import { startServer } from "../server/server.ts";
import { run } from "./command.ts";
import { onData } from "./on-data.ts";

const USAGE = `npm run desk:link

Prints a one-time link by which an owner signs in to the desk, for whoever holds the machine: the first time, and when
nobody can get in any more. It works for an hour, with the server running or stopped, on DATA_DIR (default .data).

Exit codes: 0 printed · 2 misunderstood · 3 the data cannot be opened`;

await run(USAGE, {}, ({ positionals }) =>
  positionals.length > 0
    ? { kind: "misunderstood" }
    : onData(async (options) => {
        const running = await askForLink(options.dataDir);
        if (running !== undefined) return { kind: "done", text: running };
        const server = await startServer({ ...options, unlistening: true });
        try {
          return { kind: "done", text: await newDeskLink(server, options.publicHost) };
        } finally {
          await server.stop();
        }
      }),
);
