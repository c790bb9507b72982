import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../domain/language.ts";
import type { Phase, PollAct } from "../../domain/phase.ts";
import { logEvent, retryAfterSeconds, Unreachable } from "../../engine/index.ts";
import { WORDS } from "./messages.ts";
import type { Act, ProblemKind, Words } from "./words.ts";

/** A field of the request and what is wrong with it; `choice[1]` is the second item of `choice`. */
export interface FieldFault {
  field: string;
  message: (words: Words["fields"]) => string;
}

export interface Refusal {
  kind: ProblemKind;
  /** Left out: that of the request's `Accept-Language`. */
  language?: Language;
  /** Left out: the usual one of the kind. */
  status?: ContentfulStatusCode;
  /** Left out: what the kind's title says. */
  detail?: (words: Words) => string;
  /** The act that was refused: the detail then ends by saying that nothing was done. */
  act?: Act;
  /** In place of that ending, where the act may have been done. */
  ending?: (words: Words) => string;
  errors?: readonly FieldFault[];
  phase?: Phase;
  /** Of `not-possible`: what may be done instead. */
  possible?: readonly PollAct[];
  /** Of a `conflict` of two editors: what stands saved, and what was sent. */
  both?: { theirs: unknown; yours: unknown };
  /** Of `busy`: false where the answer was lost and the act may have been done. */
  confirmed?: boolean;
  headers?: Record<string, string>;
}

const USUAL_STATUS: Record<ProblemKind, ContentfulStatusCode> = {
  invalid: 422,
  "not-found": 404,
  gone: 410,
  "not-open": 409,
  "not-possible": 409,
  "already-used": 409,
  "already-voted": 409,
  conflict: 409,
  "too-many": 429,
  busy: 503,
  forbidden: 403,
};

const USUAL_DETAIL: Record<ProblemKind, (words: Words) => string> = {
  invalid: (words) => words.wrongFields,
  "not-found": (words) => words.noPoll,
  gone: (words) => words.noAddress,
  "not-open": (words) => words.notOpen("closed"),
  "not-possible": (words) => words.notPossible("closed", []),
  "already-used": (words) => words.alreadyUsed,
  "already-voted": (words) => words.alreadyVoted,
  conflict: (words) => words.taken,
  "too-many": (words) => words.tooMany,
  busy: (words) => words.busy,
  forbidden: (words) => words.forbidden,
};

/** Address of a kind of problem, relative to the host: it leads to its description on the readable page. */
const problemType = (kind: ProblemKind): string => `/api/problems/${kind}`;

/** A refusal as problem details (RFC 9457). */
export function problem(c: Context, refusal: Refusal): Response {
  const { language = languageOf(c) } = refusal;
  const words = WORDS[language];
  const {
    kind,
    status = USUAL_STATUS[kind],
    detail = USUAL_DETAIL[kind],
    act,
    ending,
    errors,
    phase,
    possible,
    both,
    confirmed,
  } = refusal;
  const last = ending?.(words) ?? (act && words.nothingDone[act]);
  return respond(c, language, refusal.headers, {
    type: problemType(kind),
    title: words.titles[kind],
    status,
    detail: [detail(words), last].filter(Boolean).join(" "),
    ...(errors && { errors: errors.map(({ field, message }) => ({ field, message: message(words.fields) })) }),
    ...(phase && { phase }),
    ...(possible && { possible }),
    ...both,
    ...(confirmed !== undefined && { confirmed }),
  });
}

/**
 * The answer to what a handler threw, told to whoever runs the server. `Unreachable`: `busy`, with another moment to come
 * back for each. Anything else is a bug of ours: `about:blank`, which says no more than the status does. RFC 9457 section
 * 4.2.1. `act`: what was asked for; where in it the error struck is unknown.
 */
export function failure(c: Context, error: unknown, act?: Act): Response {
  if (error instanceof Unreachable) {
    logEvent("unreachable", { route: c.req.routePath }, error);
    return problem(c, {
      kind: "busy",
      detail: (words) => (act ? words.failure : words.unreachable),
      headers: { "Retry-After": String(retryAfterSeconds()) },
      ...(act && { confirmed: false, ending: (words) => words.unconfirmed[act] }),
    });
  }
  logEvent("api-failure", { route: c.req.routePath }, error);
  const language = languageOf(c);
  const { titles, failure, unconfirmed } = WORDS[language];
  const detail = act ? `${failure} ${unconfirmed[act]}` : failure;
  return respond(c, language, {}, { type: "about:blank", title: titles.failure, status: 500, detail });
}

/** The first language of `Accept-Language` that we speak, whatever its region; else Arabic. RFC 9110 section 12.5.4. */
export const languageOf = (c: Context): Language => {
  const spoken = accepts(c, {
    header: "Accept-Language",
    supports: [...LANGUAGES],
    default: DEFAULT_LANGUAGE,
    match: (asked, { default: otherwise }) =>
      asked
        .filter(({ q }) => q > 0)
        .toSorted((one, other) => other.q - one.q)
        .map(({ type }) => type.toLowerCase().split("-")[0] ?? "")
        .find((type) => LANGUAGES.some((each) => each === type)) ?? otherwise,
  });
  return LANGUAGES.find((each) => each === spoken) ?? DEFAULT_LANGUAGE;
};

function respond(
  c: Context,
  language: Language,
  headers: Record<string, string> | undefined,
  body: { status: ContentfulStatusCode } & Record<string, unknown>,
): Response {
  return c.body(JSON.stringify(body), body.status, {
    "Content-Type": "application/problem+json",
    "Content-Language": language,
    Vary: "Accept-Language",
    "Cache-Control": "no-store",
    ...headers,
  });
}
