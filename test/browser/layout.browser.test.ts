import type { Page } from "@playwright/test";
import { faultsFoundByAxe } from "./axe.ts";
import { expect, test } from "./sawt.ts";
import { languagesOf, STATES } from "./states.ts";

/** Pixels by which anything sticks out at either side of the window. */
const excess = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Through the CSSOM: the pages' policy takes no other style element. */
const addStyle = (page: Page, css: string): Promise<void> =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);

/** WCAG 2.2, success criterion 1.4.12. */
const TEXT_SPACING =
  "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }";

for (const [name, state] of Object.entries(STATES))
  test(`fits the narrowest phone, wider spacing and larger text, and axe finds nothing wrong: ${name}`, async ({
    page,
    sawt,
  }) => {
    test.slow();
    await page.setViewportSize({ width: 320, height: 640 });
    const show = await state.prepare(sawt, page);
    for (const language of languagesOf(state)) {
      await show(language);
      expect(await faultsFoundByAxe(page, language)).toEqual([]);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      expect(await excess(page), `${language}, 320 px`).toBe(0);
      await addStyle(page, TEXT_SPACING);
      expect(await excess(page), `${language}, text spacing`).toBe(0);
      await addStyle(page, ":root { font-size: 200% }");
      for (const width of [640, 360]) {
        await page.setViewportSize({ width, height: 640 });
        expect.soft(await excess(page), `${language}, text at 200 %, ${width} px`).toBe(0);
      }
      await page.setViewportSize({ width: 320, height: 640 });
    }
  });

test("at a zoom of 400 % on a small desktop a reader can vote", async ({ anotherReader, sawt }) => {
  const poll = await sawt.open();
  // 1280 × 1024 device pixels.
  const page = await (await anotherReader({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 })).newPage();
  await page.goto(poll.path());
  await page.getByRole("radio").nth(3).check();
  await page.getByRole("button", { name: "تأكيد التصويت" }).click();
  await expect(page.locator("#thanks")).toBeInViewport();
  expect(await excess(page)).toBe(0);
});

for (const [language, edge] of [
  ["ar", "right"],
  ["fr", "left"],
  ["en", "left"],
] as const)
  test(`bars grow from the ${edge} edge, where reading begins (${language})`, async ({ page, sawt }) => {
    const poll = await sawt.open();
    await poll.cast({ leave: 30, hour: 10 });
    await page.goto(poll.path(language, "results"));
    const edgesOf = (option: string, part: string) =>
      page.locator(`[data-option="${option}"] ${part}`).evaluate((each) => {
        const { left, right, width } = each.getBoundingClientRect();
        return { left: Math.round(left), right: Math.round(right), width: Math.round(width) };
      });
    for (const [option, share] of [
      ["leave", 0.75],
      ["hour", 0.25],
    ] as const) {
      const [bar, track] = [await edgesOf(option, "rect"), await edgesOf(option, "svg")];
      expect(bar[edge]).toBe(track[edge]);
      expect(Math.abs(bar.width - share * track.width)).toBeLessThanOrEqual(1);
    }
    const other = edge === "left" ? "right" : "left";
    expect((await edgesOf("hour", "rect"))[other]).not.toBe((await edgesOf("hour", "svg"))[other]);
  });

test("on a common phone the button is on the first screen", async ({ page, sawt }) => {
  await sawt.open();
  for (const path of ["/", "/fr", "/en"]) {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(path);
    const box = await page.getByRole("button").boundingBox();
    expect((box?.y ?? Number.NaN) + (box?.height ?? Number.NaN), path).toBeLessThanOrEqual(740);
  }
});

test("in forced colours bars and choices are still told apart", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 30, hour: 10 });
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(poll.path("en"));
  const radio = page.getByRole("radio", { name: "I would use it at least an hour" });
  const dot = () => radio.evaluate((each) => getComputedStyle(each, "::before").transform);
  const unchecked = await dot();
  await radio.check();
  expect(await dot()).not.toBe(unchecked);
  await expect(page.locator(".opt:has(:checked)")).toHaveCSS("outline-style", "solid");
  await page.getByRole("button").click();
  await page.locator("#thanks").waitFor();

  const colours = await page.locator('[data-question="pledge"]').evaluate((place) => {
    const fill = (selector: string) => {
      const found = place.querySelector(selector);
      return found ? getComputedStyle(found).fill : "";
    };
    const track = place.querySelector(".n svg");
    return {
      own: fill(".mine rect"),
      other: fill("tr:not(.mine) rect"),
      track: track ? getComputedStyle(track).backgroundColor : "",
    };
  });
  expect(new Set(Object.values(colours)).size).toBe(3);
});

test("a bar moves at once for readers who want less motion", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en", "results"));
  const bar = page.locator("rect").first();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect(bar).toHaveCSS("transition-duration", "0s");
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await expect(bar).toHaveCSS("transition-duration", "0.4s");
});

test("on paper stand the results and no controls", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 30, hour: 10 });
  await page.goto(poll.path("fr"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Valider mon vote" }).click();
  await page.locator("#thanks").waitFor();
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("button:visible, input:visible, .langs:visible, .skip:visible")).toHaveCount(0);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.getByRole("table")).toBeVisible();
  await expect(page.locator('[data-option="hour"] rect')).toBeVisible();
});

test("paper is white and its ink dark, also where the screen is dark", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 30, hour: 10 });
  await page.goto(poll.path("fr", "results"));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await expect(page.locator("body")).toHaveCSS("color", "rgb(0, 0, 0)");
  const dark = /^rgb\((\d{1,2}, ){2}\d{1,2}\)$/;
  await expect(page.locator("rect").first()).toHaveCSS("fill", dark);
  await expect(page.locator(".res caption")).toHaveCSS("color", dark);
  await expect(page.locator(".mast")).toHaveCSS("border-block-end-color", dark);
  await expect(page.locator(".onward:visible, .foot:visible"), "links that lead nowhere on paper").toHaveCount(0);
  const width = (selector: string) => page.locator(selector).evaluate((each) => each.getBoundingClientRect().width);
  expect(await width("main"), "no column stands empty").toBe(await width(".cols"));
});

test("on a phone all that is to be copied is seen, from where it begins to be read", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 30, hour: 10 });
  await page.setViewportSize({ width: 360, height: 740 });
  for (const language of ["ar", "fr", "en"] as const) {
    await page.goto(`${poll.path(language)}/embed`);
    const cut = await page
      .locator("textarea")
      .evaluateAll((fields) => fields.filter((each) => each.scrollHeight > each.clientHeight).map(({ id }) => id));
    expect(cut, language).toEqual([]);
  }
  await page.goto(poll.path("ar", "verify"));
  const toCopy = await page.locator("p > code:only-child").all();
  expect(toCopy.length).toBeGreaterThan(0);
  for (const code of toCopy) {
    await expect(code).toHaveCSS("direction", "ltr");
    await expect(code).toHaveCSS("text-align", "start");
    await expect(code).toHaveCSS("display", "block");
  }
});
