import { type Asked, askAgain, READ_PATIENCE } from "../rpc.ts";
import { doorkeeperName, doorkeepers } from "../settings.ts";
import type { Doorkeeper } from "./limiter.ts";

type DoorkeeperStub = DurableObjectStub<Doorkeeper>;

/** Asks every doorkeeper, by its name; one that is silent keeps nobody waiting for long. */
export const askDoorkeepers = <T>(
  env: Pick<Env, "DOORKEEPER" | "DOORKEEPERS">,
  ask: (doorkeeper: DoorkeeperStub) => Promise<T>,
): Promise<{ name: string; asked: Asked<T> }[]> =>
  Promise.all(
    Array.from({ length: doorkeepers(env) }, async (_, number) => {
      const name = doorkeeperName(number);
      return { name, asked: await askAgain(async () => ask(env.DOORKEEPER.getByName(name)), READ_PATIENCE) };
    }),
  );
