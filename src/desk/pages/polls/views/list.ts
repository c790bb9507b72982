import { html } from "hono/html";
import { PHASES } from "../../../../domain/phase.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { words } from "../../../../i18n/index.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import { may } from "../../../access.ts";
import { atDesk, type DeskContext, deskPath } from "../../../context.ts";
import { doneBox, moment } from "../../../kit.ts";
import { alarmText } from "../alarm-text.ts";
import { titleIn } from "../desk-poll.ts";
import type { PollSeen } from "../list-page.ts";

export const LIST_STATES = ["all", ...PHASES, "archived"] as const;
export type ListState = (typeof LIST_STATES)[number];

export interface PollList {
  polls: readonly PollSeen[];
  all: number;
  q: string;
  state: ListState;
  done?: string;
}

export function listView(c: DeskContext, { polls, all, q, state, done }: PollList): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { integer } = formatterOf(language);
  const alarmed = polls.filter(({ alarms }) => alarms.length > 0);
  return html`${done === undefined ? "" : doneBox(done)}
${
  alarmed.length > 0
    ? html`<div class="err" role="alert"><h2>${strings["alarm.h"]}</h2>
<ul>${alarmed.flatMap((poll) =>
        poll.alarms.map(
          (alarm) =>
            html`<li><a href="${deskPath(language, `/desk/polls/${poll.id}`)}">${titleIn(poll.title, language, strings)}</a>: <bdi>${alarmText(alarm, language)}</bdi></li>`,
        ),
      )}</ul></div>`
    : ""
}
<h1>${strings.polls}</h1>
${may(atDesk(c).role, "GET /desk/new") ? html`<p><a class="btn" href="${deskPath(language, "/desk/new")}">${strings.new}</a></p>` : ""}
<form class="inline-form" method="get" action="${deskPath(language)}" role="search">
<p><label for="q">${strings.search}</label><input type="search" name="q" id="q" value="${q}"></p>
<p><label for="state">${strings.state}</label><select name="state" id="state">${LIST_STATES.map(
    (each) =>
      html`<option value="${each}"${each === state ? html` selected` : ""}>${strings[`state.${each}`]}</option>`,
  )}</select></p>
<p><button class="plain-btn">${strings.filter}</button></p>
</form>
${
  polls.length === 0
    ? html`<p>${strings["list.none"]}</p>`
    : html`<table class="list">
<caption>${filled(strings["list.of"], { shown: integer(polls.length), all: integer(all) })}</caption>
<thead><tr><th scope="col">${strings["list.title"]}</th><th scope="col">${strings.state}</th><th scope="col">${strings["list.languages"]}</th><th scope="col">${strings["list.closes"]}</th><th scope="col">${strings["list.votes"]}</th><th scope="col">${strings["list.acts"]}</th></tr></thead>
<tbody>
${polls.map((poll) => row(c, poll))}</tbody>
</table>`
}`;
}

function row(c: DeskContext, poll: PollSeen): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const page = `/desk/polls/${poll.id}` as const;
  const { role } = atDesk(c);
  const link = (path: `/desk${string}`, text: string) =>
    html`<a class="quiet" href="${deskPath(language, path)}">${text}</a>`;
  return html`<tr><th scope="row"><a href="${deskPath(language, poll.draft ? `${page}/edit` : page)}">${titleIn(poll.title, language, strings)}</a><span class="minor"><bdi dir="ltr">${poll.id}</bdi></span></th>
<td data-label="${strings.state}">${stateWords(c, poll)}${
    poll.draft
      ? html`<span class="minor">${filled(strings["list.by"], { by: poll.draft.by, time: moment(poll.draft.at, language) })}</span>`
      : ""
  }</td>
<td data-label="${strings["list.languages"]}"><span dir="ltr">${poll.languages.join(" ")}</span></td>
<td data-label="${strings["list.closes"]}">${poll.closes === undefined ? strings.none : moment(Date.parse(poll.closes), language)}</td>
<td data-label="${strings["list.votes"]}">${poll.votes === undefined ? strings.none : formatterOf(language).integer(poll.votes)}</td>
<td><span class="row-acts">${link(`${page}/preview`, strings["act.preview"])}${may(role, "GET /desk/new") ? link(`/desk/new?from=${poll.id}`, strings["act.copy"]) : ""}</span></td></tr>
`;
}

/** "● Open", with "void" beside it where it was declared so. */
export function stateWords(c: DeskContext, poll: Pick<PollSeen, "draft" | "phase" | "archived" | "void">): Html {
  const strings = words(c.get("language"), "desk");
  const phase = poll.draft ? "draft" : (poll.phase ?? "unknown");
  return html`<span class="state state-${phase}">${strings[`state.${phase}`]}</span>${poll.archived ? html` · ${strings["state.archived"]}` : ""}${poll.void ? html` · <b>${strings["state.void"]}</b>` : ""}`;
}
