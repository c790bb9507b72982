import { deskPath } from "../addresses.ts";
import { atDesk, type DeskHandler } from "../context.ts";
import { clearSessionCookie } from "../session-cookie.ts";
import { by, staffOf } from "../staff.ts";

export const postSignOut: DeskHandler = async (c) => {
  await staffOf(c).signOut(by(c), atDesk(c).session.id);
  clearSessionCookie(c);
  return c.redirect(`${deskPath(c.get("language"), "/desk/sign-in")}?out=1`, 303);
};

/** Ends every session of this account, wherever it is. */
export const postSignOutEverywhere: DeskHandler = async (c) => {
  await staffOf(c).signOutEverywhere(by(c));
  clearSessionCookie(c);
  return c.redirect(`${deskPath(c.get("language"), "/desk/sign-in")}?out=everywhere`, 303);
};
