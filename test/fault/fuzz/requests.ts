import { createHash } from "node:crypto";
import fc from "fast-check";

export const POLL = "facebook-hour";

export interface FuzzedRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** What the request asks for where it is well formed: judged by its answer. */
  act?: { kind: "ballot" | "withdrawal"; question: string; secret?: string };
}

/** Few secrets, so that the same lock comes again: retries, other answers, ballots taken back. */
const SECRETS = Array.from({ length: 400 }, (_, i) => createHash("sha256").update(`fuzz ${i}`).digest("base64url"));
const OPTIONS: Record<string, string[]> = {
  pledge: ["leave", "hour", "less", "same", "nonuser"],
  hosting: ["morocco", "equivalent", "anywhere", "unsure"],
};

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

/** Any text that an address may hold: escapes also of what is no UTF-8, dots, quotes, brackets. */
const junk = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "..",
        "%00",
        "%ff",
        "%2f",
        "%",
        "'",
        '"',
        "<",
        ">",
        "&",
        "=",
        "__proto__",
        "constructor",
        "💥",
        "ا",
      ),
      fc.string({ maxLength: 12 }),
      fc.nat().map(String),
    ),
    { maxLength: 5 },
  )
  .map((parts) =>
    parts.join("").replace(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(char.isWellFormed() ? char : "?")),
  );

const poll = fc.oneof(often(8, fc.constant(POLL)), often(1, fc.constant("none")), often(1, junk));
const prefix = fc.constantFrom("", "", "/fr", "/en", "/xx");
const number = fc.oneof(
  fc.nat({ max: 600 }).map(String),
  fc.constantFrom("-1", "1e9", "01", "99999999999999999999"),
  junk,
);
const hex = fc.oneof(fc.stringMatching(/^[0-9a-f]{0,8}$/), fc.constant("all"), junk);
const tile = fc
  .tuple(fc.constantFrom("entries", "0", "1", "63", "64"), number, fc.option(number))
  .map(([level, n, width]) => `tile/${level}/${n.padStart(3, "0")}${width === null ? "" : `.p/${width}`}`);
const page = fc.constantFrom(
  ...[
    "",
    "/results",
    "/method",
    "/method.txt",
    "/verify",
    "/withdraw",
    "/embed",
    "/vote",
    "/results.csv",
    "/results.json",
  ],
  ...[
    "/timeseries.csv",
    "/timeseries.ndjson",
    "/datapackage.json",
    "/results.dw.csv",
    "/results.excel.csv",
    "/chart.svg",
  ],
  ...["/qr.svg", "/pledge.ics"],
);
/** Costly ones, seldom. */
const heavy = fc.constantFrom("/results.xlsx", "/card.png", "/chart.png");

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ...["voted", "skip", "done", "lang", "question", "view", "theme", "to", "url", "format", "maxwidth"],
        ...["kind", "text", "s", "v"],
      ),
      fc.oneof(
        fc.constantFrom("pledge", "concern,hosting", "fr", "dark", "results", "json", "time", "outlined", "r", "2"),
        junk,
      ),
    ),
    { maxLength: 3 },
  )
  .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}`));

const readable = fc.oneof(
  often(
    160,
    fc.tuple(prefix, poll, page).map(([language, id, of]) => `${language}/p/${id}${of}`),
  ),
  often(
    1,
    fc.tuple(poll, heavy).map(([id, of]) => `/p/${id}${of}`),
  ),
  often(
    40,
    fc.tuple(poll, number, page).map(([id, size, of]) => `/p/${id}/at/${size}${of}`),
  ),
  often(
    60,
    poll.map((id) => `/e/${id}`),
  ),
  often(
    80,
    fc
      .tuple(
        poll,
        fc.oneof(
          tile,
          number.map((n) => `checkpoint/${n}`),
          hex.map((of) => `index/${of}`),
          fc.constant("checkpoint"),
        ),
      )
      .map(([id, of]) => `/log/${id}/${of}`),
  ),
  often(
    80,
    fc.tuple(poll, fc.constantFrom("", "/tally", "/live", "/ballots")).map(([id, of]) => `/api/v1/polls/${id}${of}`),
  ),
  often(
    40,
    fc.constantFrom(
      "/",
      "/fr",
      "/en",
      "/privacy",
      "/privacy.json",
      "/healthz",
      "/api",
      "/api/openapi.json",
      "/robots.txt",
      "/oembed",
      "/embed.js",
      "/desk",
      "/desk/sign-in",
    ),
  ),
  often(
    40,
    junk.map((text) => `/${text}`),
  ),
);

const headers = fc
  .record(
    {
      origin: fc.constantFrom("null", "https://evil.example", "", "http://[", "javascript:1"),
      "sec-fetch-site": fc.constantFrom("same-origin", "cross-site", "none", "same-site", "nonsense"),
      cookie: fc.constantFrom(`sawt-voted-${POLL}.pledge=1`, "a=b; __proto__=1", "=;=;", "sawt-desk=x"),
      "accept-language": fc.constantFrom("fr", "ar;q=0, en", "*", ";;;q=,", "fr;q=NaN"),
      "accept-encoding": fc.constantFrom("br", "gzip;q=0", "", "identity;q=0, *"),
      "if-none-match": fc.constantFrom("*", 'W/"x"', '"', ","),
      "x-forwarded-for": fc.constantFrom("203.0.113.9", "::1", "unknown", ",,,"),
      "x-forwarded-proto": fc.constantFrom("https", "gopher"),
      host: fc.constantFrom("localhost", "evil.example", "[::1]:1"),
      range: fc.constantFrom("bytes=0-1", "bytes=-"),
      authorization: fc.constantFrom("Bearer x", "Basic eDp5"),
    },
    { requiredKeys: [] },
  )
  .map((found) => Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)));

const read: fc.Arbitrary<FuzzedRequest> = fc.record({
  method: fc.constantFrom("GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND"),
  path: fc.tuple(readable, query).map(([path, of]) => path + of),
  headers,
});

const lockOf = (question: string, secret: string, origin: string): string =>
  createHash("sha256").update(`sawt-lock/v1\n${origin}\n${question}\n${secret}`).digest("base64url");

const answer = fc
  .constantFrom(...Object.keys(OPTIONS))
  .chain((question) =>
    fc.tuple(fc.constant(question), fc.constantFrom(...(OPTIONS[question] ?? [])), fc.constantFrom(...SECRETS)),
  );

const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

const soundBallot = (origin: string): fc.Arbitrary<FuzzedRequest> =>
  answer.map(([question, choice, secret]) => ({
    method: "POST",
    path: `/api/v1/polls/${POLL}/ballots`,
    headers: JSON_TYPE,
    body: JSON.stringify({ question, choice: [choice], lock: lockOf(question, secret, origin) }),
    act: { kind: "ballot", question, secret },
  }));

const soundForm = fc.tuple(answer, prefix, fc.boolean()).map(
  ([[question, choice, secret], language, hasSecret]): FuzzedRequest => ({
    method: "POST",
    path: `${language}/p/${POLL}/vote`,
    headers: FORM_TYPE,
    body: new URLSearchParams({ question, choice, ...(hasSecret && { secret }) }).toString(),
    act: { kind: "ballot", question, ...(hasSecret && { secret }) },
  }),
);

const soundWithdrawal = fc.tuple(answer, fc.boolean()).map(
  ([[question, , secret], byForm]): FuzzedRequest => ({
    method: "POST",
    path: byForm ? `/p/${POLL}/withdraw` : `/api/v1/polls/${POLL}/withdrawals`,
    headers: byForm ? FORM_TYPE : JSON_TYPE,
    body: byForm ? new URLSearchParams({ question, secret }).toString() : JSON.stringify({ question, secret }),
    act: { kind: "withdrawal", question, secret },
  }),
);

const bodies = fc.oneof(
  fc.json(),
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ maxLength: 300, unit: "binary" }),
  fc.nat({ max: 6_000 }).map((length) => "x".repeat(length)),
  fc
    .record({ question: fc.anything(), choice: fc.anything(), lock: fc.anything() }, { requiredKeys: [] })
    .map((it) => JSON.stringify(it, (_, value) => (typeof value === "bigint" ? String(value) : value)) ?? ""),
  fc
    .array(fc.tuple(fc.constantFrom("question", "choice", "secret", "skip", "x"), fc.string({ maxLength: 50 })), {
      maxLength: 6,
    })
    .map((pairs) => new URLSearchParams(pairs).toString()),
  fc
    .string({ maxLength: 80 })
    .map((text) => `--b\r\ncontent-disposition: form-data; name="question"\r\n\r\n${text}\r\n--b--`),
);

const posted: fc.Arbitrary<FuzzedRequest> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom("ballots", "withdrawals", "tally", "live").map((act) => `/api/v1/polls/${POLL}/${act}`),
      fc
        .tuple(prefix, fc.constantFrom("vote", "withdraw", "results", "method.txt"))
        .map(([language, act]) => `${language}/p/${POLL}/${act}`),
      fc.constantFrom(
        `/e/${POLL}/vote`,
        "/desk/sign-in",
        "/desk/sign-out",
        "/privacy",
        "/nowhere",
        "/log/x/checkpoint",
      ),
      readable,
    ),
    fc.constantFrom(
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=b",
      "text/plain",
      "application/json; charset=latin1",
      "multipart/form-data",
      "",
    ),
    headers,
    bodies,
  )
  .map(([path, type, more, body]) => ({
    method: "POST",
    path,
    headers: { ...more, ...(type && { "content-type": type }) },
    body,
  }));

const watch: fc.Arbitrary<FuzzedRequest> = poll.map((id) => ({
  method: "GET",
  path: `/api/v1/polls/${id}/live`,
  headers: {
    connection: "upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  },
}));

/** Any request at all; `origin`: of the poll's log, for locks that are sound. */
export const anyRequest = (origin: string): fc.Arbitrary<FuzzedRequest> =>
  fc.oneof(
    often(30, read),
    often(20, posted),
    often(10, soundBallot(origin)),
    often(5, soundForm),
    often(5, soundWithdrawal),
    often(1, watch),
  );
