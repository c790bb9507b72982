import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../domain/language.ts";
import type { Phase, PollAct } from "../../domain/phase.ts";
import { logEvent, retryAfterSeconds, Unreachable } from "../../engine/index.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { type AllWords, words as apiWords } from "../../i18n/index.ts";

/** Last segment of a problem's `type`. Stable: programs decide by it. */
export const PROBLEM_KINDS = [
  "invalid",
  "not-found",
  "gone",
  "not-open",
  "not-possible",
  "already-used",
  "already-voted",
  "conflict",
  "too-many",
  "busy",
  "forbidden",
] as const;

export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** What was asked for. A refused act says in its last sentence that nothing was counted, or taken back. */
export type Act = "ballot" | "withdrawal";

/** A sentence of the API by its key, and what fills its places; a list of sentences fills one as a list. */
interface Said {
  code: keyof AllWords["api"];
  params?: Record<string, string | number | Said | readonly Said[]>;
}

/** What can be wrong with a field. The schemas of requests have these codes for messages. */
export type FaultCode = {
  [Key in keyof AllWords["api"]]: Key extends `fault.${infer Code}` ? Code : never;
}[keyof AllWords["api"]];

/** A field of the request and what is wrong with it; `choice[1]` is the second item of `choice`. */
export interface FieldFault {
  field: string;
  code: FaultCode;
  params?: Record<string, string | number>;
}

export interface Refusal {
  kind: ProblemKind;
  /** Left out: that of the request's `Accept-Language`. */
  language?: Language;
  /** Left out: the usual one of the kind. */
  status?: ContentfulStatusCode;
  /** Left out: what the kind says. A string is in the language of the answer already. */
  detail?: Said | string;
  /** The act that was refused: the detail then ends by saying that nothing was done. */
  act?: Act;
  /** In place of that ending, where the act may have been done. */
  ending?: Said;
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

const USUAL_DETAIL: Record<ProblemKind, Said["code"]> = {
  invalid: "wrong-fields",
  "not-found": "no-poll",
  gone: "no-address",
  "not-open": "not-open.ended",
  "not-possible": "not-possible.none",
  "already-used": "already-used",
  "already-voted": "already-voted",
  conflict: "taken",
  "too-many": "too-many",
  busy: "busy",
  forbidden: "forbidden",
};

/** Address of a kind of problem, relative to the host: it leads to its description on the readable page. */
const problemType = (kind: ProblemKind): string => `/api/problems/${kind}`;

/** A refusal as problem details (RFC 9457). */
export function problem(c: Context, refusal: Refusal): Response {
  const { language = languageOf(c) } = refusal;
  const {
    kind,
    status = USUAL_STATUS[kind],
    detail = { code: USUAL_DETAIL[kind] },
    act,
    ending,
    errors,
    phase,
    possible,
    both,
    confirmed,
  } = refusal;
  const last = ending ?? (act && { code: `nothing-done.${act}` as const });
  return respond(c, language, refusal.headers, {
    type: problemType(kind),
    title: said({ code: `title.${kind}` }, language),
    status,
    detail: [detail, ...(last ? [last] : [])]
      .map((each) => (typeof each === "string" ? each : said(each, language)))
      .join(" "),
    ...(errors && { errors: errors.map((each) => faultSaid(each, language)) }),
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
      detail: { code: act ? "failure" : "unreachable" },
      headers: { "Retry-After": String(retryAfterSeconds()) },
      ...(act && { confirmed: false, ending: { code: `unconfirmed.${act}` } }),
    });
  }
  logEvent("api-failure", { route: c.req.routePath }, error);
  const language = languageOf(c);
  const title = said({ code: "title.failure" }, language);
  const sentences: Said[] = [{ code: "failure" }, ...(act ? [{ code: `unconfirmed.${act}` as const }] : [])];
  const detail = sentences.map((each) => said(each, language)).join(" ");
  return respond(c, language, {}, { type: "about:blank", title, status: 500, detail });
}

/** A sentence of the API in a language. A number `n` chooses among the forms of a plural. */
function said({ code, params = {} }: Said, language: Language): string {
  const words = apiWords(language, "api")[code];
  const { plural, list } = formatterOf(language);
  if (typeof words !== "string") return plural(words, Number(params.n));
  const values = Object.entries(params).map(([name, value]): [string, string] => {
    if (typeof value === "string" || typeof value === "number") return [name, String(value)];
    return [name, isOne(value) ? said(value, language) : list(value.map((each) => said(each, language)))];
  });
  return fill(words, Object.fromEntries(values));
}

const isOne = (value: Said | readonly Said[]): value is Said => !Array.isArray(value);

/** A fault as programs read it, with a sentence for people. */
export const faultSaid = ({ field, code, params }: FieldFault, language: Language) => ({
  field,
  code,
  message: said({ code: `fault.${code}`, ...(params && { params }) }, language),
});

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
