import type { Page } from "@playwright/test";
import type { Language } from "../../src/domain/language.ts";
import type { Poll } from "./poll.ts";
import type { Sawt } from "./sawt.ts";

/** Brings a page, on which nothing has happened yet, to one state in a language. */
export type Show = (language: Language) => Promise<unknown>;

interface State {
  /** Left out: every language of the pages. */
  languages?: readonly Language[];
  prepare(sawt: Sawt, page: Page): Promise<Show>;
}

const SOME_VOTES = { leave: 12, hour: 31, less: 5, same: 8 };

/** Everything that a reader's page can look like, by what the reader would say of it. */
export const STATES: Record<string, State> = {
  "the question": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(path(language)),
  ),
  "a form that came back": simple(({ path }, page) => async (language) => {
    await page.goto(path(language));
    await sendAsItIs(page);
  }),
  "the results": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(path(language, "results")),
    (poll) => poll.cast(SOME_VOTES),
  ),
  "results of few votes": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(path(language, "results")),
    (poll) => poll.cast({ leave: 2, hour: 1 }),
  ),
  "the results after voting, with a further question": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(`${path(language, "voted")}?answered=pledge`),
    async (poll, page) => {
      await poll.cast(SOME_VOTES);
      await poll.cast({ privacy: 3, geolocation: 1 }, "concern");
      await voteFor("hour", poll, page);
    },
  ),
  "a further question that came back": simple(
    ({ path }, page) =>
      async (language) => {
        await page.goto(path(language, "voted"));
        await sendAsItIs(page);
      },
    (poll, page) => voteFor("hour", poll, page),
  ),
  "a poll that has not opened": {
    async prepare(sawt, page) {
      const { path } = await sawt.open({ opens: "2090-07-30T20:00:00Z", closes: "2090-08-30T20:00:00Z" });
      return (language) => page.goto(path(language));
    },
  },
  "a paused poll": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(path(language)),
    (poll) => poll.pause(),
  ),
  "a closed poll": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(path(language)),
    async (poll) => {
      await poll.cast(SOME_VOTES);
      await poll.close();
    },
  ),
  "hidden results": {
    async prepare(sawt, page) {
      const poll = await sawt.open({ rules: { results: "after-close" } });
      await poll.cast({ leave: 2 });
      return (language) => page.goto(poll.path(language, "results"));
    },
  },
  "results that move with the seal": {
    async prepare(sawt, page) {
      const { path } = await sawt.open({ rules: { release: "batched" } });
      return (language) => page.goto(path(language, "results"));
    },
  },
  "an answer to confirm": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(`${path(language, "vote")}?choice=hour`),
  ),
  "an answer to confirm in a frame": simple(
    ({ id }, page) =>
      (language) =>
        page.goto(`/e/${id}/vote?choice=hour&lang=${language}&theme=auto`),
  ),
  "already voted": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(`${path(language, "vote")}?choice=hour`),
    (poll, page) => voteFor("leave", poll, page),
  ),
  "a vote that was not counted": {
    async prepare(sawt, page) {
      return async (language) => {
        const poll = await sawt.open();
        await page.goto(poll.path(language));
        await page.goto(`${poll.path(language, "vote")}?choice=hour`);
        await poll.pause();
        await sendAsItIs(page);
      };
    },
  },
  "a poll in one language": {
    languages: ["ar"],
    async prepare(sawt, page) {
      const { path } = await sawt.open({ languages: ["ar"] });
      return () => page.goto(path());
    },
  },
  "the method": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(path(language, "method")),
  ),
  "a frozen result": {
    async prepare(sawt, page) {
      const poll = await sawt.open();
      await poll.cast(SOME_VOTES);
      await poll.close();
      const { sealed } = await (await fetch(`${sawt.url}${poll.api}/tally`)).json();
      return (language) => page.goto(`${poll.path(language)}/at/${sealed.size}`);
    },
  },
  "personal data": {
    prepare: async (_, page) => (language) => page.goto(language === "ar" ? "/privacy" : `/${language}/privacy`),
  },
  "a frame that asks": simple(
    ({ id }, page) =>
      (language) =>
        page.goto(`/e/${id}?lang=${language}&theme=auto`),
  ),
  "a frame with a form that came back": simple(({ id }, page) => async (language) => {
    await page.goto(`/e/${id}?lang=${language}&theme=auto`);
    await sendAsItIs(page);
  }),
  "a frame with results": simple(
    ({ id }, page) =>
      (language) =>
        page.goto(`/e/${id}?lang=${language}&theme=auto&view=results`),
    (poll) => poll.cast(SOME_VOTES),
  ),
  "a frame of a poll that is not there": {
    prepare: async (_, page) => (language) => page.goto(`/e/none?lang=${language}&theme=auto`),
  },
  "the page for journalists": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(`${path(language)}/embed`),
    (poll) => poll.cast(SOME_VOTES),
  ),
  "the reminder of a pledge": simple(
    ({ path }, page) =>
      (language) =>
        page.goto(`${path(language)}/pledge`),
  ),
  "no such poll": {
    prepare: async (_, page) => (language) => page.goto(language === "ar" ? "/p/none" : `/${language}/p/none`),
  },
  "the page for programmers": { languages: ["en"], prepare: async (_, page) => () => page.goto("/api") },
};

export const languagesOf = ({ languages = ["ar", "fr", "en"] }: State): readonly Language[] => languages;

/** A poll as it is seeded, once `before` was done to it. */
function simple(
  show: (poll: Poll, page: Page) => Show,
  before: (poll: Poll, page: Page) => Promise<void> = async () => {},
): State {
  return {
    async prepare(sawt, page) {
      const poll = await sawt.open();
      await before(poll, page);
      return show(poll, page);
    },
  };
}

async function voteFor(option: string, poll: Poll, page: Page): Promise<void> {
  await page.goto(poll.path());
  await page.locator(`[value="${option}"]`).check();
  await page.getByRole("button").click();
  await page.locator("#thanks").waitFor();
}

/** Sends the page's form as a browser without scripts does. */
async function sendAsItIs(page: Page): Promise<void> {
  const answered = page.waitForEvent("load");
  await page.locator("form").evaluate((form: HTMLFormElement) => form.submit());
  await answered;
  await page.locator("#problem").waitFor();
}
