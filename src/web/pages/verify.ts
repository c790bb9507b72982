import { html } from "hono/html";
import { verifyScript } from "../../built/inline.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import { showsCounts } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import type { Page } from "../http/answer.ts";
import type { ForEveryone } from "../http/poll.ts";
import { warning } from "../kit/boxes.ts";
import { filled, type Html } from "../kit/html.ts";
import { noticeBanner } from "../kit/notices.ts";
import { type VerifiedLog, verifyWords } from "../kit/script-words.ts";
import { pollShell, page as shown } from "../kit/shell.ts";

/** Check it yourself. The same for everyone: what is checked is the public log. */
export const verifyPage: ForEveryone = ({ poll, language, site }) => {
  const { definition, phase, log, notices, refused } = poll;
  return verifyView({
    language,
    definition,
    log: { url: `${site}/log/${definition.id}`, vkey: log.vkey, promiseVkey: log.promiseVkey },
    address: `${site}${pollPath(definition.languages[0] ?? language, definition.id)}`,
    readable: showsCounts(definition.rules.results, phase, "anyone"),
    notices,
    refused: refused !== undefined,
  });
};

interface VerifyPage {
  language: Language;
  definition: PollDefinition;
  log: VerifiedLog;
  /** Whole address of the poll, for commands that are copied elsewhere. */
  address: string;
  /** Are entries served to anyone now? Not before close where results are hidden (invariant 7). */
  readable: boolean;
  notices: readonly Notice[];
  /** The log is signed no more. */
  refused: boolean;
}

/** "Check it yourself": the page recounts the log, now or from a saved copy, and says what that shows and what not. */
function verifyView(page: VerifyPage): Page {
  const { language, definition, log } = page;
  const strings = words(language, "reader");
  return shown(
    "second",
    {
      ...pollShell(
        definition,
        language,
        `${strings["verify.h"]} – ${inLanguage(definition.title, language)}`,
        "verify",
      ),
      // Without entries to read there is nothing for the script to do.
      scripts: page.readable ? [verifyScript] : [],
    },
    html`<p class="kick">${inLanguage(definition.title, language)}</p>
<h1>${strings["verify.h"]}</h1>
${noticeBanner(definition, page.notices, language)}
${page.refused ? warning(strings["log.refused"]) : ""}
<p>${strings["verify.lead"]}</p>
${page.readable ? recounting(page) : html`<p class="stamp">${strings["verify.hidden"]}</p>`}
<h2>${strings["verify.checked.h"]}</h2>
<ul>${strings["verify.checked"].map((each) => html`<li>${each}</li>`)}</ul>
<h2>${strings["verify.not.h"]}</h2>
<ul>${strings["verify.not"].map((each) => html`<li>${each}</li>`)}</ul>
<h2>${strings["verify.key.h"]}</h2>
<p>${strings["verify.key"]}</p>
<p><code dir="ltr">${log.vkey}</code></p>
<h2>${strings["verify.keep.h"]}</h2>
<p>${strings["verify.keep.why"]}</p>
<p><a href="/log/${definition.id}/checkpoint">${strings["verify.now"]}</a></p>
<h2>${strings["verify.own.h"]}</h2>
<p>${strings["verify.own"]}</p>
<p><a href="${pollPath(language, definition.id, "withdraw")}">${strings["verify.own.link"]}</a></p>
<h2>${strings["verify.else.h"]}</h2>
<p>${strings["verify.else"]}</p>
<p><code dir="ltr">npm run verify -- ${page.address} --vkey '${log.vkey}'</code></p>
<p>${strings["verify.hand"]}</p>
<p><code dir="ltr">curl -s ${log.url}/checkpoint</code></p>
<p>${filled(strings["verify.docs"], { file: html`<code dir="ltr">docs/verify.md</code>` })}</p>
<p class="onward"><a href="${pollPath(language, definition.id, "results")}">${strings.results}</a></p>`,
  );
}

/** The script takes the `hidden` away. The first `div` asks, the second stands in its place while the log is read. */
function recounting({ definition, log, language }: VerifyPage): Html {
  const strings = words(language, "reader");
  return html`<noscript><p class="stamp">${strings["verify.noscript"]}</p></noscript>
<section id="verify" aria-label="${strings["verify.button"]}" data-say="${JSON.stringify(verifyWords(definition, log, language))}">
<div hidden>
<p><label for="earlier">${strings["verify.earlier"]}</label><br>
<input type="file" multiple id="earlier" accept=".txt,text/plain"></p>
<p class="act"><button type="button" class="btn">${strings["verify.button"]}</button></p>
</div>
<div hidden>
<p><label for="progress"></label><br><progress id="progress"></progress></p>
<p class="live"><button type="button">${strings["verify.stop"]}</button></p>
</div>
<div id="verdict" tabindex="-1"></div>
</section>
<p class="note">${strings["verify.save"]}</p>`;
}
