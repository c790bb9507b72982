import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";

/** What Sawt is measured against: the same ways without what Sawt does on them. Its classes bear the names of ours. */

/** An object that counts in memory: the least that any counting object costs. */
export class BallotBox extends DurableObject {
  #count = 0;
  add(): number {
    return ++this.#count;
  }
}

export class Ledger extends DurableObject {}
export class Registry extends DurableObject {}
export class Gallery extends DurableObject {}
export class Doorkeeper extends DurableObject {}
export class Staff extends DurableObject {}

interface Bindings {
  ARCHIVE: KVNamespace;
  BALLOT_BOX: DurableObjectNamespace<BallotBox>;
}

/** Objects that share the load, as Sawt's boxes do. */
const OBJECTS = 4;
const objectOf = (lock: string): number => lock.charCodeAt(0) % OBJECTS;

const app = new Hono<{ Bindings: Bindings }>();
app.get("/hono", (c) => c.text("ok"));
app.post("/memory", async (c) => {
  const { lock } = await c.req.json<{ lock: string }>();
  return c.json({ count: await c.env.BALLOT_BOX.getByName(`memory/${objectOf(lock)}`).add() }, 201);
});
/** What a first try at a poll does: read a number, add one, write it back. */
app.post("/kv", async (c) => {
  const { choice } = await c.req.json<{ choice: string[] }>();
  const key = `votes/${choice[0] ?? ""}`;
  await c.env.ARCHIVE.put(key, String(Number(await c.env.ARCHIVE.get(key)) + 1));
  return c.json({ status: "counted" }, 201);
});
app.get("/kv", async (c) => {
  const { keys } = await c.env.ARCHIVE.list({ prefix: "votes/" });
  const counts = await Promise.all(keys.map(async ({ name }) => Number(await c.env.ARCHIVE.get(name))));
  return c.json({ votes: counts.reduce((sum, count) => sum + count, 0) });
});

export default app;
