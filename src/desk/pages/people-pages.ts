import type { ContentfulStatusCode } from "hono/utils/http-status";
import { words } from "../../i18n/index.ts";
import { deskPath } from "../addresses.ts";
import type { DeskContext, DeskHandler } from "../context.ts";
import { publicOrigin } from "../public-address.ts";
import { refusePage } from "../refuse.ts";
import { showDesk } from "../respond.ts";
import { by, staffOf } from "../staff.ts";
import { type MadeOutcome, type PeopleOutcome, roleNamed } from "../store/contract.ts";
import { type PeopleSays, type PersonSays, peopleView, personView } from "./views/people.ts";

export const peoplePage: DeskHandler = (c) => showPeople(c, 200, doneOf(c));

/** Makes a link for a new colleague, and shows it this once. */
export const postInvitation: DeskHandler = async (c) => {
  const role = roleNamed(c.get("form").get("role"));
  if (!role) return showPeople(c, 422, { problem: "role-missing" });
  const outcome = await staffOf(c).invite(by(c), role);
  if (outcome.kind !== "made") return refusePage(c, 403, "role");
  return showPeople(c, 200, { invited: { role, link: linkOf(c, outcome.code), expires: outcome.expires } });
};

export const postWithdrawInvitation: DeskHandler = async (c) => {
  const outcome = await staffOf(c).withdrawInvitation(by(c), c.req.param("link") ?? "");
  return answer(c, outcome, "invitation-withdrawn");
};

export const personPage: DeskHandler = (c) => showPerson(c, 200, {});

export const postRole: DeskHandler = async (c) => {
  const role = roleNamed(c.get("form").get("role"));
  if (!role) return showPerson(c, 422, { problem: "role-missing" });
  return answer(c, await staffOf(c).changeRole(by(c), accountOf(c), role), "role-changed");
};

/** A one-time link for a colleague whose passkey is gone. */
export const postLinkFor: DeskHandler = async (c) => {
  const outcome: MadeOutcome = await staffOf(c).linkFor(by(c), accountOf(c));
  if (outcome.kind !== "made") return refusePage(c, 404, "not-found");
  return showPerson(c, 200, { link: { address: linkOf(c, outcome.code), expires: outcome.expires } });
};

/** Needs the box to be ticked: one press too many must not shut a colleague out. */
export const postRemove: DeskHandler = async (c) => {
  if (c.get("form").get("sure") !== "yes") return showPerson(c, 422, { problem: "not-sure" });
  return answer(c, await staffOf(c).removeAccount(by(c), accountOf(c)), "removed");
};

const accountOf = (c: DeskContext): string => c.req.param("account") ?? "";

const linkOf = (c: DeskContext, code: string): string =>
  `${publicOrigin(c)}${deskPath(c.get("language"), "/desk/sign-in")}#${code}`;

const DONE = ["invitation-withdrawn", "role-changed", "removed"] as const;
type Done = (typeof DONE)[number];

const doneOf = (c: DeskContext): PeopleSays => {
  const done = DONE.find((each) => each === c.req.query("done"));
  return done ? { done } : {};
};

function answer(c: DeskContext, outcome: PeopleOutcome, done: Done): Response | Promise<Response> {
  switch (outcome.kind) {
    case "done":
      return c.redirect(`${deskPath(c.get("language"), "/desk/people")}?done=${done}`, 303);
    case "forbidden":
      return refusePage(c, 403, "role");
    case "not-found":
      return refusePage(c, 404, "not-found");
    case "last-owner":
      return showPerson(c, 409, { problem: "last-owner" });
  }
}

async function showPeople(c: DeskContext, status: ContentfulStatusCode, says: PeopleSays): Promise<Response> {
  const title = words(c.get("language"), "desk").people;
  return showDesk(c, { title, path: "/desk/people" }, peopleView(c, await staffOf(c).people(), says), { status });
}

async function showPerson(c: DeskContext, status: ContentfulStatusCode, says: PersonSays): Promise<Response> {
  const { accounts } = await staffOf(c).people();
  const person = accounts.find(({ id }) => id === accountOf(c));
  if (!person) return refusePage(c, 404, "not-found");
  return showDesk(c, { title: person.name, path: `/desk/people/${person.id}` }, personView(c, person, says), {
    status,
  });
}
