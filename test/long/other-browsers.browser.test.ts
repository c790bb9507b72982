import { ownerLink } from "../browser/desk.ts";
import { serveHost } from "../browser/host-page.ts";
import { expect, test } from "../browser/sawt.ts";
import { type Driver, KINDS } from "./drivers.ts";

/** The ways of readers and of staff in browsers that Playwright does not drive as they are shipped. */

const QUICKLY = { intervals: [50, 100, 200], timeout: 15_000 };
const TRUE = "The log is true: the result is exactly the sum of the published votes";

const SELECTORS = { button: "button", link: "a[href]", choice: "label", field: "input:not([type=hidden])" };

/** For a driver: finds what a reader sees, by what it is and the words that it begins and, but for a label, ends with. */
const the = (role: keyof typeof SELECTORS, words = ""): string =>
  `const words = ${JSON.stringify(words)};
  const says = (each) => each.textContent.replace(/\\s+/g, " ").trim();
  return [...document.querySelectorAll("${SELECTORS[role]}")]
    .filter((each) => each.getClientRects().length > 0)
    .find((each) => ${role === "choice" ? "says(each).startsWith(words)" : "says(each) === words"}) ?? null`;

/** All that a reader can read, as one line. */
const TEXT = "return document.body.innerText.replace(/\\s+/g, ' ')";
const EXCESS = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

class Reader {
  readonly browser: Driver;
  constructor(browser: Driver) {
    this.browser = browser;
  }

  /** Waits for it: pages come, and scripts change them. */
  async press(role: keyof typeof SELECTORS, words?: string): Promise<void> {
    await expect.poll(() => this.#try(the(role, words).replace(" ?? null", " !== undefined")), QUICKLY).toBe(true);
    await this.browser.press(the(role, words));
  }

  async reads(words: string): Promise<void> {
    await expect.poll(() => this.#try(TEXT), QUICKLY).toContain(words);
  }

  async isAt(address: RegExp): Promise<void> {
    await expect.poll(() => this.#try("return location.href"), QUICKLY).toMatch(address);
  }

  async fitsTheWindow(): Promise<void> {
    expect(await this.browser.run(EXCESS)).toBeLessThanOrEqual(0);
  }

  /** A page that is about to be another one does not answer. */
  #try(body: string): Promise<unknown> {
    return this.browser.run(body).catch((error: Error) => error.message);
  }
}

for (const { name, missing, start } of KINDS) {
  // Said once, by the process that collects the tests.
  if (missing && process.env.TEST_WORKER_INDEX === undefined) console.log(`Skipped: ${missing}`);

  test.describe(`in ${name}`, () => {
    test.describe.configure({ mode: "default", timeout: 120_000 });
    test.skip(missing !== undefined, missing);
    const readers = new Map<boolean, Reader>();
    test.beforeAll(async () => {
      for (const script of [true, false]) readers.set(script, new Reader(await start({ script })));
      console.log(`Browser     ${readers.get(true)?.browser.name}`);
    });
    test.afterAll(async () => {
      for (const { browser } of readers.values()) await browser.end();
    });
    const reader = (script: boolean): Reader => {
      const found = readers.get(script);
      if (!found) throw new Error("the browser did not start");
      return found;
    };

    for (const script of [true, false])
      test(`a reader votes, answers a further question, and sees both counted, script ${script ? "on" : "off"}`, async ({
        sawt,
      }) => {
        const poll = await sawt.open();
        const she = reader(script);
        await she.browser.open(sawt.url + poll.path("en"));
        await she.fitsTheWindow();
        await she.press("choice", "I would leave Facebook for good");
        await she.press("button", "Cast vote");
        if (!script) await she.press("button", "Confirm my vote");
        await she.reads("Thank you. Your vote is recorded.");
        await she.fitsTheWindow();
        await she.press("choice", "Geolocation");
        await she.press("button", "Send answer");
        await she.reads("Thank you. Your answer is recorded.");
        expect(await poll.counts()).toEqual({ leave: 1 });
        expect(await poll.counts("concern")).toEqual({ geolocation: 1 });

        await she.browser.open(sawt.url + poll.path("en", "results"));
        await she.reads("Total: 1 vote");
        await she.fitsTheWindow();
        await she.browser.open(`${sawt.url}${poll.path("en", "vote")}?choice=hour`);
        await she.reads("A vote was already recorded from this browser.");
      });

    test("results move by themselves", async ({ sawt }) => {
      const poll = await sawt.open();
      const she = reader(true);
      await she.browser.open(sawt.url + poll.path("fr", "results"));
      await poll.cast({ hour: 2 });
      await she.reads("Total : 2 votes");
    });

    test("the page recounts the log", async ({ sawt }) => {
      const poll = await sawt.open();
      await poll.cast({ leave: 2, hour: 3 });
      await poll.counts();
      const she = reader(true);
      await she.browser.open(sawt.url + poll.path("en", "verify"));
      await she.press("button", "Recount now");
      await she.reads(TRUE);
    });

    test("an article's frame is as high as it needs, before the vote and after it", async ({ sawt }) => {
      const poll = await sawt.open();
      const host = await serveHost({
        "/article": {
          body: `<iframe src="${sawt.url}/e/${poll.id}?lang=en" title="Vote" width="600" height="200"></iframe><script async src="${sawt.url}/embed.js"></script>`,
        },
      });
      const she = reader(true);
      const fits = async () => {
        await she.browser.enterFrame();
        const needed = Number(
          await she.browser.run(
            "return [...document.querySelectorAll('main,footer')].reduce((sum, each) => sum + each.getBoundingClientRect().height, 0)",
          ),
        );
        await she.browser.leaveFrame();
        return Math.abs(Number(await she.browser.run("return document.querySelector('iframe').clientHeight")) - needed);
      };
      await she.browser.open(`${host.url}/article`);
      await expect.poll(fits, QUICKLY).toBeLessThanOrEqual(2);
      await she.browser.enterFrame();
      await she.press("choice", "I would change nothing");
      await she.press("button", "Cast vote");
      await she.reads("Thank you. Your vote is recorded.");
      await she.browser.leaveFrame();
      await expect.poll(fits, QUICKLY).toBeLessThanOrEqual(2);
      expect(await poll.counts()).toEqual({ same: 1 });
      await host.stop();
    });

    test("a colleague signs in at the desk by a link", async ({ sawt }) => {
      const she = reader(true);
      await she.browser.open(await ownerLink(sawt.url));
      await she.press("button", "Sign in");
      await she.press("field");
      await she.browser.type(`Salma in ${name}`);
      await she.press("button", "Sign in");
      await she.isAt(/\/desk\/account\?done=welcome$/);
      await she.reads(`Salma in ${name}`);
    });
  });
}
