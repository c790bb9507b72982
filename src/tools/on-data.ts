import { CannotStart, type ServerOptions } from "../server/server.ts";
import { readSettings } from "../server/settings.ts";
import type { Outcome } from "./command.ts";

/**
 * Acts on the data of this machine, which the environment names as it does for `npm start`. Apart from `command.ts`, so that
 * a command which needs no server loads none.
 */
export async function onData(act: (options: ServerOptions) => Promise<Outcome>): Promise<Outcome> {
  const settings = readSettings(process.env);
  if (settings.kind === "invalid") return { kind: "misunderstood", text: settings.problems.join("\n") };
  try {
    return await act(settings.options);
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    return { kind: "unreadable", text: error.message };
  }
}
