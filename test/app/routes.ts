import { app } from "../../src/app.ts";
import { DESK_ROUTES, type Rule } from "../../src/desk/access.ts";
import { EXPORT_NAMES, GONE_FILES } from "../../src/web/export/files.ts";

/**
 * What a route's answer to GET is.
 * `page`: HTML of ours, framed by nobody. `frame`: HTML that other sites may frame. `open`: data that any site may read.
 * `own`: an answer for our own pages alone. `act`: takes no GET. `form`: takes forms of the
 * desk alone; whoever opens it finds nothing, or is sent to sign in.
 */
export type Surface = "page" | "frame" | "open" | "own" | "act" | "form";

export interface Expected {
  surface: Surface;
  /** Address to ask, without its language; default: the path with the poll filled in. */
  at?: (poll: string) => string;
  /** Default 200. */
  status?: number;
  /** Hosts that its links may lead to when a reader follows them, besides the article's. */
  links?: readonly string[];
}

/** By path, without the prefix of its language. A new route without a line here fails: say what it is. */
export const EXPECTED: Record<string, Expected> = {
  "/": { surface: "page" },
  "/p/:poll": { surface: "page" },
  "/p/:poll/results": { surface: "page" },
  "/p/:poll/method": { surface: "page" },
  "/p/:poll/method.txt": { surface: "open" },
  "/p/:poll/verify": { surface: "page" },
  "/p/:poll/withdraw": { surface: "page" },
  "/p/:poll/embed": { surface: "page", links: ["t.me", "wa.me", "send"] },
  "/p/:poll/vote": { surface: "own", status: 303 },
  // A browser that did not vote is shown what everyone is shown.
  "/p/:poll/voted": { surface: "own", status: 303 },
  "/p/:poll/card.png": { surface: "open" },
  "/p/:poll/chart.svg": { surface: "open" },
  "/p/:poll/chart.png": { surface: "open" },
  "/p/:poll/qr.svg": { surface: "open" },
  "/p/:poll/at/:size": { surface: "page", at: (poll) => `/p/${poll}/at/2` },
  "/p/:poll/at/:size/card.png": { surface: "open", at: (poll) => `/p/${poll}/at/2/card.png` },
  "/p/:poll/at/:size/chart.svg": { surface: "open", at: (poll) => `/p/${poll}/at/2/chart.svg` },
  "/p/:poll/at/:size/chart.png": { surface: "open", at: (poll) => `/p/${poll}/at/2/chart.png` },
  "/e/:poll": { surface: "frame" },
  "/e/:poll/vote": { surface: "own", status: 303 },
  "/e/:poll/voted": { surface: "frame" },
  "/embed.js": { surface: "open" },
  "/embed/wordpress/sawt-embed.php": { surface: "own" },
  "/oembed": { surface: "open", at: (poll) => `/oembed?url=${encodeURIComponent(`https://vote.example/p/${poll}`)}` },
  "/p/:poll/pledge": { surface: "page" },
  "/p/:poll/pledge.ics": { surface: "own" },
  "/privacy": { surface: "page" },
  "/privacy.json": { surface: "open" },
  "/healthz": { surface: "own" },
  "/api": { surface: "page" },
  "/api/openapi.json": { surface: "open" },
  "/api/problems/:kind": { surface: "open", at: () => "/api/problems/busy", status: 303 },
  "/api/v1/desk/polls/:poll/channels": { surface: "own", status: 410 },
  "/api/v1/polls/:poll": { surface: "open" },
  "/api/v1/polls/:poll/tally": { surface: "open" },
  "/api/v1/polls/:poll/live": { surface: "open", status: 426 },
  "/api/v1/polls/:poll/ballots": { surface: "act", status: 405 },
  "/api/v1/polls/:poll/withdrawals": { surface: "act", status: 405 },
  "/log/:poll/checkpoint": { surface: "open" },
  "/log/:poll/checkpoint/:size": { surface: "open", at: (poll) => `/log/${poll}/checkpoint/2` },
  "/log/:poll/tile/:path{.+}": { surface: "open", at: (poll) => `/log/${poll}/tile/entries/000.p/2` },
  "/log/:poll/index/:prefix": { surface: "open", at: (poll) => `/log/${poll}/index/all` },
};

for (const name of EXPORT_NAMES) {
  EXPECTED[`/p/:poll/${name}`] = { surface: "open" };
  EXPECTED[`/p/:poll/at/:size/${name}`] = { surface: "open", at: (poll) => `/p/${poll}/at/2/${name}` };
}

for (const name of Object.keys(GONE_FILES)) {
  EXPECTED[`/p/:poll/${name}`] = { surface: "open", status: 410 };
  EXPECTED[`/p/:poll/at/:size/${name}`] = { surface: "open", status: 410, at: (poll) => `/p/${poll}/at/2/${name}` };
}

/**
 * The desk by its rules: whoever is not signed in is sent to sign in, and what takes forms alone has no page; programs
 * without a token are told so.
 */
for (const [route, rule] of Object.entries<Rule>(DESK_ROUTES)) {
  const [method, path = ""] = route.split(" ");
  const isApi = path.startsWith("/api/");
  if (method !== "GET") EXPECTED[path] ??= isApi ? { surface: "act", status: 405 } : { surface: "form" };
  else if (isApi) EXPECTED[path] = { surface: "own", status: 401 };
  else EXPECTED[path] = rule === "anyone" ? { surface: "page" } : { surface: "own", status: 303 };
}

export interface Route {
  path: string;
  expected: Expected | undefined;
  addressOf: (poll: string) => string;
}

/** Every path that a router answers, middleware left out. */
export const routes: Route[] = [...new Set(app.routes.map(({ path }) => path))]
  .filter((path) => !path.endsWith("*"))
  .map((path) => {
    const [, prefix = "", rest = ""] = /^(\/(?:fr|en)(?=\/|$))?(.*)$/.exec(path) ?? [];
    const expected = EXPECTED[rest || "/"];
    const at = expected?.at ?? ((poll: string) => rest.replace(":poll", poll).replace(/:\w+/g, "x"));
    return { path, expected, addressOf: (poll) => prefix + at(poll) || "/" };
  });
