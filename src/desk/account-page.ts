import { deskScript } from "../built/inline.ts";
import { deskStrings } from "../i18n/desk.ts";
import { deskPath } from "./addresses.ts";
import { atDesk, type DeskContext, type DeskHandler } from "./context.ts";
import { refusePage } from "./refuse.ts";
import { showDesk } from "./respond.ts";
import { by, staffOf } from "./staff.ts";
import { type AccountSays, accountView } from "./views/account.ts";

export const accountPage: DeskHandler = (c) => {
  const done = DONE.find((each) => each === c.req.query("done"));
  return showAccount(c, 200, done ? { done } : {});
};

/** Ends a session on another device. */
export const postEndSession: DeskHandler = async (c) => {
  const outcome = await staffOf(c).endSession(by(c), c.req.param("session") ?? "");
  if (outcome.kind !== "done") return refusePage(c, 404, "not-found");
  return c.redirect(accountDone(c, "session-ended"), 303);
};

const DONE = ["session-ended"] as const;

export const accountDone = (c: DeskContext, done: (typeof DONE)[number]): string =>
  `${deskPath(c.get("language"), "/desk/account")}?done=${done}`;

export async function showAccount(c: DeskContext, status: 200 | 422, says: AccountSays): Promise<Response> {
  const { account } = atDesk(c);
  const sessions = await staffOf(c).sessionsOf(account.id);
  const page = { title: deskStrings(c.get("language")).account, path: "/desk/account" } as const;
  return showDesk(c, page, accountView(c, { sessions }, says), { status, scripts: [deskScript] });
}
