import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { LANGUAGES, type Language, languageAmong } from "../../domain/language.ts";
import { logEvent, type PollView, retryAfterSeconds, Unreachable } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import { homePath, languageOfPath, pollPath, prefixOf } from "../http/addresses.ts";
import { answer, type Page, type Redirect } from "../http/answer.ts";
import type { AppEnv } from "../http/env.ts";
import type { Asked, Refusal, Surface } from "../http/poll.ts";
import { failure, languageOf, problem } from "../http/problem.ts";
import { alertBox, onwardLinks } from "./boxes.ts";
import { page, pollShell, type Shell } from "./shell.ts";

/** What is wrong, in one sentence, and where to go. */
interface Problem {
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
  refuse: (c, refusal, asked) => answer(c, refusalPage(c, refusal, asked && { language: asked.language, asked })),
};

/** `/p/{poll}` leads to every poll: what is printed or linked without a language finds one that the poll has. */
function inItsFirstLanguage(c: Context<AppEnv>, [first]: PollView["definition"]["languages"]): Redirect | undefined {
  if (!first || c.req.method !== "GET") return undefined;
  const { pathname, search } = new URL(c.req.url);
  return { kind: "redirect", status: 302, to: `${prefixOf(first)}${pathname === "/" ? "" : pathname}${search}` };
}

/**
 * Files and pictures: one address in all languages, `?lang` says which. What goes wrong is a page for whoever opens the
 * address in a browser, and problem details (RFC 9457) for a program, which any site's script may read.
 */
export const files: Surface = {
  language: (c, { definition: { languages } }) => languageAmong(languages, c.req.query("lang")),
  refuse(c, refusal, asked) {
    const language = LANGUAGES.find((each) => each === c.req.query("lang")) ?? languageOf(c);
    if (wantsPage(c)) {
      if (!asked) return answer(c, refusalPage(c, refusal, { language, of: "file" }));
      const spoken = languageAmong(asked.poll.definition.languages, language);
      return answer(c, refusalPage(c, refusal, { language: spoken, asked, of: "file" }));
    }
    c.header("Access-Control-Allow-Origin", "*");
    const strings = words(language, "reader");
    switch (refusal.kind) {
      case "not-found":
        return problem(c, { kind: "not-found", language });
      case "wrong-method":
        return problem(c, {
          kind: "invalid",
          status: 405,
          language,
          detail: { code: "allowed-methods", params: { methods: refusal.allow } },
          headers: { Allow: refusal.allow },
        });
      case "foreign":
        return problem(c, { kind: "forbidden", language });
      case "thrown":
        return failure(c, refusal.error);
      case "hidden":
        return problem(c, { kind: "forbidden", language, detail: strings["export.hidden"] });
      case "no-such-seal":
        return problem(c, { kind: "not-found", language, detail: strings["export.nofile"] });
      case "gone":
        return problem(c, { kind: "gone", language, detail: goneSentence(refusal.instead, language) });
      case "busy":
        return problem(c, {
          kind: "busy",
          language,
          headers: { "Retry-After": String(refusal.retryAfterSeconds) },
        });
    }
  },
};

/** Is it a browser that asks, and not a program? */
const wantsPage = (c: Context<AppEnv>): boolean =>
  accepts(c, { header: "Accept", supports: ["text/html", "application/json"], default: "" }) === "text/html";

const goneSentence = (instead: string, language: Language): string =>
  fillPlain(words(language, "reader")["export.gone"], { file: instead });

/** A page of one seal, or a file: what a refusal is headed, and what it says. */
const OF = {
  page: { heading: "quote.h", hidden: "results.hidden", "no-such-seal": "quote.missing" },
  file: { heading: "export.h", hidden: "export.hidden", "no-such-seal": "export.nofile" },
} as const;

/** `language`: left out, that of the address. `asked`: left out, no poll was found, and the page is of none. */
function refusalPage(
  c: Context<AppEnv>,
  refusal: Refusal,
  { language = languageOfPath(c.req.path), asked, of = "page" }: RefusedAt = {},
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
    case "busy":
      return barePage(language, {
        status: 503,
        heading: strings["away.h"],
        message: strings.away,
        answer: isAnswer,
        headers: { "Retry-After": String(refusal.retryAfterSeconds) },
      });
    case "hidden":
      return ofPoll(403, strings[OF[of].hidden]);
    case "no-such-seal":
      return ofPoll(404, strings[OF[of]["no-such-seal"]]);
    case "gone":
      return ofPoll(410, goneSentence(refusal.instead, language));
  }

  /** The poll is there, and its results are the way on. */
  function ofPoll(status: ContentfulStatusCode, message: string): Page {
    const heading = strings[OF[of].heading];
    if (!asked) return barePage(language, { status, heading, message, answer: isAnswer });
    const { definition } = asked.poll;
    const links = [{ href: pollPath(language, definition.id, "results"), label: strings["see_results.plain"] }];
    const shell = { ...pollShell(definition, language, heading), addresses: [] };
    return problemPage(shell, { status, heading, message, links, answer: isAnswer });
  }
}

interface RefusedAt {
  language?: Language;
  asked?: Asked;
  of?: keyof typeof OF;
}

/** What a thrown error is answered with, and the words of a page or frame that says so. */
interface Thrown {
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
  if (!isTheirs) logEvent(isAway ? "unreachable" : "page-failure", { route: c.req.routePath }, error);
  if (c.req.method === "POST" && c.req.path.endsWith("/withdraw"))
    return { status, heading: "unconfirmed.h.withdraw", message: "withdraw.unsure", headers };
  if (c.req.method === "POST") return { status, heading: "unconfirmed.h", message: "unconfirmed.back", headers };
  return isAway
    ? { status, heading: "away.h", message: "away", headers }
    : { status, heading: "err.page.h", message: "err.page", headers };
}
