import { noCounters } from "../domain/counters.ts";
import { mainQuestion, type PollDefinition } from "../domain/definition.ts";
import type { Tally } from "../domain/disclosure.ts";
import type { Language } from "../domain/language.ts";
import type { Phase } from "../domain/phase.ts";
import { sampleCounts } from "../domain/sample.ts";
import { ballotsIn } from "../domain/tally.ts";
import type { PollView } from "../engine/index.ts";
import type { Snapshot } from "./export/snapshot.ts";
import { framePage } from "./frame/frame.ts";
import type { File, Page } from "./http/answer.ts";
import type { Asked, ForEveryone } from "./http/poll.ts";
import { choiceProblem } from "./kit/form.ts";
import { choosing, confirming } from "./pages/casting.ts";
import { methodPage } from "./pages/method.ts";
import { resultsPage } from "./pages/results.ts";
import { ownPages, votePage } from "./pages/vote.ts";
import { resultPicture } from "./pictures/model.ts";
import { renderCard } from "./pictures/paint.ts";

type PageState =
  | "vote"
  | "error"
  | "confirm"
  | "results"
  | "scheduled"
  | "paused"
  | "closed"
  | "method"
  | "frame"
  | "frame-results";

const wrongChoice: ForEveryone = (asked) => {
  const place = ownPages(asked);
  const form = choosing(asked, place);
  return place.ask({
    ...form,
    problem: choiceProblem({ kind: "none-chosen", question: form.question }, asked.language),
  });
};

const toConfirm: ForEveryone = (asked) => {
  const place = ownPages(asked);
  const chosen = mainQuestion(asked.poll.definition)
    .options.slice(0, 1)
    .map(({ id }) => id);
  return place.confirm(confirming(choosing(asked, place), chosen, asked.language));
};

/** Each state by the handler that shows it to readers, in the phase in which it does. */
const SHOWN: Record<PageState, { page: ForEveryone; phase: Phase; query?: Asked["query"] }> = {
  vote: { page: votePage, phase: "open" },
  error: { page: wrongChoice, phase: "open" },
  confirm: { page: toConfirm, phase: "open" },
  results: { page: resultsPage, phase: "open" },
  scheduled: { page: votePage, phase: "scheduled" },
  paused: { page: votePage, phase: "paused" },
  closed: { page: resultsPage, phase: "closed" },
  method: { page: methodPage, phase: "open" },
  frame: { page: framePage, phase: "open", query: { theme: "auto" } },
  "frame-results": { page: framePage, phase: "open", query: { theme: "auto", view: "results" } },
};

/** A page in a state, or the card to share, as its readers would get it, with made-up counts. */
export async function preview(
  definition: PollDefinition,
  state: PageState | "card",
  { env, site, language }: { env: Env; site: string; language: Language },
): Promise<Page | File> {
  if (state === "card") {
    const picture = resultPicture(sampleSnapshot(definition), language, new URL(site).host);
    return { kind: "file", type: "image/png", caching: "own", body: await renderCard(picture) };
  }
  const { page, phase, query = {} } = SHOWN[state];
  // What is hidden until a vote or until close is shown here: an editor sees how it will look.
  const shown = { ...definition, rules: { ...definition.rules, results: "always" as const } };
  const poll = samplePoll(shown, phase);
  const it = await page({ env, poll, language, site, query: { ...query, lang: language }, size: undefined });
  if (it.kind !== "page") throw new Error(`a preview of ${state} is no page`);
  return it;
}

/** Name of a log that does not exist. */
const NO_LOG = "preview";

const samplePoll = (definition: PollDefinition, phase: Phase): PollView => ({
  definition,
  phase,
  log: { origin: NO_LOG, vkey: NO_LOG, promiseVkey: NO_LOG },
  notices: [],
  tally: sampleTally(definition, phase),
  counters: noCounters(),
  ...(phase === "closed" && { closedAt: Date.now() }),
});

function sampleTally(definition: PollDefinition, phase: Phase): Tally {
  const counts = sampleCounts(definition);
  const ballots = ballotsIn(counts);
  return {
    poll: definition.id,
    phase,
    asOf: Date.now(),
    sequence: ballots,
    counts,
    sealed: { seal: 12, size: ballots + 14, ballots },
  };
}

/** What a picture of the made-up result is painted from. */
function sampleSnapshot(definition: PollDefinition): Snapshot {
  const { counts, asOf, sealed } = sampleTally(definition, "open");
  return {
    definition,
    phase: "open",
    final: false,
    counts,
    counters: noCounters(),
    asOf,
    seal: sealed.seal,
    size: sealed.size,
    checkpoint: "",
    root: "",
    origin: NO_LOG,
    notices: [],
  };
}
