import { expect, test } from "@playwright/test";
import { LANGUAGES } from "../../src/domain/language.ts";
import { pageOf, statesIn } from "../kit/states.ts";
import { faultsFoundByAxe } from "./axe.ts";

for (const language of LANGUAGES)
  test(`every component in every state fits a phone, and axe finds nothing wrong with it: ${language}`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width: 320, height: 640 });
    const found: string[] = [];
    for (const shown of statesIn(language)) {
      const name = `${shown.component}: ${shown.state}`;
      await page.setContent(pageOf(language, shown));
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (excess !== 0) found.push(`${name} sticks out by ${excess} px`);
      found.push(...(await faultsFoundByAxe(page, language)).map((fault) => `${name}, ${fault}`));
    }
    expect(found).toEqual([]);
  });
