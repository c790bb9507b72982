import { askForLink, newDeskLink } from "../server/desk-link.ts";
import { CannotStart, type RunningServer, startServer } from "../server/server.ts";
import { readSettings } from "../server/settings.ts";

const USAGE = `npm run desk:link

Prints a one-time link by which an owner signs in to the desk, for whoever holds the machine: the first time, and when
nobody can get in any more. It works for an hour, with the server running or stopped, on DATA_DIR (default .data).

Exit codes: 0 printed · 2 misunderstood · 3 the data cannot be opened`;

const EXIT = { printed: 0, misunderstood: 2, unreadable: 3 } as const;

async function main(args: string[]): Promise<number> {
  const settings = readSettings(process.env);
  if (settings.kind === "invalid" || args.length > 0) {
    console.error(settings.kind === "invalid" ? settings.problems.join("\n") : USAGE);
    return EXIT.misunderstood;
  }
  const { options } = settings;
  const running = await askForLink(options.dataDir);
  if (running !== undefined) {
    console.log(running);
    return EXIT.printed;
  }
  let server: RunningServer | undefined;
  try {
    server = await startServer({ ...options, unlistening: true });
    console.log(await newDeskLink(server, options.publicHost));
    return EXIT.printed;
  } catch (error) {
    console.error(error instanceof CannotStart ? error.message : error);
    return EXIT.unreadable;
  } finally {
    await server?.stop();
  }
}

process.exitCode = await main(process.argv.slice(2));
