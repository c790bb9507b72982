/** How fast ballots came in, ten minutes by ten minutes. */
import { html } from "hono/html";
import type { Language } from "../../../domain/language.ts";
import type { SealedPace } from "../../../engine/index.ts";
import { formatterOf } from "../../../i18n/format.ts";
import { words } from "../../../i18n/index.ts";
import { filled, type Html } from "../../../web/kit/html.ts";

export const TEN_MINUTES_MS = 600_000;
/** A day of ten minutes. */
export const SPANS = 144;

/** Ballots sealed in ten minutes that end at `until` (milliseconds since 1970). */
export interface Span {
  until: number;
  a: number;
  c: number;
  /** Far more than usual, or mostly from crowded networks: worth a look, no verdict. */
  surge: boolean;
}

/** Below this a span is too small for anything to be unusual. */
const SURGE_FROM = 50;
/** Times the usual span of this day. */
const SURGE_TIMES = 5;

/** The last day in spans of ten minutes, by the times of the seals: ballots have none. `seals` begins before the first span. */
export function paceOf(seals: readonly SealedPace[], now: number): Span[] {
  const end = Math.ceil(now / TEN_MINUTES_MS) * TEN_MINUTES_MS;
  const spans = Array.from(
    { length: SPANS },
    (_, i): Span => ({
      until: end - (SPANS - 1 - i) * TEN_MINUTES_MS,
      a: 0,
      c: 0,
      surge: false,
    }),
  );
  for (const [i, seal] of seals.entries()) {
    const before = seals[i - 1];
    const span = spans[SPANS - 1 - Math.floor((end - 1 - seal.at) / TEN_MINUTES_MS)];
    if (!before || !span) continue;
    span.a += seal.ballots.a - before.ballots.a;
    span.c += seal.ballots.c - before.ballots.c;
  }
  const usual = median(spans.map(ballots).filter((n) => n > 0));
  for (const span of spans)
    span.surge = ballots(span) >= SURGE_FROM && (ballots(span) > SURGE_TIMES * usual || span.c > span.a);
  return spans;
}

const ballots = ({ a, c }: Span): number => a + c;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Height of the picture, in its own units; each span is 4 wide. */
const HEIGHT = 60;
const WIDTH = 4;

/** A day of ten minutes as columns, class `c` on top of class `a`, what is unusual marked above; and the same in words. */
export function paceView(spans: readonly Span[], language: Language): Html {
  const strings = words(language, "desk");
  const { integer, time } = formatterOf(language);
  const peak = spans.reduce<Span | undefined>(
    (one, other) => (one && ballots(one) >= ballots(other) ? one : other),
    undefined,
  );
  const last = spans.at(-1);
  if (!peak || !last || ballots(peak) === 0) return html`<p>${strings["watch.pace.none"]}</p>`;
  const high = (n: number) => (n / ballots(peak)) * HEIGHT;
  const surges = spans.filter(({ surge }) => surge);
  return html`<svg class="pace" viewBox="0 -8 ${spans.length * WIDTH} ${HEIGHT + 8}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${spans.map(
    (span, i) =>
      ballots(span) === 0
        ? ""
        : html`<rect class="pace-a" x="${i * WIDTH}" y="${(HEIGHT - high(span.a)).toFixed(1)}" width="3" height="${high(span.a).toFixed(1)}"/><rect class="pace-c" x="${i * WIDTH}" y="${(HEIGHT - high(ballots(span))).toFixed(1)}" width="3" height="${high(span.c).toFixed(1)}"/>${span.surge ? html`<rect class="pace-surge" x="${i * WIDTH}" y="-8" width="3" height="4"/>` : ""}`,
  )}</svg>
<p class="hint">${filled(strings["watch.pace.text"], { n: integer(ballots(peak)), time: time(peak.until), last: integer(ballots(last)) })}</p>
${surges.length > 0 ? html`<p class="note"><b>${strings["watch.surge"]}:</b> ${surges.map(({ until }) => time(until)).join(" · ")}</p>` : ""}`;
}
