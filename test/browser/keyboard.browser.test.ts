import type { Page } from "@playwright/test";
import { expect, test } from "./sawt.ts";

/** What has the focus: its name, and whether a reader sees that it has it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    if (!active || active === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(active);
    const { top, bottom, left, right } = active.getBoundingClientRect();
    return {
      name: active.id || (active.textContent ?? "").trim(),
      hasRing: outlineStyle === "solid" && Number.parseFloat(outlineWidth) >= 3,
      isInView: top < innerHeight && bottom > 0 && left < innerWidth && right > 0,
    };
  });

/** Everything that Tab reaches from the top, in order. */
async function tabStops(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (!stop || (names.length > 0 && stop.name === names[0])) return names;
    expect(stop, `the focus on ${stop.name} is seen`).toMatchObject({ hasRing: true, isInView: true });
    names.push(stop.name);
  }
}

test("a vote with the keyboard alone", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("ar"));
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "الانتقال إلى المحتوى" })).toBeFocused();
  await expect(page.getByRole("link", { name: "الانتقال إلى المحتوى" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const radios = page.getByRole("radio");
  await expect(radios.nth(0)).toBeFocused();
  await expect(radios.nth(0)).not.toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(radios.nth(1)).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(radios.nth(4), "arrows go round").toBeChecked();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "تأكيد التصويت" })).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page.locator("#thanks")).toBeFocused();
  expect(await focused(page)).toMatchObject({ hasRing: true, isInView: true });
  expect(await poll.counts()).toEqual({ nonuser: 1 });
});

test("Space chooses the answer that has the focus, and Enter on it sends the form", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("radio").first()).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.locator("#thanks")).toBeFocused();
  const boxes = page.getByRole("checkbox");
  await boxes.nth(1).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(boxes.nth(1)).toBeChecked();
  await expect(boxes.nth(2)).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(page.locator("#thanks")).toHaveText("Thank you. Your answer is recorded.");
  expect(await poll.counts("concern")).toEqual({ image: 1, ethics: 1 });
});

test("Tab goes through the vote page in the order of reading, and the focus is always seen", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  expect(await tabStops(page)).toEqual([
    "Skip to the content",
    "العربية",
    "Français",
    "pledge-1",
    "Cast vote",
    "See results without voting",
    "Personal data",
    "Methodology",
    "Personal data",
  ]);
});

test("Tab goes through the results in the order of reading, and the focus is always seen", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en", "results"));
  await page.getByRole("button", { name: "Pause updates" }).waitFor();
  expect(await tabStops(page)).toEqual([
    "Skip to the content",
    "العربية",
    "Français",
    "Votes refused: 0 · largest network: fewer than 30 · allowances forgotten: 0",
    "refresh",
    "pause",
    "Back to the vote",
    "Check it yourself",
    "Share",
    "Embed and download",
    "Methodology",
    "Personal data",
  ]);
});

test("who hears the page hears the question as the name of its answers", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("fr"));
  await expect(page.locator("form")).toMatchAriaSnapshot(`
    - group "Quitteriez-vous Facebook, ou l’utiliseriez-vous au moins une heure de moins par jour ?":
      - heading "Quitteriez-vous Facebook, ou l’utiliseriez-vous au moins une heure de moins par jour ?" [level=1]
      - paragraph
      - radio "Je quitterais Facebook définitivement"
      - radio "Je l’utiliserais au moins une heure de moins par jour"
      - radio "Je réduirais de moins d’une heure par jour"
      - radio "Je ne changerais rien"
      - radio "Je n’utilise pas Facebook"
    - paragraph:
      - button "Valider mon vote"
  `);
  await expect(page.locator("form").getByRole("group")).toHaveAccessibleDescription("Une seule réponse.");
});

test("who hears the results hears a table with a caption, headers, and figures without pictures", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 30, hour: 10 });
  await page.goto(poll.path("en", "results"));
  const table = page.getByRole("table");
  await expect(table).toHaveAccessibleName(/^Provisional results\. Updated at \d\d:\d\d$/);
  await expect(table.getByRole("columnheader")).toHaveText(["Answer", "Share", "Votes"]);
  await expect(table.getByRole("rowheader")).toHaveCount(5);
  const row = table.getByRole("row", { name: "I would leave Facebook for good" });
  await expect(row.getByRole("cell")).toHaveText(["75%", "30 votes"]);
  await expect(table.getByRole("img")).toHaveCount(0);
});
