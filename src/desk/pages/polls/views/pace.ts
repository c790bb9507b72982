import { html } from "hono/html";
import type { Language } from "../../../../domain/language.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { words } from "../../../../i18n/index.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import { ballots, type Span } from "../pace.ts";

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
