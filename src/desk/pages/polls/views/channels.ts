import { html } from "hono/html";
import { type ChannelLine, FEWEST_SHOWN } from "../../../../domain/channels.ts";
import type { Language } from "../../../../domain/language.ts";
import type { ChannelsSeen } from "../../../../engine/limiter/channels.ts";
import { deskPollStrings } from "../../../../i18n/desk-polls.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { type Html, words } from "../../../../web/kit/words.ts";

/** Where votes came from, coarsely: which article brings readers, and nothing about a reader. */
export function channelsView({ lines, doorkeepers, silent, since }: ChannelsSeen, language: Language): Html {
  const strings = deskPollStrings(language);
  const { integer, longDate, time } = formatterOf(language);
  const ballots = strings["watch.channels.ballots"];
  const few = { n: integer(FEWEST_SHOWN) };
  return html`${
    lines.length === 0
      ? html`<p>${words(strings["watch.channels.none"], few)}</p>`
      : html`<table class="list"><thead><tr><th scope="col">${strings["watch.channels.from"]}</th><th scope="col">${ballots}</th></tr></thead>
<tbody>${lines.map(
          (line) =>
            html`<tr><th scope="row">${nameOf(line, language)}</th><td data-label="${ballots}">${integer(line.ballots)}</td></tr>`,
        )}</tbody></table>`
  }
${silent > 0 ? html`<p class="note">${words(strings["watch.channels.silent"], { n: integer(silent), all: integer(doorkeepers) })}</p>` : ""}
<p class="hint">${words(strings["watch.channels.hint"], few)}${since === undefined ? "" : html` ${words(strings["watch.channels.since"], { date: longDate(since), time: time(since) })}`}</p>`;
}

function nameOf(line: ChannelLine, language: Language): Html {
  const strings = deskPollStrings(language);
  return line.channel === "frame"
    ? words(strings["watch.channels.frame"], { host: html`<span class="host" dir="ltr">${line.host}</span>` })
    : html`${strings[`watch.channels.${line.channel}`]}`;
}
