import { atDesk, type DeskContext } from "./context.ts";
import type { By } from "./store/contract.ts";
import { type Deed, written } from "./store/record.ts";
import { STAFF } from "./store/staff.ts";

/** The object that knows who works here. A new stub for each call: one is broken once it threw. */
export const staffOf = (c: { env: Env }) => c.env.STAFF.getByName(STAFF);

/** Who acts in this request. */
export const by = (c: DeskContext): By => ({ account: atDesk(c).account.id, request: c.get("request") });

/**
 * Writes what was done into the record, with whoever is signed in: `await recordAct(c, { act: "poll-paused", poll, before,
 * after })`. For acts of other objects than `Staff`, once they have been done.
 */
export async function recordAct(c: DeskContext, deed: Deed): Promise<void> {
  await staffOf(c).recordAct({ ...written(deed), by: by(c) });
}
