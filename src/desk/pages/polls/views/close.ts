import { html } from "hono/html";
import { LIMITS } from "../../../../domain/numbers.ts";
import { ballotsIn } from "../../../../domain/tally.ts";
import type { PollView } from "../../../../engine/index.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { words } from "../../../../i18n/index.ts";
import type { Html } from "../../../../web/kit/html.ts";
import type { DeskContext } from "../../../context.ts";
import { problemBox } from "../../../kit.ts";
import { titleIn } from "../desk-poll.ts";
import { confirmView, sureBox } from "./confirm.ts";

export function closeView(
  c: DeskContext,
  { definition, tally }: PollView,
  { reason, problem }: { reason?: string; problem?: "sure" | "reason" },
): Html {
  const language = c.get("language");
  const strings = words(language, "desk");
  const title = titleIn(definition.title, language, strings);
  const message = problem === "sure" ? strings["not.sure"] : words(language, "api")["fault.required"];
  return confirmView(c, { id: definition.id, title: definition.title, back: `/desk/polls/${definition.id}` }, "close", {
    before: problem ? problemBox(language, message, problem) : "",
    lead: html`${strings["close.lead"]} <bdi>${formatterOf(language).votes(ballotsIn(tally.counts))}</bdi>.`,
    form: html`<p><label for="reason">${strings["close.reason"]}</label></p>
<p><input name="reason" id="reason" maxlength="${LIMITS.textLength}" value="${reason ?? strings["close.default"]}"${problem === "reason" ? html` aria-invalid="true"` : ""}></p>
${sureBox(c, strings["close.sure"], title, problem === "sure")}
<p><button class="danger">${strings["close.button"]}</button></p>`,
  });
}
