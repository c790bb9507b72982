import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { LANGUAGES } from "../../src/domain/language.ts";
import { pageOf, statesIn } from "../kit/states.ts";

for (const language of LANGUAGES)
  test(`every component in every state fits a phone, and axe finds nothing wrong with it: ${language}`, async ({
    page,
  }) => {
    test.slow();
    await page.setViewportSize({ width: 320, height: 640 });
    const found: string[] = [];
    for (const shown of statesIn(language)) {
      const name = `${shown.component}: ${shown.state}`;
      await page.setContent(pageOf(language, shown));
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (excess !== 0) found.push(`${name} sticks out by ${excess} px`);
      // What axe finds of a component hangs on its language only in what the layout shows already.
      if (language !== "ar") continue;
      const { violations } = await new AxeBuilder({ page }).analyze();
      found.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${name}: ${id}: ${node.html}`)));
    }
    expect(found).toEqual([]);
  });
