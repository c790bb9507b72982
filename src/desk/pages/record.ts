/** The record of what was done at the desk, to read and to keep. */
import { html } from "hono/html";
import { wallTime } from "../../i18n/casablanca.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { csvRecord, isoSeconds } from "../../web/http/csv.ts";
import { streamOf } from "../../web/http/stream.ts";
import type { Html } from "../../web/kit/html.ts";
import { settleOpenActs } from "../acts/act.ts";
import { type DeskContext, type DeskHandler, deskPath, recordAct, staffOf } from "../context.ts";
import { moment } from "../kit.ts";
import { showDesk } from "../page.ts";
import { type RecordEntry, type RecordPage, type RecordQuery, recordQuery } from "../store/record.ts";

/** Entries asked of the object at once, for a file. */
const PIECE = 500;

export const recordPage: DeskHandler = async (c) => {
  const asked = recordQuery(c.req.query());
  await settleOpenActs(c);
  const page = await staffOf(c).recordPage(asked);
  const title = words(c.get("language"), "desk").record;
  return showDesk(c, { title, path: "/desk/audit" }, recordView(c, page, asked));
};

/** The whole record as a table. Text that a spreadsheet would run as a formula is guarded. */
export const recordCsv: DeskHandler = async (c) => {
  await settleOpenActs(c);
  await recordAct(c, { act: "record-exported", after: { format: "csv" } });
  return file(c, "csv", "text/csv; charset=utf-8", csvRecord([...COLUMNS]), (entry) => csvRecord(cells(entry)));
};

/** The whole record for programs: one JSON object a line, with what the hashes are made of. */
export const recordNdjson: DeskHandler = async (c) => {
  await settleOpenActs(c);
  await recordAct(c, { act: "record-exported", after: { format: "ndjson" } });
  return file(c, "ndjson", "application/x-ndjson", "", (entry) => `${JSON.stringify(entry)}\n`);
};

const COLUMNS = [
  "number",
  "at_utc",
  "at_casablanca",
  "account",
  "name",
  "role",
  "act",
  "poll",
  "before",
  "after",
  "request",
  "hash",
  "outcome",
] as const;

const cells = ({
  number,
  at,
  account,
  name,
  role,
  act,
  poll,
  before,
  after,
  request,
  hash,
  outcome,
}: RecordEntry): string[] => [
  String(number),
  isoSeconds(at),
  wallTime(at),
  account ?? "",
  name,
  role ?? "",
  act,
  poll ?? "",
  before ?? "",
  after ?? "",
  request,
  hash,
  outcome ?? "",
];

function file(
  c: DeskContext,
  ending: string,
  type: string,
  header: string,
  write: (entry: RecordEntry) => string,
): Response {
  c.header("Content-Type", type);
  c.header("Content-Disposition", `attachment; filename="sawt-record.${ending}"`);
  return c.body(streamOf(header, allEntries(c), write));
}

async function* allEntries(c: DeskContext): AsyncGenerator<RecordEntry> {
  for (let last = 0; ; ) {
    const entries = await staffOf(c).recordAfter(last, PIECE);
    yield* entries;
    const newest = entries.at(-1);
    if (!newest || entries.length < PIECE) return;
    last = newest.number;
  }
}

/** The record, newest first: of everything, or of one poll. */
function recordView(c: DeskContext, { entries, older }: RecordPage, { poll, before }: RecordQuery): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const address = deskPath(language, "/desk/audit");
  const ofPoll = poll === undefined ? "" : `&poll=${poll}`;
  return html`<h1>${strings.record}</h1>
<p class="hint">${strings["record.hint"]}</p>
<form method="get" action="${address}" class="inline-form">
<p><label for="poll">${strings["record.poll"]}</label><br>
<input name="poll" id="poll" dir="ltr" value="${poll ?? ""}" autocapitalize="none" spellcheck="false"></p>
<p><button class="plain-btn">${strings["record.filter"]}</button></p>
</form>
${
  entries.length === 0
    ? html`<p>${strings["record.none"]}</p>`
    : html`<table class="list">
<caption>${poll === undefined ? strings["record.all"] : strings["record.of-poll"]}</caption>
<thead><tr><th scope="col">${strings["record.number"]}</th><th scope="col">${strings["record.at"]}</th><th scope="col">${strings["record.who"]}</th><th scope="col">${strings["record.act"]}</th><th scope="col">${strings["record.change"]}</th></tr></thead>
<tbody>
${entries.map((entry) => row(c, entry))}</tbody>
</table>`
}
<ul class="onward">
${before === undefined ? "" : html`<li><a href="${address}${poll === undefined ? "" : `?poll=${poll}`}">${strings["record.newest"]}</a></li>`}
${older === undefined ? "" : html`<li><a href="${address}?before=${older}${ofPoll}">${strings["record.older"]}</a></li>`}
<li><a href="${deskPath(language, "/desk/audit.csv")}">${strings["record.csv"]}</a></li>
<li><a href="${deskPath(language, "/desk/audit.ndjson")}">${strings["record.ndjson"]}</a></li>
</ul>`;
}

function row(c: DeskContext, entry: RecordEntry): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { number, at, account, name, role, act, poll, before, after, request, hash, outcome } = entry;
  return html`<tr><th scope="row">${formatterOf(language).integer(number)}</th>
<td data-label="${strings["record.at"]}">${moment(at, language)}</td>
<td data-label="${strings["record.who"]}">${account === null ? strings["record.machine"] : html`<bdi>${name}</bdi>`}${role ? html` <span class="minor">${strings[`role.${role}`]}</span>` : ""}</td>
<td data-label="${strings["record.act"]}">${strings[`act.${act}`]}${outcome === "intended" || outcome === "not-done" ? html` <b>${strings[`record.${outcome}`]}</b>` : ""}${poll === undefined ? "" : html` <span class="minor"><a href="${deskPath(language, "/desk/audit")}?poll=${poll}"><bdi dir="ltr">${poll}</bdi></a></span>`}</td>
<td data-label="${strings["record.change"]}">${before === undefined ? "" : facts(before, strings["record.before"])}
${after === undefined ? "" : facts(after, strings["record.after"])}
<details><summary>${strings["record.proof"]}</summary><code dir="ltr">${request} ${hash}</code></details></td></tr>
`;
}

/** Longest value that a row of the table shows unasked. */
const SHORT = 200;

/** What was, or came to be: the fields of a flat object line by line, anything else as it is, long ones folded. */
function facts(json: string, title: string): Html {
  const value: unknown = JSON.parse(json);
  const isFlat =
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((each) => typeof each !== "object" || isList(each));
  const shown =
    isFlat && !Array.isArray(value)
      ? html`<ul class="facts">${Object.entries(value).map(([key, each]) => html`<li><bdi dir="ltr">${key}</bdi>: <bdi>${Array.isArray(each) ? each.join(" ") : String(each)}</bdi></li>`)}</ul>`
      : html`<code dir="ltr">${json}</code>`;
  return json.length > SHORT
    ? html`<details><summary>${title}</summary>${shown}</details>`
    : html`<span class="minor">${title}</span> ${shown}`;
}

const isList = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each !== "object");
