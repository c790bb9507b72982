import type { Browser, BrowserContextOptions, FrameLocator, Page } from "@playwright/test";
import { wordPressFilter } from "../web/press/wordpress-filter.ts";
import { type Host, serveHost, WORDPRESS_SCRIPT } from "./host-page.ts";
import type { Poll } from "./poll.ts";
import { expect, test } from "./sawt.ts";

/** An article on another site, in a browser that no other test watches: two hosts are asked here. */
async function article(
  browser: Browser,
  body: string,
  { policy, at, ...options }: BrowserContextOptions & { policy?: string; at?: string } = {},
): Promise<{ page: Page; host: Host; frame: FrameLocator; end(): Promise<void> }> {
  const host = await serveHost({ "/article": { body, ...(policy !== undefined && { policy }) } }, at);
  const context = await browser.newContext({ viewport: { width: 640, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${host.url}/article`);
  return {
    page,
    host,
    frame: page.frameLocator("iframe"),
    async end() {
      await context.close();
      await host.stop();
    },
  };
}

const framed = (url: string, { id }: Poll, query = "", height = 640) =>
  `<p>Before.</p><iframe src="${url}/e/${id}?${query}" title="Vote" width="100%" height="${height}" style="border:0"></iframe><p id="after">After.</p>`;
const loader = (url: string) => `<script async src="${url}/embed.js"></script>`;

const heightOf = (page: Page) => page.locator("iframe").evaluate((each) => each.clientHeight);
const needed = (frame: FrameLocator) =>
  frame
    .locator("body")
    .evaluate((body) =>
      Math.ceil(
        [...body.querySelectorAll("main,footer")].reduce((sum, each) => sum + each.getBoundingClientRect().height, 0),
      ),
    );

for (const [lang, choice, button, confirm, thanks] of [
  ["ar", "سأغادر فايسبوك نهائيا", "تأكيد التصويت", "تأكيد التصويت", "شكرا، تم تسجيل صوتك."],
  [
    "fr",
    "Je quitterais Facebook définitivement",
    "Valider mon vote",
    "Confirmer le vote",
    "Merci, votre vote est enregistré.",
  ],
] as const)
  for (const javaScriptEnabled of [true, false])
    test(`a reader votes in an article of another site (${lang}, script ${javaScriptEnabled ? "on" : "off"}), and it counts once`, async ({
      browser,
      sawt,
    }) => {
      const poll = await sawt.open();
      const { page, host, frame, end } = await article(browser, framed(sawt.url, poll, `lang=${lang}`), {
        javaScriptEnabled,
      });
      await frame.getByRole("radio", { name: choice }).check();
      await frame.getByRole("button", { name: button }).click();
      if (!javaScriptEnabled) await frame.getByRole("button", { name: confirm }).click();
      await expect(frame.locator("#thanks")).toContainText(thanks);
      await expect(frame.getByRole("table")).toBeVisible();
      expect(page.url()).toBe(`${host.url}/article`);
      expect(await poll.counts()).toEqual({ leave: 1 });
      await end();
    });

test("a form without a choice comes back in the frame, without a script", async ({ browser, sawt }) => {
  const poll = await sawt.open();
  const { page, host, frame, end } = await article(browser, framed(sawt.url, poll, "lang=en&theme=dark"), {
    javaScriptEnabled: false,
  });
  await frame.getByRole("button", { name: "Cast vote" }).click();
  await expect(frame.getByRole("alert")).toContainText("Choose an answer");
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(page.url()).toBe(`${host.url}/article`);
  await end();
});

test("by keyboard alone a reader comes into the frame, votes, and comes out of it", async ({ browser, sawt }) => {
  const poll = await sawt.open();
  const { page, frame, end } = await article(browser, `${framed(sawt.url, poll, "lang=en")}<a href="#after">On</a>`);
  await expect(frame.getByRole("radio").first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(frame.getByRole("radio").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(frame.getByRole("button", { name: "Cast vote" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(frame.locator("#thanks")).toBeFocused();
  await expect(frame.locator("summary"), "has its triangle").toHaveCSS("display", "list-item");
  expect(await poll.counts()).toEqual({ hour: 1 });
  await end();
});

test("with the loader the frame is as high as it needs: two requests, and nothing in the article moves", async ({
  browser,
  sawt,
}) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 12, hour: 31 });
  const observe = `<script>window.moved = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value }).observe({ type: "layout-shift", buffered: true })</script>`;
  const { html: _, ...described } = await (
    await fetch(`${sawt.url}/oembed?url=${encodeURIComponent(`${sawt.url}${poll.path("fr")}`)}&maxwidth=600`)
  ).json();
  // Of the same site, so that the browser keeps the mark without TLS.
  const context = await article(
    browser,
    `${observe}${framed(sawt.url, poll, "lang=fr", described.height)}${loader(sawt.url)}`,
    { at: "localhost" },
  );
  const { page, frame, end } = context;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await frame.getByRole("radio").first().check();
  expect(await heightOf(page)).toBeGreaterThanOrEqual(await needed(frame));
  await frame.getByRole("button").click();
  await expect(frame.getByRole("table")).toBeVisible();
  await expect.poll(async () => (await heightOf(page)) - (await needed(frame))).toBeGreaterThanOrEqual(0);
  expect(await page.evaluate("window.moved")).toBe(0);
  expect(asked.slice(0, 3).sort()).toEqual(["/article", `/e/${poll.id}`, "/embed.js"].sort());
  await end();
});

test("a frame that is too low grows, and one that is far too high shrinks", async ({ browser, sawt }) => {
  const poll = await sawt.open();
  for (const height of [200, 1_500]) {
    const { page, frame, end } = await article(
      browser,
      `${framed(sawt.url, poll, "lang=ar", height)}${loader(sawt.url)}`,
      { viewport: { width: 340, height: 900 } },
    );
    await expect(frame.getByRole("radio").first()).toBeVisible();
    await expect.poll(async () => Math.abs((await heightOf(page)) - (await needed(frame)))).toBeLessThanOrEqual(2);
    await end();
  }
});

test("the height reserved is enough for form and results at every width, and little more", async ({
  browser,
  sawt,
}) => {
  test.slow();
  const poll = await sawt.open();
  await poll.cast({ leave: 12, hour: 31 });
  const page = await (await browser.newContext()).newPage();
  const wrong: unknown[] = [];
  for (const language of ["ar", "fr", "en"] as const)
    for (const width of [300, 360, 480, 600, 800]) {
      const address = encodeURIComponent(`${sawt.url}${poll.path(language)}`);
      // A wider frame than 600 is nowhere announced: there the height for 600 stands.
      const { height } = await (await fetch(`${sawt.url}/oembed?url=${address}&maxwidth=${width}`)).json();
      await page.setViewportSize({ width, height: 400 });
      for (const view of ["vote", "results"]) {
        await page.goto(`${sawt.url}/e/${poll.id}?lang=${language}&view=${view}`);
        const real = await page.evaluate(() =>
          Math.ceil(
            [...document.querySelectorAll("main,footer")].reduce(
              (sum, each) => sum + each.getBoundingClientRect().height,
              0,
            ),
          ),
        );
        if (height < real || height > real + (view === "vote" ? 260 : 180))
          wrong.push({ language, width, view, height, real });
      }
    }
  expect(wrong).toEqual([]);
  await page.context().close();
});

test("<sawt-poll> becomes a frame under a strict policy of the page around it", async ({ browser, sawt }) => {
  const poll = await sawt.open();
  const body = `<sawt-poll poll="${poll.id}" lang="en" theme="dark" title="Readers’ vote"><a href="${sawt.url}${poll.path("en")}">Vote</a></sawt-poll>${loader(sawt.url)}`;
  const policy = `default-src 'none'; img-src data:; frame-src ${sawt.url}; script-src ${sawt.url}`;
  const { page, frame, end } = await article(browser, body, { policy });
  const broken: string[] = [];
  page.on("console", (message) => /Content.Security.Policy/i.test(message.text()) && broken.push(message.text()));
  await page.reload();
  await expect(frame.getByRole("radio").first()).toBeVisible();
  await expect(page.locator("sawt-poll > a")).toHaveCount(0);
  await expect(page.locator("iframe")).toHaveAttribute("title", "Readers’ vote");
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect.poll(async () => (await heightOf(page)) >= (await needed(frame))).toBe(true);
  expect(broken).toEqual([]);
  await end();
});

test("messages of other frames and origins move nothing; the frame's own do", async ({ browser, sawt }) => {
  const poll = await sawt.open();
  const { page, frame, end } = await article(browser, `${framed(sawt.url, poll)}${loader(sawt.url)}`);
  await expect(frame.getByRole("radio").first()).toBeVisible();
  const heightAfter = (from: { origin: string; ofFrame: boolean }) =>
    page.evaluate(({ origin, ofFrame }) => {
      const one = document.querySelector("iframe");
      const data = { source: "sawt", v: 1, type: "height", height: 1_999 };
      const source = ofFrame ? (one?.contentWindow ?? null) : window;
      dispatchEvent(new MessageEvent("message", { origin, source, data }));
      return one?.clientHeight;
    }, from);
  const before = await heightOf(page);
  expect(await heightAfter({ origin: sawt.url, ofFrame: false })).toBe(before);
  expect(await heightAfter({ origin: "https://other.example", ofFrame: true })).toBe(before);
  expect(await heightAfter({ origin: sawt.url, ofFrame: true })).toBe(1_999);
  await end();
});

test("a site that is not on the poll’s list shows no frame of it", async ({ browser, sawt }) => {
  const poll = await sawt.open({ frames: ["https://news.example"] });
  const { page, end } = await article(browser, framed(sawt.url, poll));
  await page.waitForLoadState("load");
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
  await end();
});

test("in WordPress a bare address becomes the results in a sandbox; its height follows, and its button opens the poll", async ({
  browser,
  sawt,
}) => {
  const poll = await sawt.open();
  await poll.cast({ leave: 12, hour: 31 });
  const address = encodeURIComponent(`${sawt.url}${poll.path("fr")}`);
  const { html } = await (await fetch(`${sawt.url}/oembed?url=${address}&maxwidth=600&format=json&dnt=1`)).json();
  const filtered = wordPressFilter(html, "aB3dE6gH9j");
  const { page, frame, end } = await article(browser, `${filtered?.shown}<script>${WORDPRESS_SCRIPT}</script>`);
  await expect(page.locator("iframe")).toBeVisible();
  await expect(page.locator("blockquote")).toBeHidden();
  await expect(frame.getByRole("table")).toBeVisible();
  await expect.poll(async () => (await heightOf(page)) - (await needed(frame))).toBe(0);

  // Its results are live, without an origin of its own.
  await poll.cast({ leave: 1 });
  await expect(frame.locator(".total")).toContainText("44 votes");
  await frame.getByRole("link", { name: "Voter sur la page d’origine" }).click();
  await expect(page).toHaveURL(`${sawt.url}${poll.path("fr")}`);
  await end();
});

test("in a sandbox without an origin the form gives way to the results: no vote is taken there", async ({
  browser,
  sawt,
}) => {
  const poll = await sawt.open();
  const body = `<iframe sandbox="allow-scripts allow-forms" src="${sawt.url}/e/${poll.id}?lang=en" height="640" width="600" title="Vote"></iframe>`;
  const { frame, end } = await article(browser, body);
  await expect(frame.getByRole("link", { name: "Vote on the original page" })).toBeVisible();
  await expect(frame.locator("form")).toHaveCount(0);
  expect(await poll.counts()).toEqual({});
  await end();
});

test("a reminder of the pledge is made on the device, without asking anybody", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(`${poll.path("en")}/pledge`);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Add the reminder to the calendar" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${poll.id}.ics`);
  const stream = await file.createReadStream();
  const text = Buffer.concat(await stream.toArray()).toString("utf8");
  expect(text).toContain("SUMMARY:An hour less on Facebook today\r\n");
  expect(asked.filter((each) => !each.startsWith("blob:"))).toEqual([]);
  await expect(page.getByRole("status")).toContainText("made on your device");
});

test("the page for journalists copies code and says so, and moves its preview’s width", async ({
  page,
  sawt,
  context,
}) => {
  const poll = await sawt.open();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${poll.path("en")}/embed?theme=dark&lang=fr`);
  await page.getByRole("button", { name: "Copy: Address of the vote page" }).click();
  await expect(page.locator("#link [role=status]")).toHaveText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${sawt.url}${poll.path("en")}`);
  await expect(page.locator("#code-loader")).toHaveValue(new RegExp(`/e/${poll.id}\\?lang=fr&amp;theme=dark"`));
  await page.locator("#width").fill("320");
  await expect(page.locator("#preview iframe")).toHaveJSProperty("clientWidth", 320);
  await expect(page.locator("#width-is")).toHaveText("320 pixels");
  await expect(page.frameLocator("#preview iframe").locator("html")).toHaveAttribute("data-theme", "dark");
});
