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

/** An object that writes each ballot by itself. */
export class Ledger extends DurableObject {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS ballot (id INTEGER PRIMARY KEY, lock TEXT NOT NULL UNIQUE)");
  }
  add(lock: string): void {
    this.ctx.storage.sql.exec("INSERT INTO ballot (lock) VALUES (?)", lock);
  }
}

export class Registry extends DurableObject {}
export class Gallery extends DurableObject {}

interface Bindings {
  BALLOT_BOX: DurableObjectNamespace<BallotBox>;
  LEDGER: DurableObjectNamespace<Ledger>;
}

const app = new Hono<{ Bindings: Bindings }>();
app.get("/hono", (c) => c.text("ok"));
app.post("/memory", async (c) => {
  const { lock } = await c.req.json<{ lock: string }>();
  const box = c.env.BALLOT_BOX.getByName(`memory/${lock.charCodeAt(0) % 4}`);
  return c.json({ count: await box.add() }, 201);
});
app.post("/insert", async (c) => {
  const { lock } = await c.req.json<{ lock: string }>();
  await c.env.LEDGER.getByName(`insert/${lock.charCodeAt(0) % 4}`).add(lock);
  return c.json({ status: "counted" }, 201);
});

export default app;
