import { noCounters } from "../../../domain/counters.ts";
import type { PollDefinition } from "../../../domain/definition.ts";
import { disclose, type Tally } from "../../../domain/disclosure.ts";
import { mainQuestion } from "../../../domain/find-question.ts";
import type { Language } from "../../../domain/language.ts";
import type { Phase } from "../../../domain/phase.ts";
import { sampleCounts } from "../../../domain/sample.ts";
import { ballotsIn } from "../../../domain/tally.ts";
import { words } from "../../../i18n/index.ts";
import type { Snapshot } from "../../../web/export/snapshot.ts";
import { resultsCard } from "../../../web/frame/results-card.ts";
import { voteCard } from "../../../web/frame/vote-card.ts";
import { choiceProblem } from "../../../web/kit/form-problem.ts";
import type { QuestionForm } from "../../../web/kit/question-form.ts";
import { stateView } from "../../../web/kit/state.ts";
import { freshSecret } from "../../../web/pages/secret.ts";
import { methodView } from "../../../web/pages/views/method.ts";
import { resultsView } from "../../../web/pages/views/results.ts";
import { voteView } from "../../../web/pages/views/vote.ts";

/** Everything a reader can be shown of a poll. */
export const PREVIEW_STATES = [
  "vote",
  "error",
  "results",
  "scheduled",
  "paused",
  "closed",
  "method",
  "frame",
  "frame-results",
  "card",
] as const;
export type PreviewState = (typeof PREVIEW_STATES)[number];

/** Name of a log that does not exist. */
const NO_LOG = "preview";

/** The page of a state as its readers would get it, with made-up counts. */
export async function previewBody(
  definition: PollDefinition,
  state: Exclude<PreviewState, "card">,
  language: Language,
): Promise<string> {
  return String(await bodyOf(definition, state, language));
}

function bodyOf(definition: PollDefinition, state: Exclude<PreviewState, "card">, language: Language) {
  const form = formOf(definition, language);
  switch (state) {
    case "vote":
      return voteView(definition, form, []);
    case "error": {
      const fault = { kind: "none-chosen" as const, question: form.question };
      return voteView(definition, { ...form, problem: choiceProblem(fault, language) }, []);
    }
    case "scheduled":
    case "paused":
      return stateView(definition, { kind: "phase", phase: state }, language, []);
    case "results":
    case "closed":
      return resultsView({
        ...resultsOf(definition, state === "closed" ? "closed" : "open", language),
        voter: false,
      });
    case "method":
      return methodView({ ...resultsOf(definition, "open", language), logOrigin: NO_LOG });
    case "frame":
      return voteCard(definition, [], form, { theme: "auto", results: "#" });
    case "frame-results":
      return resultsCard({
        ...resultsOf(definition, "open", language),
        theme: "auto",
        marked: false,
        here: "#",
      });
  }
}

function resultsOf(definition: PollDefinition, phase: Phase, language: Language) {
  return {
    language,
    definition,
    tally: disclose(sampleTally(definition, phase), definition.rules, "voter"),
    live: false,
    notices: [],
    counters: noCounters(),
    refused: false,
    ...(phase === "closed" && { closedAt: Date.now() }),
  };
}

function formOf(definition: PollDefinition, language: Language): QuestionForm {
  return {
    language,
    poll: definition.id,
    question: mainQuestion(definition),
    ways: { action: "#", ballots: "#", voted: "#" },
    origin: NO_LOG,
    secret: freshSecret(),
    chosen: [],
    heading: "h1",
    button: words(language, "reader").vote,
    skip: [],
  };
}

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
export function sampleSnapshot(definition: PollDefinition): Snapshot {
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
