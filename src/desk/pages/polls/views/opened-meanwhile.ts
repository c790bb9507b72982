import { html } from "hono/html";
import type { Draft } from "../../../../domain/draft.ts";
import { words } from "../../../../i18n/index.ts";
import type { Html } from "../../../../web/kit/html.ts";
import { type DeskContext, deskPath } from "../../../context.ts";
import { problemBox } from "../../../kit.ts";

/** A draft that is none any more, with what was typed for it. */
export function openedMeanwhile(c: DeskContext, id: string, mine: Draft): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`${problemBox(language, strings["taken.open"])}
<h1>${strings["edit.h"]}</h1>
<p><a href="${deskPath(language, `/desk/polls/${id}`)}">${strings["act.back"]}</a></p>
<p><label for="mine">JSON</label></p>
<p><textarea id="mine" class="code" dir="ltr" rows="16" readonly>${JSON.stringify(mine, null, 2)}</textarea></p>`;
}
