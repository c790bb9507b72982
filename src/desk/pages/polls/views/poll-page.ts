import { html } from "hono/html";
import { type PollAct, possibleIn } from "../../../../domain/phase.ts";
import { words } from "../../../../i18n/index.ts";
import { pollPath } from "../../../../web/http/addresses.ts";
import type { Html } from "../../../../web/kit/html.ts";
import { noticeList } from "../../../../web/kit/notices.ts";
import { type DeskRoute, may } from "../../../access.ts";
import { atDesk, type DeskContext, deskPath } from "../../../context.ts";
import { doneBox, problemBox } from "../../../kit.ts";
import { formToken } from "../../../session.ts";
import { titleIn } from "../desk-poll.ts";
import type { PollSays, Watched } from "../poll-page.ts";
import { alarmBox } from "./alarms.ts";
import { stateWords } from "./list.ts";
import { watchView } from "./watch.ts";

/** A poll as it runs: the emergency stop first, then what needs attention, then the figures. */
export function pollPageView(c: DeskContext, watched: Watched, { done, problem }: PollSays): Html {
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
