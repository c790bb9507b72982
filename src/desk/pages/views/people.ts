import { html } from "hono/html";
import { formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { deskPath } from "../../addresses.ts";
import type { DeskContext } from "../../context.ts";
import { formToken } from "../../form-token.ts";
import { type People, type PersonSeen, ROLES, type Role } from "../../store/contract.ts";
import { moment } from "./moment.ts";
import { doneBox, problemBox, shownOnce } from "./notice.ts";

export interface PeopleSays {
  done?: "invitation-withdrawn" | "role-changed" | "removed";
  problem?: "role-missing";
  invited?: { role: Role; link: string; expires: number };
}

export interface PersonSays {
  problem?: "role-missing" | "not-sure" | "last-owner";
  link?: { address: string; expires: number };
}

/** Who works here, who is invited, and a form to invite one more. */
export function peopleView(c: DeskContext, people: People, { done, problem, invited }: PeopleSays): Html {
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
export function personView(c: DeskContext, person: PersonSeen, { problem, link }: PersonSays): Html {
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
