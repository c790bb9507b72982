import { html, raw } from "hono/html";
import { deskCss, resultsCss } from "../../src/built/inline.ts";
import { doneBox as deskDone, moment, passkeyForm, problemBox, shownOnce } from "../../src/desk/kit.ts";
import { noCounters, type PollCounters } from "../../src/domain/counters.ts";
import { findQuestion, mainQuestion, type PollDefinition, parseDefinition } from "../../src/domain/definition.ts";
import type { PublicTally } from "../../src/domain/disclosure.ts";
import type { Language } from "../../src/domain/language.ts";
import facebookHour from "../../src/domain/seed/facebook-hour.json" with { type: "json" };
import { words } from "../../src/i18n/index.ts";
import { alertBox, alertOf, attention, doneBox, emptyAlert, onwardLinks, warning } from "../../src/web/kit/boxes.ts";
import { busyProblem, choiceProblem, confirmForm, formProblem, questionForm } from "../../src/web/kit/form.ts";
import type { Html } from "../../src/web/kit/html.ts";
import { noticeBanner, noticeList } from "../../src/web/kit/notices.ts";
import { kicker, notes, sourceQuote, stamp } from "../../src/web/kit/poll.ts";
import { caption, controls, doorDetails, doorLine, resultsTable } from "../../src/web/kit/results.ts";

/** What a component looks like in one state. `desk`: with the desk's stylesheet. */
export interface Shown {
  component: string;
  state: string;
  sheet: "reader" | "desk";
  content: Html | string;
}

const parsed = parseDefinition({ ...facebookHour, closes: "2026-07-30T20:00:00Z", opens: "2026-07-01T08:00:00Z" });
if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.errors));
const POLL: PollDefinition = parsed.definition;
const MAIN = mainQuestion(POLL);
const CONCERN = findQuestion(POLL, "concern") ?? MAIN;
const LONG = "متتالية".repeat(12);
const AT = Date.parse("2026-07-15T20:05:00Z");
const SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/** So many votes for each answer in turn, a fifth of them from crowded networks where `crowded`. */
const counted = (question: typeof MAIN, votes: readonly number[], crowded = false) => {
  const split = (n: number) => (crowded ? { a: n - Math.floor(n / 5), c: Math.floor(n / 5) } : { a: n, c: 0 });
  return {
    ballots: split(votes.reduce((sum, n) => sum + n, 0)),
    withdrawn: { a: 0, c: 0 },
    options: Object.fromEntries(question.options.map(({ id }, i) => [id, split(votes[i] ?? 0)])),
  };
};

const tallyIn = (phase: PublicTally["phase"], main: PublicTally["questions"][string]): PublicTally => ({
  poll: POLL.id,
  phase,
  asOf: new Date(AT).toISOString(),
  sequence: 1,
  sealed: { seal: 1, size: 2, ballots: 0 },
  questions: { [MAIN.id]: main },
});

const REFUSED: PollCounters = {
  ...noCounters(),
  refused: { ...noCounters().refused, "not-open": 12, "too-many": 3_000 },
  largestNetwork: 1_200,
  restarts: 2,
};

/** Every component of `web/kit` and of `desk/kit.ts` that is seen, in every state it has. */
export function statesIn(language: Language): Shown[] {
  const shown: Shown[] = [];
  const strings = words(language, "reader");
  const desk = words(language, "desk");
  const show = (component: string, states: Record<string, Html | string>, sheet: Shown["sheet"] = "reader") => {
    for (const [state, content] of Object.entries(states)) shown.push({ component, state, sheet, content });
  };

  const said = { heading: strings["err.h"], message: strings["err.none"] };
  show("alertBox", {
    "of a field": alertBox({ ...said, href: "#pledge-1" }),
    "of the whole page": alertBox({ ...said, level: "h1" }),
    "with a long word": alertBox({ ...said, message: LONG }),
  });
  show("alertOf", {
    "a list of faults": alertOf(
      html`<h2>${said.heading}</h2>`,
      html`<ul><li><a href="#pledge-1">${said.message}</a></li><li>${LONG}</li></ul>`,
      html`<p>${said.message}</p>`,
    ),
  });
  show("attention", { "of two polls": attention(said.heading, [html`${said.message}`, html`${LONG}`]) });
  show("emptyAlert", { "hidden, for a script": emptyAlert("#pledge-1") });
  show("warning", { plain: warning(strings.notsci) });
  show("doneBox", { thanks: doneBox("thanks", html`<p>${strings["thanks.answer"]}</p>`) });
  show("onwardLinks", {
    two: onwardLinks([
      { href: "/", label: strings.home },
      { href: "/p/facebook-hour", label: strings.method },
    ]),
  });

  const form = {
    language,
    poll: POLL.id,
    question: MAIN,
    ways: {
      action: "/p/facebook-hour/vote",
      ballots: "/api/v1/polls/facebook-hour/ballots",
      voted: "/p/facebook-hour/voted",
    },
    hidden: {},
    origin: "vote.example.ma/log/facebook-hour",
    chosen: [],
    heading: "h1" as const,
    button: strings.vote,
  };
  const wrong = choiceProblem({ kind: "none-chosen", question: MAIN }, language);
  const follow = {
    ...form,
    question: CONCERN,
    heading: "h3" as const,
    secret: SECRET,
    hidden: { question: CONCERN.id },
  };
  show("questionForm", {
    "nothing chosen": questionForm(form),
    "an answer chosen": questionForm({ ...form, chosen: ["hour"] }),
    "with a problem at the choice": html`${formProblem({ ...form, problem: wrong })}${questionForm({ ...form, problem: wrong })}`,
    "a follow-up with several answers": html`<h2>${strings["follow.h"]}</h2>${questionForm({ ...follow, chosen: ["privacy", "image"] })}`,
  });
  show("formProblem", { busy: formProblem({ ...form, problem: busyProblem(true, language) }) });
  show("confirmForm", {
    "one answer": confirmForm({ ...form, chosen: ["hour"], secret: SECRET, button: strings["confirm.vote"] }),
  });

  show("kicker", { "open with an end": kicker(POLL, language, true), closed: kicker(POLL, language, false) });
  show("stamp", {
    scheduled: stamp(POLL, "scheduled", language),
    paused: stamp(POLL, "paused", language),
    closing: stamp(POLL, "closing", language),
    closed: stamp(POLL, "closed", language, AT),
  });
  show("notes", { closed: notes(POLL, language) });
  show("sourceQuote", { "with its article": sourceQuote(POLL, language) });

  const live = (tally: PublicTally) => ({ language, definition: POLL, tally, live: tally.phase === "open" });
  const table = (votes: readonly number[], phase: PublicTally["phase"] = "open", crowded = false) => {
    const counts = counted(MAIN, votes, crowded);
    const tally = tallyIn(phase, counts);
    return html`${resultsTable({ language, question: MAIN, counts, caption: html`${caption(live(tally), "")}`, asOf: tally.asOf })}
${controls(live(tally), "/p/facebook-hour/results")}`;
  };
  const hidden = { ballots: { a: 1_234, c: 0 }, withdrawn: { a: 0, c: 0 }, hidden: "after-close" as const };
  show("resultsTable", {
    "no vote yet": table([]),
    "too few for shares": table([3, 8, 1, 2, 1]),
    "whole percent": table([30, 61, 12, 20, 9]),
    "one decimal, crowded networks": table([12_000, 61_000, 5_003, 20_111, 902], "open", true),
    closed: table([12_000, 61_000, 5_003, 20_111, 902], "closed"),
    hidden: resultsTable({
      language,
      question: MAIN,
      counts: hidden,
      caption: html`${caption(live(tallyIn("open", hidden)), strings["results.hidden"])}`,
    }),
  });
  show("doorLine", { quiet: doorLine(noCounters(), language), busy: doorLine(REFUSED, language) });
  show("doorDetails", { busy: doorDetails(REFUSED, language, "") });

  const voided = { kind: "voided" as const, at: AT, reason: { ar: "سبب", fr: "Une raison", en: "A reason" } };
  const corrected = {
    kind: "corrected" as const,
    at: AT,
    field: "title",
    before: { ar: "ساعه", fr: "heur", en: "huor" },
    after: { ar: "ساعة", fr: "heure", en: "hour" },
    reason: voided.reason,
  };
  show("noticeBanner", {
    corrected: noticeBanner(POLL, [corrected], language),
    void: noticeBanner(POLL, [corrected, voided], language),
  });
  show("noticeList", { "both kinds": noticeList([corrected, voided], language) });

  show(
    "desk",
    {
      "done box": deskDone(desk["refused.h"]),
      "problem box": problemBox(language, LONG, "name"),
      "shown once": shownOnce("link", strings.home, `https://vote.example.ma/desk/sign-in#${SECRET}`, strings.hint),
      moment: html`<p>${moment(AT, language)}</p>`,
      "passkey form": html`${passkeyForm({
        act: "get",
        action: "/desk/sign-in/passkey",
        options: { json: "{}" },
        button: desk.desk,
        failed: LONG,
        fields: "",
        primary: true,
      })}`,
    },
    "desk",
  );
  return shown;
}

/** A page of its own for each: ids stand once, and a component is looked at as on a page. */
export const pageOf = (language: Language, { component, state, sheet, content }: Shown): string =>
  String(html`<!doctype html>
<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${component}: ${state}</title>
<style>${raw((sheet === "desk" ? deskCss : resultsCss).text)}</style>
</head>
<body>
<div class="page"><main id="main">
${HEADED.test(String(content)) ? "" : html`<h1 class="vh" lang="en">${component}: ${state}</h1>`}
${content}
</main></div>
</body>
</html>`);

const HEADED = /<h1/;
