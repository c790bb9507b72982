import { html } from "hono/html";
import type { Language } from "../../../domain/language.ts";
import { words } from "../../../i18n/index.ts";
import type { Html } from "../../kit/html.ts";
import { frozenPicturePath, type PictureAsked, type PictureFile } from "../../pictures/addresses.ts";

/** Links to the pictures and the table of one seal. */
export function frozenFiles(language: Language, poll: string, size: number): Html {
  const strings = words(language, "reader");
  const path = (file: PictureFile, asked: Partial<PictureAsked> = {}) =>
    frozenPicturePath(poll, size, file, { language, ...asked });
  const listed: [href: string, name: string][] = [
    [path("chart.png"), strings["dl.png"]],
    [path("chart.svg"), strings["pic.file.svg"]],
    [path("chart.svg", { outlined: true }), strings["pic.file.print"]],
    [path("chart.png", { kind: "time" }), strings["pic.file.time"]],
    [path("card.png"), strings["pic.file.card"]],
    [`/p/${poll}/at/${size}/results.csv`, strings["dl.csv"]],
  ];
  return html`<ul class="onward">${listed.map(([href, name]) => html`<li><a href="${href}">${name}</a></li>`)}</ul>`;
}
