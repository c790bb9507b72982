import { html } from "hono/html";
import { showsCounts } from "../../../domain/disclosure.ts";
import { complete } from "../../../domain/draft.ts";
import { languageAmong } from "../../../domain/language.ts";
import { type PollView, parseDraft } from "../../../engine/index.ts";
import { formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { answer } from "../../../web/http/answer.ts";
import { siteOf } from "../../../web/http/site.ts";
import { warning } from "../../../web/kit/boxes.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { registryOf } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath, recordAct } from "../../context.ts";
import { refusePage, showDesk } from "../../page.ts";
import type { DeskParts, FileAtDesk, FilesAtDesk } from "../../parts.ts";
import { titleIn, withPoll } from "./found.ts";

/** The files of a poll for the desk, also while its results are hidden from readers. */
type Files = DeskParts["files"];

export const filesPage =
  (files: Files): DeskHandler =>
  (c) =>
    withPoll(c, async (view) => {
      const language = c.get("language");
      const found = await files.list(view, { env: c.env, language, site: siteOf(c) });
      const title = words(language, "reader")["export.h"];
      return showDesk(c, { title, path: `/desk/polls/${view.definition.id}/files` }, filesView(c, view, found));
    });

/** One of them. Who took it, and when, is in the record before it is sent. */
export const exportedFile =
  (files: Files): DeskHandler =>
  (c) =>
    withPoll(c, async (view) => {
      const name = c.req.param("file") ?? "";
      const language = languageAmong(view.definition.languages, c.req.query("lang"));
      const found = await files.one(view, name, { env: c.env, language, site: siteOf(c) });
      if (!found) return refusePage(c, 404, "not-found");
      await recordAct(c, { act: "poll-exported", poll: view.definition.id, after: { file: name, size: found.size } });
      return answer(c, found.file);
    });

/** `found`: nothing while no seal is published. */
function filesView(c: DeskContext, { definition, phase }: PollView, found: FilesAtDesk | undefined): Html {
  const language = c.get("language");
  const strings = words(language, "reader");
  const poll = `/desk/polls/${definition.id}` as const;
  const heading = html`<p class="kick"><a href="${deskPath(language, poll)}">${titleIn(definition.title, language, words(language, "desk"))}</a></p>
<h1>${strings["export.h"]}</h1>`;
  if (!found) return html`${heading}<p>${strings["export.none"]}</p>`;
  const { sealed, files } = found;
  const { longDate, time, integer } = formatterOf(language);
  const at = { date: longDate(sealed.asOf), time: time(sealed.asOf) };
  return html`${heading}
${showsCounts(definition.rules.results, phase, "anyone") ? "" : warning(strings["export.desk"])}
<p>${filled(strings["export.lead"], at)}</p>
<p class="hint">${strings["export.seal"]} <bdi>${integer(sealed.seal)}</bdi> · ${strings["export.size"]} <bdi>${integer(sealed.size)}</bdi> · ${strings["export.root"]} <code dir="ltr">${sealed.root}</code></p>
<ul class="list">
${files.map((file) => item(c, poll, file))}</ul>
<p class="hint">${strings["export.series.note"]}</p>`;
}

function item(c: DeskContext, poll: `/desk${string}`, { name, sha256, seals }: FileAtDesk): Html {
  const language = c.get("language");
  const strings = words(language, "reader");
  const told =
    sha256 === undefined
      ? filled(strings["export.seals"], { n: formatterOf(language).integer(seals ?? 0) })
      : html`SHA-256 <code dir="ltr">${sha256}</code>`;
  return html`<li><a href="${deskPath(language, `${poll}/files/${name}`)}?lang=${language}"><bdi>${name}</bdi></a><br>
${strings[`export.for.${name}`]}
<p class="hint">${told}</p></li>
`;
}

/** A poll's definition as a file, to keep or to import elsewhere: of a draft what it would be, of a poll what is shown. */
export const definitionFile: DeskHandler = async (c) => {
  const id = c.req.param("poll") ?? "";
  c.header("Content-Disposition", `attachment; filename="${/^[a-z0-9-]+$/.test(id) ? id : "poll"}.json"`);
  c.header("Cache-Control", "no-store");
  const saved = await registryOf(c).readDraft(id);
  if (saved) {
    await recordAct(c, { act: "poll-exported", poll: id, after: { file: "definition.json" } });
    return c.body(pretty({ ...complete(parseDraft(saved.json)), id }), 200, JSON_TYPE);
  }
  return withPoll(c, async ({ definition }) => {
    await recordAct(c, { act: "poll-exported", poll: id, after: { file: "definition.json" } });
    return c.body(pretty(definition), 200, JSON_TYPE);
  });
};

const JSON_TYPE = { "Content-Type": "application/json; charset=utf-8" };
const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
