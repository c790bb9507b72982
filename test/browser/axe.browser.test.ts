import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./sawt.ts";
import { languagesOf, STATES } from "./states.ts";

/** Listed one by one: with `wcag22aa` left out, the size of targets would not be looked at. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

for (const [name, state] of Object.entries(STATES))
  test(`axe finds nothing wrong, in any language, light or dark: ${name}`, async ({ page, sawt }) => {
    test.slow();
    await page.setViewportSize({ width: 390, height: 844 });
    const show = await state.prepare(sawt, page);
    for (const language of languagesOf(state)) {
      await show(language);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
        const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
        expect(found, `${language}, ${colorScheme}`).toEqual([]);
      }
    }
  });
