import { html } from "hono/html";
import type { PollDefinition } from "../../../../domain/definition.ts";
import { LANGUAGE_NAMES, words } from "../../../../i18n/index.ts";
import type { Html } from "../../../../web/kit/html.ts";
import { PREVIEW_STATES } from "../../../../web/preview.ts";
import { type DeskContext, deskPath } from "../../../context.ts";
import { problemBox } from "../../../kit.ts";
import { titleIn } from "../desk-poll.ts";

/** A table of states by language; each opens the page as readers would see it. */
export function previewIndex(c: DeskContext, id: string, definition: PollDefinition | "wrong"): Html {
  const language = c.get("language");
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
