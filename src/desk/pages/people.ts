/** Who works at the desk: invitations, roles, ways back in, and leaving. For owners. */
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { filled, type Html } from "../../web/kit/html.ts";
import { by, type DeskContext, type DeskHandler, deskPath, staffOf } from "../context.ts";
import { doneBox, moment, problemBox, shownOnce } from "../kit.ts";
import { refuseAct, refusePage, showDesk } from "../page.ts";
import { formToken, publicOrigin } from "../session.ts";
import { type People, type PeopleOutcome, type PersonSeen, ROLES, type Role, roleNamed } from "../store/contract.ts";

export const peoplePage: DeskHandler = (c) => {
  const done = DONE.find((each) => each === c.req.query("done"));
  return showPeople(c, 200, done ? { done } : {});
};

/** Makes a link for a new colleague, and shows it this once. */
export const postInvitation: DeskHandler = async (c) => {
  const role = roleNamed(c.get("form").get("role"));
  if (!role) return showPeople(c, 422, { problem: "role-missing" });
  const outcome = await staffOf(c).invite(by(c), role);
  if (outcome.kind !== "made") return refuseAct(c, outcome);
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
  const outcome = await staffOf(c).linkFor(by(c), accountOf(c));
  if (outcome.kind !== "made") return refuseAct(c, outcome);
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

function answer(c: DeskContext, outcome: PeopleOutcome, done: Done): Response | Promise<Response> {
  switch (outcome.kind) {
    case "done":
      return c.redirect(`${deskPath(c.get("language"), "/desk/people")}?done=${done}`, 303);
    case "forbidden":
    case "not-found":
      return refuseAct(c, outcome);
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

interface PeopleSays {
  done?: Done;
  problem?: "role-missing";
  invited?: { role: Role; link: string; expires: number };
}

interface PersonSays {
  problem?: "role-missing" | "not-sure" | "last-owner";
  link?: { address: string; expires: number };
}

/** Who works here, who is invited, and a form to invite one more. */
function peopleView(c: DeskContext, people: People, { done, problem, invited }: PeopleSays): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`${done ? doneBox(strings[`people.${done}`]) : ""}${problem ? problemBox(language, strings[`people.${problem}`], "role-viewer") : ""}
<h1>${strings.people}</h1>
${invited ? shownOnce("link", strings["people.link"], invited.link, strings["people.link.hint"]) : ""}
<table class="list">
<caption>${strings["people.at-work"]}</caption>
<thead><tr><th scope="col">${strings.name}</th><th scope="col">${strings.role}</th><th scope="col">${strings["people.passkeys"]}</th><th scope="col">${strings["people.last-seen"]}</th></tr></thead>
<tbody>
${people.accounts.map((person) => personRow(c, person))}</tbody>
</table>
${people.invitations.length > 0 ? invitations(c, people.invitations) : ""}
<h2>${strings["people.invite"]}</h2>
<form method="post" action="${deskPath(language, "/desk/invitations")}">${formToken(c)}
${roleChoice(c, "viewer")}
<p class="act"><button class="btn">${strings["people.make-link"]}</button></p>
</form>`;
}

function personRow(c: DeskContext, { id, name, role, passkeys, lastSeen }: PersonSeen): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`<tr><th scope="row"><a href="${deskPath(language, `/desk/people/${id}`)}"><bdi>${name}</bdi></a></th>
<td data-label="${strings.role}">${strings[`role.${role}`]}</td>
<td data-label="${strings["people.passkeys"]}">${formatterOf(language).integer(passkeys)}</td>
<td data-label="${strings["people.last-seen"]}">${lastSeen === undefined ? strings["people.not-in"] : moment(lastSeen, language)}</td></tr>
`;
}

function invitations(c: DeskContext, waiting: People["invitations"]): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`<h2>${strings["people.invitations"]}</h2>
<table class="list">
<caption>${strings["people.invitations.hint"]}</caption>
<thead><tr><th scope="col">${strings.role}</th><th scope="col">${strings.until}</th><th scope="col">${strings.acts}</th></tr></thead>
<tbody>
${waiting.map(
  ({ id, role, expires }) => html`<tr><th scope="row">${strings[`role.${role}`]}</th>
<td data-label="${strings.until}">${moment(expires, language)}</td>
<td><form method="post" action="${deskPath(language, `/desk/invitations/${id}/withdraw`)}">${formToken(c)}<button class="quiet">${strings["people.withdraw"]}</button></form></td></tr>
`,
)}</tbody>
</table>`;
}

/** One colleague: the role, a way back in, and the way out. */
function personView(c: DeskContext, person: PersonSeen, { problem, link }: PersonSays): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const action = (act: string) => deskPath(language, `/desk/people/${person.id}/${act}`);
  const field = problem === "not-sure" ? "sure" : `role-${person.role}`;
  return html`${problem ? problemBox(language, strings[`people.${problem}`], field) : ""}
<p class="kick"><a href="${deskPath(language, "/desk/people")}">${strings.people}</a></p>
<h1><bdi>${person.name}</bdi></h1>
${link ? shownOnce("link", filled(strings["people.link-for"], { name: person.name }), link.address, strings["people.link-for.hint"]) : ""}
<form method="post" action="${action("role")}">${formToken(c)}
${roleChoice(c, person.role)}
<p class="act"><button class="btn">${strings["people.set-role"]}</button></p>
</form>
<h2>${strings["people.way-in"]}</h2>
<p>${strings["people.way-in.hint"]}</p>
<form method="post" action="${action("link")}">${formToken(c)}
<p><button class="plain-btn">${strings["people.make-link"]}</button></p>
</form>
<h2>${strings["people.remove"]}</h2>
<p>${strings["people.remove.hint"]}</p>
<form method="post" action="${action("remove")}">${formToken(c)}
<p><label class="check"><input type="checkbox" name="sure" id="sure" value="yes"> <span>${filled(strings["people.sure"], { name: person.name })}</span></label></p>
<p><button class="danger">${strings["people.remove.button"]}</button></p>
</form>`;
}

function roleChoice(c: DeskContext, chosen: Role): Html {
  const strings = words(c.get("language"), "desk");
  return html`<fieldset>
<legend>${strings.role}</legend>
${ROLES.map(
  (
    role,
  ) => html`<p><label class="check"><input type="radio" name="role" id="role-${role}" value="${role}"${role === chosen ? html` checked` : ""}>
<span><b>${strings[`role.${role}`]}</b> <span class="minor">${strings[`role.${role}.may`]}</span></span></label></p>
`,
)}</fieldset>`;
}
