import { html } from "hono/html";
import { mainQuestion, type PollDefinition } from "../../domain/definition.ts";
import type { PublicTally } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { standing } from "../../domain/tally.ts";
import { formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import { picturePath } from "../pictures/addresses.ts";
import type { Html } from "./html.ts";

/** What networks and messengers show of a page whose address is passed on. Plain text. */
export interface SocialCard {
  title: string;
  description: string;
  /** Path of a picture of 1200 × 630 pixels, and what is on it. */
  image: string;
  alt: string;
}

const LOCALES: Record<Language, string> = { ar: "ar_MA", fr: "fr_FR", en: "en_US" };

/** Open Graph (ogp.me), and the one name that X wants of its own. Addresses are whole: programs resolve none here. */
export const socialMeta = (language: Language, site: string, path: string, card: SocialCard): Html =>
  html`<meta property="og:type" content="website">
<meta property="og:title" content="${card.title}">
<meta property="og:description" content="${card.description}">
<meta property="og:url" content="${site}${path}">
<meta property="og:locale" content="${LOCALES[language]}">
<meta property="og:image" content="${site}${card.image}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="${card.alt}">
<meta name="twitter:card" content="summary_large_image">`;

/** The question, which never grows old, and that the vote is no science. */
export function questionCard(definition: PollDefinition, language: Language): SocialCard {
  const strings = words(language, "reader");
  const question = inLanguage(mainQuestion(definition).text, language);
  return {
    title: inLanguage(definition.title, language),
    description: strings["notsci.short"],
    image: picturePath(definition.id, "card.png", { language }),
    alt: `${strings.kicker}. ${question}`,
  };
}

/**
 * The result, with a picture of its own for each seal, as messengers keep a picture for ever by its address. While it is
 * hidden the question stands in, and not even the total moves (invariant 7).
 */
export function resultsCard(definition: PollDefinition, tally: PublicTally, language: Language): SocialCard {
  const question = questionCard(definition, language);
  const counts = tally.questions[mainQuestion(definition).id];
  if (!counts?.options) return question;
  const strings = words(language, "reader");
  const state = tally.phase === "closed" ? strings["results.final"] : strings["results.live"];
  const total = fillPlain(strings.total, { total: formatterOf(language).votes(standing(counts)) });
  return {
    title: `${state} – ${question.title}`,
    description: `${strings["notsci.short"]}. ${total}`,
    image: picturePath(definition.id, "card.png", { language, result: true, version: tally.sealed.size }),
    alt: `${state}. ${inLanguage(mainQuestion(definition).text, language)}`,
  };
}
