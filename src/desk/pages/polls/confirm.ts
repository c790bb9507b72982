/** A page that asks once more before something that cannot be taken back. */
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Text } from "../../../domain/language.ts";
import { words } from "../../../i18n/index.ts";
import { filled, type Html } from "../../../web/kit/html.ts";
import { type DeskContext, deskPath } from "../../context.ts";
import { showDesk } from "../../page.ts";
import { formToken } from "../../session.ts";
import { titleIn } from "./found.ts";

type Confirm = "open" | "close" | "correct" | "void" | "delete";

/** A page that asks once more before something that cannot be taken back. It repeats which poll is meant. */
export const showConfirm = (
  c: DeskContext,
  { definition: { id } }: { definition: { id: string } },
  what: Confirm,
  body: Html,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> =>
  showDesk(c, { title: words(c.get("language"), "desk")[`${what}.h`], path: `/desk/polls/${id}/${what}` }, body, {
    status,
  });

/** Which poll, what will happen, and the form that does it. */
export function confirmView(
  c: DeskContext,
  poll: { id: string; title: Text; back: `/desk${string}` },
  what: Confirm,
  { lead, form, before = "" }: { lead: string | Html; form: Html; before?: Html | "" },
): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  return html`${before}
<p class="kick"><a href="${deskPath(language, poll.back)}">${titleIn(poll.title, language, strings)}</a></p>
<h1>${strings[`${what}.h`]}</h1>
<p class="lead"><b>${titleIn(poll.title, language, strings)}</b> <code dir="ltr">${poll.id}</code></p>
<p>${lead}</p>
<form method="post" action="${deskPath(language, `/desk/polls/${poll.id}/${what}`)}">${formToken(c)}
${form}
</form>
<p><a href="${deskPath(language, poll.back)}">${strings["act.back"]}</a></p>`;
}

/** The box that must be ticked: a second confirmation of what is for good. */
export function sureBox(c: DeskContext, template: string, title: string, isMissing: boolean): Html {
  const strings = words(c.get("language"), "desk");
  return html`${isMissing ? html`<p class="fe" id="sure-err">${strings["not.sure"]}</p>` : ""}
<p><label class="check"><input type="checkbox" name="sure" id="sure" value="yes"${isMissing ? html` aria-invalid="true" aria-describedby="sure-err"` : ""}> <span>${filled(template, { title })}</span></label></p>`;
}
