import { html } from "hono/html";
import type { Language } from "../../../domain/language.ts";
import { formatterOf } from "../../../i18n/format.ts";
import type { Html } from "../../../web/kit/html.ts";

/** A moment as the newsroom reads it, in Casablanca, and beside it in UTC, which does not move in Ramadan. */
export function moment(at: number, language: Language): Html {
  const format = formatterOf(language);
  const utc = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  return html`<time datetime="${new Date(at).toISOString()}">${format.longDate(at)} <bdi>${format.time(at)}</bdi> <span class="minor"><bdi dir="ltr">${utc} UTC</bdi></span></time>`;
}
