import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { signInAsOwner } from "./desk.ts";
import { serveHost } from "./host-page.ts";
import type { Poll } from "./poll.ts";
import { expect, test } from "./sawt.ts";

/** Votes cast one after the other in an article with the poll's frame, on the site of this name. */
async function votesInArticle(
  browser: Browser,
  {
    site,
    sawt,
    poll,
    votes,
    javaScriptEnabled,
  }: { site: string; sawt: string; poll: Poll; votes: number; javaScriptEnabled: boolean },
): Promise<void> {
  const host = await serveHost({
    "/2026/article": { body: `<iframe src="${sawt}/e/${poll.id}?lang=en" height="640"></iframe>` },
  });
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  // Without TLS a browser keeps no mark of another site, so that each visit is another reader's.
  for (let i = 0; i < votes; i++) {
    // Every name under `localhost` is this machine: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
    await page.goto(`${host.url.replace("127.0.0.1", site)}/2026/article`);
    const frame = page.frameLocator("iframe");
    await frame.getByRole("radio").first().check();
    await frame.getByRole("button").click();
    await expect(frame.locator("#thanks")).toBeVisible();
  }
  await context.close();
  await host.stop();
}

const channels = (page: Page) => page.locator("section", { has: page.locator("#channels-h") });

test("an editor sees which article brings readers: it shows by itself, and without a script", async ({
  browser,
  sawt,
  page,
  anotherReader,
}) => {
  test.setTimeout(120_000);
  const poll = await sawt.open();
  await signInAsOwner(page, sawt.url, "Amina");
  await page.goto(`/en/desk/polls/${poll.id}`);
  await page.locator("h1").click();
  await expect(channels(page)).toContainText("Fewer than 10 votes were counted");

  await poll.cast({ hour: 26 });
  const ofAll = { sawt: sawt.url, poll };
  await votesInArticle(browser, { ...ofAll, site: "lakome.localhost", votes: 11, javaScriptEnabled: true });
  await votesInArticle(browser, { ...ofAll, site: "le360.localhost", votes: 3, javaScriptEnabled: false });
  const rows = channels(page).locator("tbody tr");
  await expect(rows).toHaveText(
    [/^The vote page and other frames, together\s*20$/, /^Frame on lakome\.localhost\s*10$/],
    {
      timeout: 15_000,
    },
  );
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const plain = await (await anotherReader({ javaScriptEnabled: false })).newPage();
  await signInAsOwner(plain, sawt.url, "Brahim", "/fr");
  await plain.goto(`/fr/desk/polls/${poll.id}`);
  await expect(channels(plain).locator("tbody tr").nth(1)).toHaveText(/^Cadre sur lakome\.localhost\s*10$/);
  await expect(channels(plain)).not.toContainText("le360");
});
