import { html } from "hono/html";
import { mainQuestion } from "../../../domain/find-question.ts";
import { inLanguage } from "../../../domain/language.ts";
import { LANGUAGE_NAMES, words } from "../../../i18n/index.ts";
import { frameHeight } from "../../frame/height.ts";
import { frameAddress, THEMES, VIEWS } from "../../frame/options.ts";
import { pollPath } from "../../http/addresses.ts";
import { filled } from "../../kit/html.ts";
import { NARROWEST_PX, WIDEST_PX } from "../preview.ts";
import type { EmbedPage, EmbedSection } from "./embed-section.ts";

/** The frame as an article would show it. Language, theme and view are chosen by a form; the width moves at once with a script. */
export function previewSection({ language, definition, preview }: EmbedPage): EmbedSection {
  const strings = words(language, "reader");
  const { width, theme, view } = preview;
  const chosen = (is: boolean) => (is ? html` selected` : "");
  const title = inLanguage(mainQuestion(definition).text, preview.language);
  const address = frameAddress(definition.id, { language: preview.language, theme, view, back: false });
  return {
    id: "preview",
    heading: strings["embed.preview.h"],
    body: html`<form class="preview" method="get" action="${pollPath(language, definition.id, "embed")}#preview">
<p><label for="width">${strings["embed.width"]}</label>
<input type="range" id="width" name="width" min="${NARROWEST_PX}" max="${WIDEST_PX}" step="10" value="${width}">
<span id="width-is">${filled(strings["embed.pixels"], { n: String(width) })}</span></p>
<p><label for="lang">${strings["embed.language"]}</label>
<select id="lang" name="lang">${definition.languages.map((each) => html`<option value="${each}" lang="${each}"${chosen(each === preview.language)}>${LANGUAGE_NAMES[each]}</option>`)}</select></p>
<p><label for="theme">${strings["embed.theme"]}</label>
<select id="theme" name="theme">${THEMES.map((each) => html`<option value="${each}"${chosen(each === theme)}>${strings[`embed.theme.${each}`]}</option>`)}</select></p>
<p><label for="view">${strings["embed.view"]}</label>
<select id="view" name="view">${VIEWS.map((each) => html`<option value="${each}"${chosen(each === view)}>${strings[`embed.view.${each}`]}</option>`)}</select></p>
<p class="act"><button class="btn">${strings["embed.show"]}</button></p>
</form>
<div class="stage" tabindex="0" role="region" aria-label="${title}" lang="${preview.language}"><iframe src="${address}" title="${title}" width="${width}" height="${frameHeight(definition, preview.language, width)}"></iframe></div>`,
  };
}
