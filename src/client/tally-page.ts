import { type PublicQuestion, type PublicTally, shareDecimals } from "../domain/disclosure.ts";
import { standing, total } from "../domain/tally.ts";
import type { LiveWords } from "../web/kit/script-words.ts";
import { isWorthSaying, type Said } from "./announcement.ts";
import { clock, counted, integer, percentage, share } from "./numbers.ts";

/** The tally's tables on this page, moved by newer tallies. Only text and bars change: nothing is added, nothing jumps. */
export function tallyPage(words: LiveWords): { apply(tally: PublicTally): void } {
  const { language } = words;
  let { sequence, phase } = words;
  let said: Said | undefined;

  return {
    apply(tally) {
      // Messages may overtake each other: only a newer tally, or a new phase, is shown.
      if (tally.sequence < sequence || (tally.sequence === sequence && tally.phase === phase)) return;
      if (tally.phase !== phase) put("stale", words.changed);
      ({ sequence, phase } = tally);
      for (const [id, counts] of Object.entries(tally.questions)) show(id, counts);
      const time = clock(tally.asOf, words.offset);
      set(document.querySelector("#as-of bdi"), time);
      speak(tally, time);
    },
  };

  function show(id: string, counts: PublicQuestion): void {
    const place = document.querySelector(`[data-question="${id}"]`);
    if (!place) return;
    const ballots = standing(counts);
    const standingVotes = counted(language, words.votes, ballots);
    set(place.querySelector(".total bdi"), standingVotes);
    const [all, crowded] = place.querySelectorAll(".split bdi");
    set(all, standingVotes);
    set(crowded, integer(language, counts.ballots.c - counts.withdrawn.c));
    if (!counts.options) return;

    const decimals = shareDecimals(ballots);
    place.classList.toggle("few", decimals === "counts-only");
    for (const [option, byClass] of Object.entries(counts.options)) {
      const [percent, votes] = place.querySelectorAll(`[data-option="${option}"] td bdi`);
      const bar = place.querySelector(`[data-option="${option}"] rect`);
      const part = total(byClass);
      set(percent, share(language, part, ballots, decimals === 1 ? 1 : 0));
      set(votes, counted(language, words.votes, part));
      if (bar) bar.setAttribute("width", `${ballots && ((100 * part) / ballots).toFixed(1)}%`);
    }
  }

  function speak(tally: PublicTally, time: string): void {
    const counts = tally.questions[words.main];
    if (!counts?.options) return;
    const ballots = standing(counts);
    const [leader = "", votes = 0] = Object.entries(counts.options)
      .map(([option, byClass]): [string, number] => [option, total(byClass)])
      .reduce((most, each) => (each[1] > most[1] ? each : most), ["", -1]);
    const now = { at: Date.now(), total: ballots, leader };
    said = said || now;
    const decimals = shareDecimals(ballots);
    if (decimals === "counts-only" || !isWorthSaying(said, now)) return;
    said = now;
    const label = document.querySelector(`[data-question="${words.main}"] [data-option="${leader}"] .label`);
    const values: Record<string, string | null | undefined> = {
      total: counted(language, words.votes, ballots),
      time,
      label: label?.textContent,
      pct: percentage(language, votes, ballots, decimals),
    };
    put(
      "say",
      words.say.replace(/\{(\w+)\}/g, (_, name: string) => values[name] || ""),
    );
  }
}

/** Shows words in one of the page's places for them; without words the place is hidden. */
export function put(id: string, words: string): void {
  const place = document.getElementById(id);
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

const set = (place: Element | null | undefined, words: string): void => {
  if (place && place.textContent !== words) place.textContent = words;
};
