import type { Context } from "hono";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Language } from "../../domain/language.ts";
import type { PollView } from "../../engine/index.ts";
import { Unreachable } from "../../engine/kv.ts";
import { tell } from "../../engine/logger.ts";
import { retryAfterSeconds } from "../../engine/rpc.ts";
import { words } from "../../i18n/index.ts";
import { homePath, languageOfPath, prefixOf } from "../http/addresses.ts";
import { answer, type Page, type Redirect } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import type { Refusal, Surface } from "../http/poll.ts";
import { alertBox, onwardLinks } from "./boxes.ts";
import { page, type Shell } from "./shell.ts";

/** What is wrong, in one sentence, and where to go. */
export interface Problem {
  status: ContentfulStatusCode;
  heading: string;
  message: string;
  links: readonly { href: string; label: string }[];
  /** The reader did something, and the sentence is the answer to it: it gets the focus. */
  answer: boolean;
  headers?: Record<string, string>;
}

/** A page that says what is wrong. Never a blank page. */
export function problemPage(shell: Shell, problem: Problem): Page {
  const { heading, message, links, status, headers } = problem;
  const main = problem.answer
    ? alertBox({ heading, message, level: "h1" })
    : html`<h1>${heading}</h1>
<p>${message}</p>`;
  return {
    ...page(
      "own",
      shell,
      html`${main}
${onwardLinks(links)}`,
    ),
    status,
    ...(headers && { headers }),
  };
}

/** The same outside every poll: the way on is the front page. */
export function barePage(language: Language, problem: Omit<Problem, "links">): Page {
  const links = [{ href: homePath(language), label: words(language, "reader").home }];
  return problemPage({ language, title: problem.heading, addresses: [] }, { ...problem, links });
}

/** Readers' pages: the address says the language, Arabic without a prefix. What goes wrong is a page. */
export const pages: Surface = {
  language(c, { definition: { languages } }) {
    const asked = languageOfPath(c.req.path);
    if (languages.includes(asked)) return asked;
    return prefixOf(asked) === "" ? inItsFirstLanguage(c, languages) : undefined;
  },
  refuse: (c, refusal) => answer(c, refusalPage(c, refusal)),
};

/** `/p/{poll}` leads to every poll: what is printed or linked without a language finds one that the poll has. */
function inItsFirstLanguage(c: Context<AppEnv>, [first]: PollView["definition"]["languages"]): Redirect | undefined {
  if (!first || c.req.method !== "GET") return undefined;
  const { pathname, search } = new URL(c.req.url);
  return { kind: "redirect", status: 302, to: `${prefixOf(first)}${pathname}${search}` };
}

/** `language`: that of the address, unless another is known. */
export function refusalPage(
  c: Context<AppEnv>,
  refusal: Refusal,
  language: Language = languageOfPath(c.req.path),
): Page {
  const strings = words(language, "reader");
  const isAnswer = c.req.method === "POST";
  switch (refusal.kind) {
    case "not-found": {
      const isPoll = /^(\/(fr|en))?\/p\//.test(c.req.path);
      const message = isPoll ? strings["err.404"] : strings["err.404.page"];
      return barePage(language, { status: 404, heading: strings["err.404.h"], message, answer: isAnswer });
    }
    case "wrong-method":
      return barePage(language, {
        status: 405,
        heading: strings["err.page.h"],
        message: strings["err.method"],
        answer: isAnswer,
        headers: { Allow: refusal.allow },
      });
    case "foreign":
      return barePage(language, {
        status: 403,
        heading: strings["err.h"],
        message: strings["err.foreign"],
        answer: true,
      });
    case "thrown": {
      const { status, heading, message, headers } = whatWasThrown(c, refusal.error);
      return barePage(language, {
        status,
        heading: strings[heading],
        message: strings[message],
        answer: isAnswer,
        headers,
      });
    }
  }
}

/** What a thrown error is answered with, and the words of a page or frame that says so. */
export interface Thrown {
  status: ContentfulStatusCode;
  heading: "err.page.h" | "away.h" | "unconfirmed.h" | "unconfirmed.h.withdraw";
  message: "err.page" | "away" | "unconfirmed.back" | "withdraw.unsure";
  headers: Record<string, string>;
}

/**
 * Something broke, or does not answer now: then each is told another moment to come back. Whoever runs the server is told
 * what. After a posted form nobody knows whether the ballot was counted, and the page says so: the same form sent again
 * counts once.
 */
export function whatWasThrown(c: Context<AppEnv>, error: unknown): Thrown {
  const isAway = error instanceof Unreachable;
  const isTheirs = error instanceof HTTPException && error.status < 500;
  const status = isAway ? 503 : isTheirs ? (error.status as ContentfulStatusCode) : 500;
  const headers: Record<string, string> = isAway ? { "Retry-After": String(retryAfterSeconds()) } : {};
  if (!isTheirs) tell(isAway ? "unreachable" : "page-failure", { route: c.req.routePath }, error);
  if (c.req.method === "POST" && c.req.path.endsWith("/withdraw"))
    return { status, heading: "unconfirmed.h.withdraw", message: "withdraw.unsure", headers };
  if (c.req.method === "POST") return { status, heading: "unconfirmed.h", message: "unconfirmed.back", headers };
  return isAway
    ? { status, heading: "away.h", message: "away", headers }
    : { status, heading: "err.page.h", message: "err.page", headers };
}
