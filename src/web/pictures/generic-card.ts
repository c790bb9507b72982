import { LANGUAGES } from "../../domain/language.ts";
import { words } from "../../i18n/index.ts";
import { renderCard } from "./paint.ts";

/**
 * A Worker of its own, run while the project is prepared (`npm run cards`), which paints a card that fits every poll. It
 * stands in where `PICTURES` is "svg-only" and nothing is painted on the way of a request. `?lang`.
 */
export default {
  async fetch(request: Request): Promise<Response> {
    const asked = new URL(request.url).searchParams.get("lang");
    const language = LANGUAGES.find((each) => each === asked) ?? "ar";
    const strings = words(language, "reader");
    const picture = await renderCard({
      language,
      publisher: strings.kicker,
      notScience: strings["notsci.short"],
      question: strings["pic.generic"],
      options: [],
      notices: [],
      address: "",
    });
    return new Response(picture, { headers: { "Content-Type": "image/png" } });
  },
};
