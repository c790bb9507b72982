import { html } from "hono/html";
import type { PollDefinition } from "../../../domain/definition.ts";
import { ID_PATTERN } from "../../../domain/id.ts";
import { LANGUAGES, type Language } from "../../../domain/language.ts";
import { definitionToShow } from "../../../domain/sample.ts";
import { parseDraft, readPoll } from "../../../engine/index.ts";
import { LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { answer } from "../../../web/http/answer.ts";
import { siteOf } from "../../../web/http/site.ts";
import { warning } from "../../../web/kit/boxes.ts";
import type { Html } from "../../../web/kit/html.ts";
import { registryOf } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { problemBox } from "../../kit.ts";
import { refusePage, showDesk } from "../../page.ts";
import { type DeskParts, PREVIEW_STATES } from "../../parts.ts";
import { titleIn } from "./found.ts";

/** What readers will see of a poll or a draft: every state of every page, by the readers' own code, with made-up figures. */
/** The way to every state of every page in every language. */
export const previewPage: DeskHandler = async (c) => {
  const found = await definitionOf(c);
  if (found === "none") return refusePage(c, 404, "not-found");
  const id = c.req.param("poll") ?? "";
  const strings = words(c.get("language"), "desk");
  return showDesk(c, { title: strings["preview.h"], path: `/desk/polls/${id}/preview` }, indexView(c, id, found), {
    status: found === "wrong" ? 422 : 200,
  });
};

/** One state, in a frame under words that say what it is. */
export const previewState: DeskHandler = async (c) => {
  const asked = await stateOf(c);
  if (!asked) return refusePage(c, 404, "not-found");
  const { definition, state, shown } = asked;
  const strings = words(c.get("language"), "desk");
  const page = `/desk/polls/${definition.id}/preview` as const;
  const path = `${page}/${state}/${shown}` as const;
  const to = (address: `/desk${string}`) => deskPath(c.get("language"), address);
  return showDesk(
    c,
    { title: strings["preview.h"], path },
    html`<h1>${strings[`preview.${state}`]} – <span lang="${shown}">${LANGUAGE_NAMES[shown]}</span></h1>
${warning(html`<b>${strings["preview.banner"]}</b> · <a href="${to(page)}">${strings["preview.other"]}</a>`)}
<iframe class="preview" src="${to(`${path}/page`)}" title="${strings[`preview.${state}`]}" sandbox></iframe>`,
    { holdsFrames: true },
  );
};

/**
 * What stands in the frame. CSP's `sandbox`: no script runs in it, no form is sent, it has no cookie and no window but its own. So
 * nothing of it can act, whoever opens it.
 */
export const previewFrame =
  (preview: DeskParts["preview"]): DeskHandler =>
  async (c) => {
    const asked = await stateOf(c);
    if (!asked) return refusePage(c, 404, "not-found");
    const { definition, state, shown } = asked;
    const it = await preview(definition, state, { env: c.env, site: siteOf(c), language: shown });
    const response = await answer(c, { ...it, caching: "own", ...(it.kind === "page" && { framedBy: [] }) });
    const policy = response.headers.get("Content-Security-Policy");
    response.headers.set("Content-Security-Policy", policy === null ? `sandbox; ${FRAMED}` : `${policy}; sandbox`);
    response.headers.set("X-Robots-Tag", "noindex");
    return response;
  };

/** Of a picture: only our own pages frame it. */
const FRAMED = "default-src 'none'; img-src 'self'; frame-ancestors 'self'";

/** The definition, state and language of the address, where there are such. */
async function stateOf(c: DeskContext) {
  const definition = await definitionOf(c);
  const state = PREVIEW_STATES.find((each) => each === c.req.param("state"));
  const shown = LANGUAGES.find((each) => each === c.req.param("shown"));
  if (definition === "none" || definition === "wrong" || !state || !shown) return undefined;
  return definition.languages.includes(shown) ? { definition, state, shown } : undefined;
}

/** Draft or poll; a draft whose written fields are wrong cannot be shown. */
async function definitionOf(c: DeskContext): Promise<PollDefinition | "none" | "wrong"> {
  const id = c.req.param("poll") ?? "";
  if (!ID_PATTERN.test(id)) return "none";
  const saved = await registryOf(c).readDraft(id);
  if (saved) return definitionToShow({ ...parseDraft(saved.json), id }) ?? "wrong";
  return (await readPoll(c.env, id))?.definition ?? "none";
}

/** A table of states by language. */
function indexView(c: DeskContext, id: string, definition: PollDefinition | "wrong"): Html {
  const language: Language = c.get("language");
  const strings = words(language, "desk");
  const page = `/desk/polls/${id}` as const;
  const back = html`<p><a href="${deskPath(language, page)}">${strings["act.back"]}</a></p>`;
  if (definition === "wrong")
    return html`${problemBox(language, strings["preview.invalid"])}<h1>${strings["preview.h"]}</h1>${back}`;
  return html`<p class="kick"><a href="${deskPath(language, page)}">${titleIn(definition.title, language, strings)}</a></p>
<h1>${strings["preview.h"]}</h1>
<p>${strings["preview.lead"]}</p>
<table class="list">
<thead><tr><th scope="col">${strings.state}</th>${definition.languages.map((each) => html`<th scope="col" lang="${each}">${LANGUAGE_NAMES[each]}</th>`)}</tr></thead>
<tbody>
${PREVIEW_STATES.map(
  (state) => html`<tr><th scope="row">${strings[`preview.${state}`]}</th>${definition.languages.map(
    (each) =>
      html`<td><a lang="${each}" href="${deskPath(language, `${page}/preview/${state}/${each}`)}" aria-label="${strings[`preview.${state}`]} – ${LANGUAGE_NAMES[each]}">${LANGUAGE_NAMES[each]}</a></td>`,
  )}</tr>
`,
)}</tbody>
</table>
${back}`;
}
