import { html, raw } from "hono/html";
import type { PollDefinition } from "../../../domain/definition.ts";
import { ID_PATTERN } from "../../../domain/id.ts";
import { LANGUAGES, type Language } from "../../../domain/language.ts";
import { definitionToShow } from "../../../domain/sample.ts";
import { readPoll } from "../../../engine/index.ts";
import { parseDraft } from "../../../engine/registry/drafts.ts";
import { words } from "../../../i18n/index.ts";
import { contentSecurityPolicy } from "../../../web/http/headers.ts";
import type { Html } from "../../../web/kit/html.ts";
import { resultPicture } from "../../../web/pictures/model.ts";
import { renderCard } from "../../../web/pictures/paint.ts";
import { PREVIEW_STATES, preview, sampleSnapshot } from "../../../web/preview.ts";
import { registryOf } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { refusePage, showDesk } from "../../page.ts";
import { previewIndex } from "./views/preview.ts";

/** The way to every state of every page in every language. */
export const previewPage: DeskHandler = async (c) => {
  const found = await definitionOf(c);
  if (found === "none") return refusePage(c, 404, "not-found");
  const id = c.req.param("poll") ?? "";
  const strings = words(c.get("language"), "desk");
  return showDesk(c, { title: strings["preview.h"], path: `/desk/polls/${id}/preview` }, previewIndex(c, id, found), {
    status: found === "wrong" ? 422 : 200,
  });
};

/**
 * One state of one page, by the readers' own views, with made-up counts. Nothing of it can act: its scripts are taken out,
 * its links lead nowhere, and its policy lets no form be sent.
 */
export const previewState: DeskHandler = async (c) => {
  const found = await definitionOf(c);
  const state = PREVIEW_STATES.find((each) => each === c.req.param("state"));
  const shown = LANGUAGES.find((each) => each === c.req.param("shown"));
  if (found === "none" || found === "wrong" || !state || !shown || !found.languages.includes(shown))
    return refusePage(c, 404, "not-found");
  if (state === "card") {
    const picture = resultPicture(sampleSnapshot(found), shown, new URL(c.req.url).host);
    c.header("Cache-Control", "no-store");
    return c.body(await renderCard(picture), 200, { "Content-Type": "image/png" });
  }
  const { origin, host } = new URL(c.req.url);
  const page = await preview(found, state, { env: c.env, site: origin, language: shown });
  const policy = contentSecurityPolicy({ styles: page.style, scripts: [] }, host);
  c.header("Content-Security-Policy", policy.replace("form-action 'self'", "form-action 'none'"));
  c.header("Cache-Control", "no-store");
  c.header("X-Robots-Tag", "noindex");
  return c.html(harmless(String(await page.body), banner(c, found.id)));
};

/** Draft or poll; a draft whose written fields are wrong cannot be shown. */
async function definitionOf(c: DeskContext): Promise<PollDefinition | "none" | "wrong"> {
  const id = c.req.param("poll") ?? "";
  if (!ID_PATTERN.test(id)) return "none";
  const saved = await registryOf(c).readDraft(id);
  if (saved) return definitionToShow({ ...parseDraft(saved.json), id }) ?? "wrong";
  return (await readPoll(c.env, id))?.definition ?? "none";
}

const banner = (c: DeskContext, id: string): Html => {
  const language: Language = c.get("language");
  const strings = words(language, "desk");
  return html`<p class="err" lang="${language}"><b>${strings["preview.banner"]}</b> · <a href="${deskPath(language, `/desk/polls/${id}/preview`)}">${strings["preview.other"]}</a></p>`;
};

/** A page without what acts, and with a banner that says what it is. */
const harmless = (page: string, banner: Html): Html =>
  html`${raw(
    page
      .replace(/<script\b[\s\S]*?<\/script>|<link rel="canonical"[^>]*>/g, "")
      .replace(/(<a\b[^>]*?)\shref="(?!#)[^"]*"/g, "$1")
      .replace(/(<form\b[^>]*?)\saction="[^"]*"/g, "$1")
      .replace(/<body[^>]*>/, (body) => `${body}${banner}`),
  )}`;
