import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Draft, newDraft, readDraft } from "../../../domain/draft.ts";
import { isRecord, type Json } from "../../../domain/draft-path.ts";
import { ID_PATTERN } from "../../../domain/id.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { readPoll } from "../../../engine/index.ts";
import { parseDraft } from "../../../engine/registry/drafts.ts";
import { words } from "../../../i18n/index.ts";
import { type CreatedBy, createPoll, registryOf } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { refuseAct, showDesk } from "../../page.ts";
import { type NewForm, newView } from "./views/new.ts";

/** A new draft: empty, a copy of another poll, or from JSON. */
export const newPage: DeskHandler = async (c) => {
  const from = c.req.query("from");
  const copied = from === undefined ? undefined : await draftOf(c, from);
  return show(c, 200, {
    languages: [...LANGUAGES],
    ...(copied && from !== undefined && { from, title: copied.title ?? {} }),
  });
};

export const postNew: DeskHandler = async (c) => {
  const form = c.get("form");
  const from = form.get("from") ?? undefined;
  const json = form.get("json") ?? "";
  const id = form.get("id")?.trim() ?? "";
  const languages = LANGUAGES.filter((each) => form.getAll("languages").includes(each));
  const sent: NewForm = { id, languages, json, ...(from !== undefined && { from }) };

  const made = await make(c, { id, languages, json, from });
  if (made === "bad-json") return show(c, 422, { ...sent, problem: { field: "json", why: "new.bad-json" } });
  if (made === "no-languages") return show(c, 422, { ...sent, problem: { field: "languages", why: "fault.required" } });
  const outcome = await createPoll(c, { ...made, from });
  switch (outcome.kind) {
    case "invalid-id":
      return show(c, 422, { ...sent, problem: { field: "id", why: "fault.id" } });
    case "taken":
      return show(c, 422, { ...sent, id: made.id, problem: { field: "id", why: "new.taken" } });
    case "forbidden":
      return refuseAct(c, outcome);
    case "created":
      return c.redirect(`${deskPath(c.get("language"), `/desk/polls/${made.id}/edit`)}?done=created`, 303);
  }
};

interface Asked {
  id: string;
  languages: (typeof LANGUAGES)[number][];
  json: string;
  from: string | undefined;
}

async function make(
  c: DeskContext,
  { id, languages, json, from }: Asked,
): Promise<{ id: string; draft: Draft; how: CreatedBy } | "bad-json" | "no-languages"> {
  if (json.trim() !== "") {
    const imported = readJson(json);
    if (!imported) return "bad-json";
    const own = id || (typeof imported.id === "string" ? imported.id : "");
    return { id: own, draft: { ...imported, id: own }, how: "poll-imported" };
  }
  const copied = from === undefined ? undefined : await draftOf(c, from);
  if (copied) {
    const { opens: _opens, closes: _closes, ...draft } = copied;
    return { id, draft: { ...draft, id }, how: "poll-duplicated" };
  }
  if (languages.length === 0) return "no-languages";
  return { id, draft: newDraft(id, languages, await imprint(c)), how: "poll-created" };
}

/** Definitions come bare, or as the API answers them. */
function readJson(text: string): Draft | undefined {
  try {
    const value: Json = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    return readDraft(isRecord(value.definition) ? value.definition : value);
  } catch {
    return undefined;
  }
}

/** Any poll's words, opened or not: of an opened one as they are shown, with corrections. */
async function draftOf(c: DeskContext, id: string): Promise<Draft | undefined> {
  if (!ID_PATTERN.test(id)) return undefined;
  const saved = await registryOf(c).readDraft(id);
  if (saved) return parseDraft(saved.json);
  const view = await readPoll(c.env, id);
  return view && parseDraft(JSON.stringify(view.definition));
}

/** Publisher and the rest are a newspaper's, so the latest poll knows them. */
async function imprint(c: DeskContext): Promise<Draft | undefined> {
  const [latest] = await registryOf(c).list();
  return latest && draftOf(c, latest.id);
}

function show(c: DeskContext, status: ContentfulStatusCode, form: NewForm): Response | Promise<Response> {
  const strings = words(c.get("language"), "desk");
  return showDesk(c, { title: strings["new.h"], path: "/desk/new" }, newView(c, form), { status });
}
