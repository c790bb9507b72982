/** The first page of the desk: every poll, what it is up to, and what needs attention. */
import { html } from "hono/html";
import { PHASES, type Phase } from "../../../domain/phase.ts";
import { ballotsIn } from "../../../domain/tally.ts";
import { type LedgerHealth, type ListedPoll, readPoll, sealEveryMs } from "../../../engine/index.ts";
import { formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { attention } from "../../../web/kit/boxes.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { may } from "../../access.ts";
import { ledgerOf, registryOf } from "../../acts/polls.ts";
import { atDesk, type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { doneBox, moment } from "../../kit.ts";
import { showDesk } from "../../page.ts";
import { type Alarm, alarmsOf, alarmText } from "./alarms.ts";
import { titleIn } from "./found.ts";

/** A poll of the list as it stands now. */
interface PollSeen extends ListedPoll {
  /** Left out where neither ledger nor archive could say. */
  phase?: Phase;
  void: boolean;
  closes?: string;
  votes?: number;
  alarms: Alarm[];
}

/** Polls asked how they are at one time: each is a ledger's answer. */
const AT_ONCE = 10;
/** A log that is sealed no more needs nobody's attention. */
const RUNNING: readonly (Phase | undefined)[] = ["scheduled", "open", "paused", "closing", undefined];

/** The first page of the desk: every poll, what it is up to, and what needs attention. */
export const listPage: DeskHandler = async (c) => {
  const strings = words(c.get("language"), "desk");
  const q = c.req.query("q")?.trim() ?? "";
  const state = LIST_STATES.find((each) => each === c.req.query("state")) ?? "all";
  const listed = await registryOf(c).list();
  const wanted = listed.filter((poll) => (state === "archived") === poll.archived && names(poll, q));
  const seen: PollSeen[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE)
    seen.push(...(await Promise.all(wanted.slice(at, at + AT_ONCE).map((poll) => look(c, poll)))));
  const shown = seen.filter((poll) => isIn(poll, state));
  const done = c.req.query("done") === "deleted" ? strings["done.deleted"] : undefined;
  return showDesk(
    c,
    { title: strings.polls, path: "/desk" },
    listView(c, { polls: shown, all: listed.length, q, state, ...(done !== undefined && { done }) }),
  );
};

const names = ({ id, title }: ListedPoll, q: string): boolean =>
  [id, ...Object.values(title)].some((each) => each?.toLowerCase().includes(q.toLowerCase()));

function isIn({ draft, phase, archived }: PollSeen, state: ListState): boolean {
  if (state === "all" || state === "archived") return true;
  return state === "draft" ? draft !== undefined : !archived && phase === state;
}

async function look(c: DeskContext, poll: ListedPoll): Promise<PollSeen> {
  if (poll.draft) return { ...poll, void: false, alarms: [] };
  const view = await readPoll(c.env, poll.id).catch(() => undefined);
  const watched = RUNNING.includes(view?.phase);
  const health = watched ? await healthOf(c, poll.id) : undefined;
  return {
    ...poll,
    title: view?.definition.title ?? poll.title,
    ...(view && { phase: view.phase, votes: ballotsIn(view.tally.counts) }),
    ...(view?.definition.closes !== undefined && { closes: view.definition.closes }),
    void: view?.notices.some(({ kind }) => kind === "voided") ?? false,
    alarms: watched
      ? alarmsOf(health, {
          now: Date.now(),
          sealEveryMs: sealEveryMs(c.env),
          batched: view?.definition.rules.release === "batched",
        })
      : [],
  };
}

/** Nothing where the ledger does not answer, which is itself worth an alarm. */
export const healthOf = async (c: DeskContext, poll: string): Promise<LedgerHealth | undefined> =>
  ledgerOf(c, poll)
    .health()
    .catch(() => undefined);

const LIST_STATES = ["all", ...PHASES, "archived"] as const;
type ListState = (typeof LIST_STATES)[number];

interface PollList {
  polls: readonly PollSeen[];
  all: number;
  q: string;
  state: ListState;
  done?: string;
}

function listView(c: DeskContext, { polls, all, q, state, done }: PollList): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { integer } = formatterOf(language);
  const alarmed = polls.filter(({ alarms }) => alarms.length > 0);
  return html`${done === undefined ? "" : doneBox(done)}
${
  alarmed.length > 0
    ? attention(
        strings["alarm.h"],
        alarmed.flatMap((poll) =>
          poll.alarms.map(
            (alarm) =>
              html`<a href="${deskPath(language, `/desk/polls/${poll.id}`)}">${titleIn(poll.title, language, strings)}</a>: <bdi>${alarmText(alarm, language)}</bdi>`,
          ),
        ),
      )
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
