import { deskScript } from "../../built/inline.ts";
import { words } from "../../i18n/index.ts";
import { deskPath } from "../addresses.ts";
import { atDesk, type DeskContext, type DeskHandler } from "../context.ts";
import { refusePage } from "../refuse.ts";
import { showDesk } from "../respond.ts";
import { by, staffOf } from "../staff.ts";
import { type AccountSays, accountView } from "./views/account.ts";

export const accountPage: DeskHandler = (c) => {
  const done = DONE.find((each) => each === c.req.query("done"));
  return showAccount(c, 200, done ? { done } : {});
};

/** Ends a session on another device. */
export const postEndSession: DeskHandler = async (c) => {
  const outcome = await staffOf(c).endSession(by(c), c.req.param("session") ?? "");
  if (outcome.kind !== "done") return refusePage(c, 404, "not-found");
  return c.redirect(doneAt(c, "session-ended"), 303);
};

/** Keeps the passkey that the device has just made. */
export const postPasskey: DeskHandler = async (c) => {
  const outcome = await staffOf(c).addPasskey(by(c), c.get("form").get("response") ?? "");
  if (outcome.kind !== "done") return showAccount(c, 422, { problem: "passkey-refused" });
  return c.redirect(doneAt(c, "passkey-added"), 303);
};

export const postRemovePasskey: DeskHandler = async (c) => {
  const outcome = await staffOf(c).removePasskey(by(c), c.req.param("passkey") ?? "");
  if (outcome.kind !== "done") return refusePage(c, 404, "not-found");
  return c.redirect(doneAt(c, "passkey-removed"), 303);
};

const DONE = ["welcome", "session-ended", "passkey-added", "passkey-removed"] as const;

const doneAt = (c: DeskContext, done: (typeof DONE)[number]): string =>
  `${deskPath(c.get("language"), "/desk/account")}?done=${done}`;

async function showAccount(c: DeskContext, status: 200 | 422, says: AccountSays): Promise<Response> {
  const { account } = atDesk(c);
  const [sessions, passkeys, addOptions] = await Promise.all([
    staffOf(c).sessionsOf(account.id),
    staffOf(c).passkeysOf(account.id),
    staffOf(c).passkeyAddOptions(account.id),
  ]);
  const page = { title: words(c.get("language"), "desk").account, path: "/desk/account" } as const;
  const seen = { sessions, passkeys, ...(addOptions && { addOptions }) };
  return showDesk(c, page, accountView(c, seen, says), { status, scripts: [deskScript] });
}
