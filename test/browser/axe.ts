import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Language } from "../../src/domain/language.ts";
import { isLong } from "../long.ts";

/** Listed one by one: with `wcag22aa` left out, the size of targets would not be looked at. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What can be wrong in one language and right in another. */
const OF_A_LANGUAGE = [
  "html-has-lang",
  "html-lang-valid",
  "valid-lang",
  "document-title",
  "button-name",
  "link-name",
  "label",
  "image-alt",
  "heading-order",
  "duplicate-id-aria",
  "target-size",
];

/** What hangs on colours, which are other ones in the dark. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds wrong with the page as it stands in a language, light and dark. All rules look at Arabic in the light;
 * in the dark those of colours do, and at the other languages those of words. In the long tests all rules look at each.
 */
export async function faultsFoundByAxe(page: Page, language: Language): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = rulesFor(language, colorScheme);
    if (rules === "none") continue;
    // One call in the page: the other way opens another page for each look.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (rules === "all" ? axe.withTags(TAGS) : axe.withRules(rules)).analyze();
    for (const { id, nodes } of violations)
      for (const { html } of nodes) found.push(`${language}, ${colorScheme}: ${id}: ${html}`);
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

function rulesFor(language: Language, colorScheme: "light" | "dark"): "all" | "none" | string[] {
  if (isLong) return "all";
  if (language === "ar") return colorScheme === "light" ? "all" : OF_COLOURS;
  return colorScheme === "light" ? OF_A_LANGUAGE : "none";
}
