/** An opened poll at the desk: how it runs, and the buttons that pause, resume, close and hide it. */
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { watchScript } from "../../../built/inline.ts";
import { disclose } from "../../../domain/disclosure.ts";
import { inLanguage } from "../../../domain/language.ts";
import { LIMITS } from "../../../domain/numbers.ts";
import { type PollAct, possibleIn } from "../../../domain/phase.ts";
import { ballotsIn } from "../../../domain/tally.ts";
import { type LedgerHealth, type PollView, type SealedPace, sealEveryMs } from "../../../engine/index.ts";
import { formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { fillPlain } from "../../../i18n/plain.ts";
import { pollPath } from "../../../web/http/addresses.ts";
import { door, type Sentence, unusual } from "../../../web/kit/disclosure.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { noticeList } from "../../../web/kit/notices.ts";
import { resultsTable } from "../../../web/kit/results.ts";
import { type DeskRoute, may } from "../../access.ts";
import {
  closePoll,
  type Hidden,
  hidePoll,
  ledgerOf,
  type NotPossible,
  type Ordered,
  pausePoll,
  registryOf,
  resumePoll,
} from "../../acts/polls.ts";
import { atDesk, type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { doneBox, problemBox } from "../../kit.ts";
import { refuseAct, showDesk } from "../../page.ts";
import { formToken } from "../../session.ts";
import { type Alarm, age, alarmBox, alarmsOf } from "./alarms.ts";
import { confirmView, showConfirm, sureBox } from "./confirm.ts";
import { titleIn, withPoll } from "./found.ts";
import { healthOf, stateWords } from "./list.ts";
import { paceOf, paceView, SPANS, type Span, TEN_MINUTES_MS } from "./pace.ts";

/** What a poll's own page tells whoever watches it. */
interface Watched {
  view: PollView;
  archived: boolean;
  health: LedgerHealth | undefined;
  alarms: Alarm[];
  pace: Span[];
  /** Milliseconds since 1970. */
  now: number;
}

interface PollSays {
  done?: string;
  /** Plain text. */
  problem?: string;
}

/** What was done, as the page that follows says it. */
const DONE = [
  "opened",
  "scheduled",
  "paused",
  "resumed",
  "closed",
  "ordered",
  "corrected",
  "voided",
  "unlogged",
  "archived",
  "unarchived",
] as const;
type Done = (typeof DONE)[number];

/** A poll as it runs. A draft has its form instead. */
export const pollPage: DeskHandler = async (c) => {
  const id = c.req.param("poll") ?? "";
  const language = c.get("language");
  if (await registryOf(c).readDraft(id)) return c.redirect(deskPath(language, `/desk/polls/${id}/edit`), 303);
  const done = DONE.find((each) => each === c.req.query("done"));
  return showPoll(c, done ? { done: words(language, "desk")[`done.${done}`] } : {});
};

const showPoll = (c: DeskContext, says: PollSays, status: ContentfulStatusCode = 200): Promise<Response> =>
  withPoll(c, async (view) => {
    const { definition } = view;
    const title = titleIn(definition.title, c.get("language"), words(c.get("language"), "desk"));
    return showDesk(c, { title, path: `/desk/polls/${definition.id}` }, pollPageView(c, await watch(c, view), says), {
      status,
      scripts: [watchScript],
    });
  });

async function watch(c: DeskContext, view: PollView): Promise<Watched> {
  const { id, rules } = view.definition;
  const now = Date.now();
  // Of a closed poll its last day, not an empty one.
  const until = Math.min(now, view.closedAt ?? now);
  const [health, seals, archived] = await Promise.all([
    healthOf(c, id),
    sealsSince(c, id, until - SPANS * TEN_MINUTES_MS),
    registryOf(c).isArchived(id),
  ]);
  const alarms = alarmsOf(health, { now, sealEveryMs: sealEveryMs(c.env), batched: rules.release === "batched" });
  return { view, archived, health, alarms, pace: paceOf(seals, until), now };
}

const sealsSince = (c: DeskContext, poll: string, from: number): Promise<SealedPace[]> =>
  Promise.resolve(ledgerOf(c, poll).pace(from)).catch(() => []);

/** A poll as it runs: the emergency stop first, then what needs attention, then the figures. */
function pollPageView(c: DeskContext, watched: Watched, { done, problem }: PollSays): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { view, archived, alarms } = watched;
  const { definition, phase, notices } = view;
  const isVoid = notices.some(({ kind }) => kind === "voided");
  return html`${done === undefined ? "" : doneBox(done)}${problem === undefined ? "" : problemBox(language, problem)}
<p class="kick"><a href="${deskPath(language)}">${strings.polls}</a></p>
<h1>${titleIn(definition.title, language, strings)}</h1>
<p class="hint">${stateWords(c, { phase, archived, void: isVoid })} · <code dir="ltr">${definition.id}</code></p>
${buttons(c, watched)}
<div id="watch">
${alarmBox(alarms, language)}
${watchView(c, watched)}
</div>
${noticeList(notices, language)}
<p class="row-acts"><a class="quiet" href="${pollPath(definition.languages.includes(language) ? language : (definition.languages[0] ?? "ar"), definition.id)}">${strings["act.page"]}</a>
<a class="quiet" href="${deskPath(language, `/desk/polls/${definition.id}/files`)}">${words(language, "reader")["export.h"]}</a>
<a class="quiet" href="${deskPath(language, `/desk/polls/${definition.id}/preview`)}">${strings["act.preview"]}</a>
${may(atDesk(c).role, "GET /desk/new") ? html`<a class="quiet" href="${deskPath(language, `/desk/new?from=${definition.id}`)}">${strings["act.copy"]}</a>` : ""}
<a class="quiet" href="${deskPath(language, `/desk/polls/${definition.id}/definition.json`)}">${strings["act.export"]}</a></p>`;
}

/** What may be done in this phase, by this person. Pausing needs no second page: it can be taken back, and it is urgent. */
function buttons(c: DeskContext, { view, archived }: Watched): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { definition, phase, notices } = view;
  const page = `/desk/polls/${definition.id}` as const;
  const { role } = atDesk(c);
  const press = (route: DeskRoute, act: string, label: string, look: string, fields: Html | "" = "") =>
    may(role, route)
      ? html`<form method="post" action="${deskPath(language, `${page}/${act}`)}">${formToken(c)}${fields}<button class="${look}">${label}</button></form>`
      : "";
  const go = (route: DeskRoute, act: string, label: string, look: string) =>
    may(role, route) ? html`<a class="${look}" href="${deskPath(language, `${page}/${act}`)}">${label}</a>` : "";
  const possible = possibleIn(
    phase,
    notices.some(({ kind }) => kind === "voided"),
  );
  const when = (act: PollAct, button: Html | "") => (possible.includes(act) ? button : "");
  return html`<div class="bar">
${when("pause", press("POST /desk/polls/:poll/pause", "pause", strings["act.pause"], "btn stop"))}
${when("resume", press("POST /desk/polls/:poll/resume", "resume", strings["act.resume"], "btn"))}
${when("close", go("GET /desk/polls/:poll/close", "close", strings["act.close"], "danger"))}
${when("correct", go("GET /desk/polls/:poll/correct", "correct", strings["act.correct"], "plain-btn"))}
${when("void", go("GET /desk/polls/:poll/void", "void", strings["act.void"], "danger"))}
${when(
  "hide",
  press(
    "POST /desk/polls/:poll/archive",
    "archive",
    archived ? strings["act.unarchive"] : strings["act.archive"],
    "plain-btn",
    html`<input type="hidden" name="archived" value="${archived ? "no" : "yes"}">`,
  ),
)}
</div>`;
}

/** The running figures and the state of log, archive and boxes. Refreshed by a link; with the script, by itself. */
function watchView(c: DeskContext, { view, health, pace, now }: Watched): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const formatter = formatterOf(language);
  const { definition } = view;
  // invariant 7 holds here too: what readers are told nobody sees before close, the newsroom does not see either.
  const tally = disclose(view.tally, definition.rules, "voter");
  const isHidden = Object.values(tally.questions).some(({ options }) => options === undefined);
  return html`<div class="watch">
<section aria-labelledby="live-h">
<h2 id="live-h">${strings["watch.live"]}</h2>
<p class="hint">${filled(strings["watch.asof"], { time: formatter.time(view.tally.asOf) })} · <a id="refresh" href="${deskPath(language, `/desk/polls/${definition.id}`)}">${strings["watch.refresh"]}</a></p>
${isHidden ? html`<p class="note">${strings["watch.hidden"]}</p>` : ""}
${definition.questions.map((question) => {
  const counts = tally.questions[question.id];
  return counts
    ? resultsTable({ language, question, counts, caption: html`<b>${inLanguage(question.text, language)}</b>` })
    : "";
})}
</section>
<div>
<section aria-labelledby="pace-h">
<h2 id="pace-h">${strings["watch.pace"]}</h2>
${paceView(pace, language)}
${
  view.unusual && view.unusual.length > 0
    ? html`<div class="note"><b>${strings["watch.unusual"]}</b>
<ul>${view.unusual.map((each) => sentenceItem(unusual(each, language)))}</ul></div>`
    : ""
}
</section>
<section aria-labelledby="classes-h">
<h2 id="classes-h">${strings["watch.classes"]}</h2>
<table class="list"><thead><tr><th scope="col"></th><th scope="col">${strings["watch.class.a"]}</th><th scope="col">${strings["watch.class.c"]}</th><th scope="col">${strings["watch.withdrawn"]}</th></tr></thead>
<tbody>${definition.questions.map((question) => {
    const counts = tally.questions[question.id];
    if (!counts) return "";
    const { ballots, withdrawn } = counts;
    return html`<tr><th scope="row">${inLanguage(question.text, language)}</th><td data-label="${strings["watch.class.a"]}">${formatter.integer(ballots.a)}</td><td data-label="${strings["watch.class.c"]}">${formatter.integer(ballots.c)}</td><td data-label="${strings["watch.withdrawn"]}">${formatter.integer(withdrawn.a + withdrawn.c)}</td></tr>`;
  })}</tbody></table>
</section>
<section aria-labelledby="door-h">
<h2 id="door-h">${strings["watch.counters"]}</h2>
<ul>${door(view.counters, language).map(sentenceItem)}</ul>
</section>
${health ? logView(c, health, now) : ""}
</div>
</div>`;
}

const sentenceItem = ({ template, values }: Sentence): Html => html`<li>${filled(template, values)}</li>`;

function logView(c: DeskContext, health: LedgerHealth, now: number): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { integer } = formatterOf(language);
  const behind = health.seal - health.publishedSeal;
  return html`<section aria-labelledby="log-h">
<h2 id="log-h">${strings["watch.log"]}</h2>
<dl>
<dt>${strings["watch.seal"]}</dt><dd>${filled(strings["watch.seal.is"], { n: integer(health.seal), age: age(now - health.sealedAt, language) })}</dd>
<dt>${strings["watch.size"]}</dt><dd>${integer(health.size)}</dd>
<dt>${strings["watch.root"]}</dt><dd><code dir="ltr">${health.root}</code></dd>
<dt>${strings["watch.archive"]}</dt><dd>${behind === 0 ? strings["watch.archive.even"] : filled(strings["watch.archive.behind"], { n: integer(behind) })}</dd>
<dt>${strings["watch.boxes"]}</dt><dd>${health.waiting.map((waiting) => (waiting === null ? strings["watch.silent"] : integer(waiting))).join(" · ")}</dd>
${health.failures > 0 ? html`<dt>${strings["watch.failures"]}</dt><dd>${integer(health.failures)}</dd>` : ""}
</dl>
</section>`;
}

/** The emergency stop: one press, from the poll's page. The log names the role, the record the person. */
export const postPause: DeskHandler = (c) =>
  withPoll(c, async (view) => answerOrder(c, view, await pausePoll(c, view), "paused"));

export const postResume: DeskHandler = (c) =>
  withPoll(c, async (view) => answerOrder(c, view, await resumePoll(c, view), "resumed"));

/** Closing is for good: its page repeats the title, and asks for a tick before the button does anything. */
export const closePage: DeskHandler = (c) =>
  withPoll(c, (view) => showConfirm(c, view, "close", closeView(c, view, {})));

export const postClose: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const form = c.get("form");
    const reason = form.get("reason")?.trim() ?? "";
    const isFit = reason !== "" && reason.length <= 600 && !/\p{Cc}/u.test(reason);
    if (form.get("sure") !== "yes" || !isFit) {
      const problem = isFit ? ("sure" as const) : ("reason" as const);
      return showConfirm(c, view, "close", closeView(c, view, { reason, problem }), 422);
    }
    return answerOrder(c, view, await closePoll(c, view, reason), "closed");
  });

/** Puts a closed poll away in the list, or back. */
export const postArchive: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const archived = c.get("form").get("archived") === "yes";
    return answerOrder(c, view, await hidePoll(c, view, archived), archived ? "archived" : "unarchived");
  });

function answerOrder(
  c: DeskContext,
  { definition }: PollView,
  outcome: Ordered | Hidden,
  done: Done,
): Response | Promise<Response> {
  switch (outcome.kind) {
    case "done":
      return toPoll(c, definition.id, done);
    case "ordered":
      return toPoll(c, definition.id, "ordered");
    case "not-possible":
      return showNotPossible(c, outcome);
    case "forbidden":
      return refuseAct(c, outcome);
  }
}

export const toPoll = (c: DeskContext, poll: string, done: Done): Response =>
  c.redirect(`${deskPath(c.get("language"), `/desk/polls/${poll}`)}?done=${done}`, 303);

/** A button that came too late: the poll as it stands now, that nothing was done, and what may be done. */
export function showNotPossible(c: DeskContext, { phase, possible }: NotPossible): Promise<Response> {
  const language = c.get("language");
  const strings = words(language, "desk");
  const acts = possible.map((act) => words(language, "api")[`can.${act}`]);
  const state = strings[`state.${phase}`];
  const problem =
    acts.length > 0
      ? fillPlain(strings["not.possible"], { state, acts: formatterOf(language).list(acts) })
      : fillPlain(strings["not.possible.none"], { state });
  return showPoll(c, { problem }, 409);
}

function closeView(
  c: DeskContext,
  { definition, tally }: PollView,
  { reason, problem }: { reason?: string; problem?: "sure" | "reason" },
): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const title = titleIn(definition.title, language, strings);
  const message = problem === "sure" ? strings["not.sure"] : words(language, "api")["fault.required"];
  return confirmView(c, { id: definition.id, title: definition.title, back: `/desk/polls/${definition.id}` }, "close", {
    before: problem ? problemBox(language, message, problem) : "",
    lead: html`${strings["close.lead"]} <bdi>${formatterOf(language).votes(ballotsIn(tally.counts))}</bdi>.`,
    form: html`<p><label for="reason">${strings["close.reason"]}</label></p>
<p><input name="reason" id="reason" maxlength="${LIMITS.textLength}" value="${reason ?? strings["close.default"]}"${problem === "reason" ? html` aria-invalid="true"` : ""}></p>
${sureBox(c, strings["close.sure"], title, problem === "sure")}
<p><button class="danger">${strings["close.button"]}</button></p>`,
  });
}
