import type { Handler } from "hono";
import { html } from "hono/html";
import type { Language } from "../../domain/language.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { frontPoll } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { homePath } from "../http/addresses.ts";
import { answer, type Page } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import { forEveryone } from "../http/poll.ts";
import { onwardLinks } from "../kit/boxes.ts";
import { pages } from "../kit/problems.ts";
import { page } from "../kit/shell.ts";
import { votePage } from "./vote.ts";

/** `/`: the poll that stands there; on a site where nobody opened one, that there is no vote yet, and the way in for staff. */
export const homePage =
  (language: Language): Handler<AppEnv> =>
  async (c, next) => {
    const poll = await frontPoll(c.env);
    return poll ? forEveryone(pages, votePage, poll)(c, next) : answer(c, emptyPage(language));
  };

function emptyPage(language: Language): Page {
  const strings = words(language, "reader");
  return page(
    "second",
    {
      language,
      title: strings["home.empty.h"],
      addresses: LANGUAGES.map((each) => ({ language: each, href: homePath(each) })),
    },
    html`<h1>${strings["home.empty.h"]}</h1>
<p>${strings["home.empty"]}</p>
${onwardLinks([{ href: "/desk", label: words(language, "desk").desk }])}`,
  );
}
