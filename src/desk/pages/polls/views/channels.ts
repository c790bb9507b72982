import { html } from "hono/html";
import { type ChannelLine, FEWEST_SHOWN } from "../../../../domain/channels.ts";
import type { Language } from "../../../../domain/language.ts";
import type { ChannelsSeen } from "../../../../engine/limiter/channels.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { words } from "../../../../i18n/index.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";

/** Where votes came from, coarsely: which article brings readers, and nothing about a reader. */
export function channelsView({ lines, doorkeepers, silent, since }: ChannelsSeen, language: Language): Html {
  const strings = words(language, "desk");
  const { integer, longDate, time } = formatterOf(language);
  const ballots = strings["watch.channels.ballots"];
  const few = { n: integer(FEWEST_SHOWN) };
  return html`${
    lines.length === 0
      ? html`<p>${filled(strings["watch.channels.none"], few)}</p>`
      : html`<table class="list"><thead><tr><th scope="col">${strings["watch.channels.from"]}</th><th scope="col">${ballots}</th></tr></thead>
<tbody>${lines.map(
          (line) =>
            html`<tr><th scope="row">${nameOf(line, language)}</th><td data-label="${ballots}">${integer(line.ballots)}</td></tr>`,
        )}</tbody></table>`
  }
${silent > 0 ? html`<p class="note">${filled(strings["watch.channels.silent"], { n: integer(silent), all: integer(doorkeepers) })}</p>` : ""}
<p class="hint">${filled(strings["watch.channels.hint"], few)}${since === undefined ? "" : html` ${filled(strings["watch.channels.since"], { date: longDate(since), time: time(since) })}`}</p>`;
}

function nameOf(line: ChannelLine, language: Language): Html {
  const strings = words(language, "desk");
  return line.channel === "frame"
    ? filled(strings["watch.channels.frame"], { host: html`<span class="host" dir="ltr">${line.host}</span>` })
    : html`${strings[`watch.channels.${line.channel}`]}`;
}
