/** A new draft: empty, a copy of another poll, or from JSON. */
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Draft, newDraft, readDraft, textOf } from "../../../domain/draft.ts";
import { isRecord, type Json } from "../../../domain/draft-path.ts";
import { ID_PATTERN } from "../../../domain/id.ts";
import { LANGUAGES, type Language } from "../../../domain/language.ts";
import { parseDraft, readPoll } from "../../../engine/index.ts";
import { LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { type CreatedBy, createPoll, registryOf } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { problemBox } from "../../kit.ts";
import { refuseAct, showDesk } from "../../page.ts";
import { formToken } from "../../session.ts";
import { titleIn } from "./found.ts";

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

interface NewForm {
  id?: string;
  languages: readonly Language[];
  json?: string;
  /** Id of the poll that is copied, and its title. */
  from?: string;
  title?: Json;
  problem?: { field: "id" | "json" | "languages"; why: "new.bad-json" | "new.taken" | "fault.required" | "fault.id" };
}

function newView(c: DeskContext, form: NewForm): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const { problem, from } = form;
  const faults = words(language, "api");
  const why =
    problem &&
    (problem.why === "fault.required" || problem.why === "fault.id" ? faults[problem.why] : strings[problem.why]);
  const action = deskPath(language, "/desk/new");
  const heading =
    from === undefined
      ? html`${strings["new.h"]}`
      : filled(strings["new.copy"], { title: titleIn(textOf(form.title), language, strings) });
  const wrong = (field: string) =>
    problem?.field === field
      ? html` aria-invalid="true" aria-describedby="${field}-err ${field}-hint"`
      : html` aria-describedby="${field}-hint"`;
  const says = (field: string) => (problem?.field === field ? html`<p class="fe" id="${field}-err">${why}</p>` : "");
  const idField = (id: string) => html`<p><label for="${id}">${strings["new.id"]}</label></p>
${id === "id" ? says("id") : ""}
<p><input name="id" id="${id}" dir="ltr" maxlength="32" autocapitalize="none" spellcheck="false" value="${form.id ?? ""}"${id === "id" ? wrong("id") : ""}></p>
<p class="hint" id="${id}-hint">${strings["new.id.hint"]}</p>`;
  return html`${problem && why !== undefined ? problemBox(language, why, problem.field) : ""}
<h1>${heading}</h1>
<form method="post" action="${action}">${formToken(c)}
${idField("id")}
${
  from === undefined
    ? html`<fieldset id="languages" tabindex="-1"><legend>${strings["new.languages"]}</legend>${says("languages")}
${LANGUAGES.map(
  (each) =>
    html`<label class="check"><input type="checkbox" name="languages" value="${each}"${form.languages.includes(each) ? html` checked` : ""}> <span lang="${each}">${LANGUAGE_NAMES[each]}</span></label>`,
)}</fieldset>`
    : html`<input type="hidden" name="from" value="${from}"><p class="hint">${strings["new.copy.hint"]}</p>`
}
<p class="act"><button class="btn">${strings["new.button"]}</button></p>
</form>
${
  from === undefined
    ? html`<details${problem?.field === "json" || form.json ? html` open` : ""}><summary>${strings["new.import"]}</summary>
<form method="post" action="${action}">${formToken(c)}
<p><label for="json">JSON</label></p>
${says("json")}
<p><textarea name="json" id="json" class="code" dir="ltr" rows="10" spellcheck="false"${wrong("json")}>${form.json ?? ""}</textarea></p>
<p class="hint" id="json-hint">${strings["new.import.hint"]}</p>
${idField("import-id")}
<p><button class="plain-btn">${strings["new.import.button"]}</button></p>
</form></details>`
    : ""
}`;
}
