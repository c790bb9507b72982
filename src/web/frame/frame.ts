import { frameResultsScript, frameScript, frameVoteScript } from "../../built/inline.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { disclose, showsCounts, type Tally } from "../../domain/disclosure.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { readFreshTally } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { apiPath } from "../http/addresses.ts";
import { answer, type Page } from "../http/answer.ts";
import type { FramedBy } from "../http/headers.ts";
import type { Asked, ForEveryone, ForOne, Surface } from "../http/poll.ts";
import { queryOf } from "../http/query.ts";
import { whatWasThrown } from "../kit/problems.ts";
import type { Ways } from "../kit/script-words.ts";
import { choosing, confirmVote, postVote, type VotePlace } from "../pages/casting.ts";
import { type Card, card, confirmCard, problemCard, resultsCard, scheduledCard, voteCard } from "./cards.ts";
import { type FrameOptions, frameAddress, hiddenOptions, readOptions } from "./options.ts";

/** Frames in other sites' pages. One address in all languages; what goes wrong in a frame is answered by a frame. */
export const frames: Surface = {
  language: (c, { definition }) => readOptions(queryOf(c.req.url), definition.languages).language,
  refuse(c, refusal) {
    const options = readOptions(queryOf(c.req.url), LANGUAGES);
    const strings = words(options.language, "reader");
    switch (refusal.kind) {
      case "not-found":
      case "no-such-seal":
      case "gone":
        return problem(404, strings["err.404.h"], strings["err.404"]);
      case "wrong-method":
        return problem(405, strings["err.page.h"], strings["err.method"], { Allow: refusal.allow });
      case "foreign":
        return problem(403, strings["err.h"], strings["err.foreign"]);
      case "hidden":
        return problem(403, strings["err.page.h"], strings["results.hidden"]);
      case "busy":
        return problem(503, strings["away.h"], strings.away, { "Retry-After": String(refusal.retryAfterSeconds) });
      case "thrown": {
        const { status, heading, message, headers } = whatWasThrown(c, refusal.error);
        return problem(status, strings[heading], strings[message], headers);
      }
    }

    /** A frame without a poll: any page may show it, since there is nothing in it to press. */
    function problem(status: Page["status"] & number, heading: string, message: string, headers = {}) {
      return answer(c, { ...plain(problemCard({ heading, message }, options), "own", "anyone"), status, headers });
    }
  },
};

/** The form while it may be filled in here, else the results; before it opens, what it will ask. The same for everyone. */
export const framePage: ForEveryone = (asked) => {
  const { poll } = asked;
  const options = optionsOf(asked);
  if (poll.phase === "scheduled")
    return plain(scheduledCard(poll.definition, poll.notices, options), "second", framedBy(poll.definition));
  if (poll.phase !== "open" || options.view === "results") return results(asked, poll.tally, "second");
  const place = placeOf(asked);
  return { ...place.ask(choosing(asked, place)), caching: "second" };
};

export const confirmPage: ForOne = (asked, c) => confirmVote(asked, c, placeOf(asked));

export const takeVote: ForOne = (asked, c) =>
  postVote(asked, c, {
    ...placeOf(asked),
    // Who has just voted sees their own vote among the others, as on our own page.
    counted: async () => results(asked, await readFreshTally(c.env, asked.poll), "own", "told"),
  });

/** `GET …/voted`: after a vote by script, which says that it counts. */
export const votedPage: ForOne = async (asked, c) =>
  results(asked, await readFreshTally(c.env, asked.poll), "own", "for-script");

const optionsOf = ({ query, poll }: Asked): FrameOptions => readOptions(query, poll.definition.languages);

/** Who may frame a poll: the sites of its list, or any. */
const framedBy = ({ frames }: PollDefinition): FramedBy => frames ?? "anyone";

const plain = (body: Card, caching: Page["caching"], framed: FramedBy): Page =>
  card({ ...body, scripts: [frameScript] }, caching, framed);

/** Everything that a frame answers stays inside the frame. */
function placeOf(asked: Asked): VotePlace {
  const { poll, language } = asked;
  const { definition, notices } = poll;
  const options = optionsOf(asked);
  const strings = words(language, "reader");
  const policy = framedBy(definition);
  const resultsHere = frameAddress(definition.id, { ...options, view: "results", back: true });
  const votes = (body: Card): Page => card({ ...body, scripts: [frameVoteScript] }, "own", policy);
  const problem = (heading: string, message: string, status: 403 | 409 | 413 | 415 | 422): Page => ({
    ...plain(problemCard({ heading, message, definition, results: resultsHere }, options), "own", policy),
    status,
  });
  return {
    mark: "frame",
    start: frameAddress(definition.id, { ...options, view: "vote", back: false }),
    ways: () => frameWays(definition, options),
    hidden: hiddenOptions(options),
    ask: (form) => votes(voteCard(definition, notices, form, options, resultsHere)),
    confirm: (form) => votes(confirmCard(definition, notices, form, options)),
    counted: () => results(asked, poll.tally, "own", "told"),
    alreadyVoted: () => results(asked, poll.tally, "own", "before"),
    notCounted: (message) => problem(strings["refused.h"], message, 409),
    notTaken: ({ status, why }) => problem(strings["err.h"], strings[why], status),
  };
}

/** Where the form of a frame leads: never out of it. */
const frameWays = (definition: PollDefinition, options: FrameOptions): Ways => ({
  action: frameAddress(definition.id, { ...options, view: "vote", back: false }, "/vote"),
  ballots: `${apiPath(definition.id)}/ballots?from=frame`,
  voted: `${frameAddress(definition.id, { ...options, view: "vote", back: false }, "/voted")}#counted`,
});

/**
 * `voted`: that the vote counts is said by the page (`told`), left to the script (`for-script`), or the browser had voted
 * `before`. Left out: of the page that is everyone's.
 */
function results(asked: Asked, tally: Tally, caching: Page["caching"], voted?: "told" | "for-script" | "before"): Page {
  const { poll, language } = asked;
  const { definition, phase, closedAt } = poll;
  const options = optionsOf(asked);
  const body = resultsCard({
    language,
    theme: options.theme,
    definition,
    notices: poll.notices,
    counters: poll.counters,
    // invariant 7: `after-vote` is a courtesy of our own pages; a frame behaves as `after-close`.
    tally: disclose(tally, definition.rules, "anyone"),
    live: showsCounts(definition.rules.results, phase, "anyone"),
    ...(voted && { voted }),
    ...(closedAt !== undefined && { closedAt }),
    refused: poll.refused !== undefined,
    here: frameAddress(definition.id, { ...options, view: "results" }),
    ...(options.back && { form: frameAddress(definition.id, { ...options, view: "vote", back: false }) }),
  });
  return card({ ...body, scripts: [frameResultsScript] }, caching, framedBy(definition));
}
