import { ID_PATTERN } from "../../domain/id.ts";
import { wallTime } from "../../i18n/casablanca.ts";
import { words } from "../../i18n/index.ts";
import { csvRecord, isoSeconds } from "../../web/http/csv.ts";
import { streamOf } from "../../web/http/stream.ts";
import type { DeskContext, DeskHandler } from "../context.ts";
import { showDesk } from "../respond.ts";
import { recordAct, staffOf } from "../staff.ts";
import type { RecordEntry } from "../store/record.ts";
import { auditView } from "./views/audit.ts";

/** Entries on a page: what one screen or two hold. */
const PAGE = 50;
/** Entries asked of the object at once, for a file. */
const PIECE = 500;

export const auditPage: DeskHandler = async (c) => {
  const poll = idOf(c.req.query("poll"));
  const before = numberOf(c.req.query("before"));
  const page = await staffOf(c).recordPage({
    most: PAGE,
    ...(poll !== undefined && { poll }),
    ...(before !== undefined && { before }),
  });
  const title = words(c.get("language"), "desk").record;
  return showDesk(c, { title, path: "/desk/audit" }, auditView(c, page, { poll, isFirst: before === undefined }));
};

/** The whole record as a table. Text that a spreadsheet would run as a formula is guarded. */
export const auditCsv: DeskHandler = async (c) => {
  await recordAct(c, { act: "record-exported", after: { format: "csv" } });
  return file(c, "csv", "text/csv; charset=utf-8", csvRecord([...COLUMNS]), (entry) => csvRecord(cells(entry)));
};

/** The whole record for programs: one JSON object a line, with what the hashes are made of. */
export const auditNdjson: DeskHandler = async (c) => {
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
] as const;

const cells = ({ number, at, account, name, role, act, poll, before, after, request, hash }: RecordEntry): string[] => [
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
  c.header("Cache-Control", "no-store");
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

const idOf = (text: string | undefined): string | undefined => (text && ID_PATTERN.test(text) ? text : undefined);

const numberOf = (text: string | undefined): number | undefined =>
  text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
