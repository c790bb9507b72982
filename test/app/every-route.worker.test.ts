import { exports } from "cloudflare:workers";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import facebookHour from "../../src/domain/seed/facebook-hour.json";
import { openPoll } from "../engine/a-poll.ts";
import { isLong } from "../long.ts";
import { EXPECTED, type Route, routes } from "./routes.ts";
import { directivesOf, hashesOf, hostsNamed } from "./what-a-page-names.ts";

const HOST = "vote.example";
const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
const PERMISSIONS = ["camera", "geolocation", "microphone", "browsing-topics", "payment", "usb"];
/** Headers that would report readers to somebody, or say what a break-in may try. */
const NEVER = ["nel", "report-to", "reporting-endpoints", "expect-ct", "server", "x-powered-by", "via"];

const ARTICLE = "article.example";
/** Paths that thank a browser which voted. */
const thanked: string[] = [];
let poll = "";

beforeAll(async () => {
  ({ id: poll } = await openPoll({ source: { ...facebookHour.source, url: `https://${ARTICLE}/1` } }));
});

const ask = (address: string, init: RequestInit = {}, origin = `https://${HOST}`): Promise<Response> =>
  exports.default.fetch(new Request(`${origin}${address}`, { redirect: "manual", ...init }));

/** What holds for every answer whatever. */
function expectGuarded(response: Response, method: string, secure = true): void {
  const { headers } = response;
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  // Of data, which holds no link, script or frame, these say nothing.
  if (/html|\/xml|\+xml/.test(headers.get("content-type") ?? "html")) {
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    for (const power of PERMISSIONS) expect(headers.get("permissions-policy")).toContain(`${power}=()`);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  }
  expect(headers.get("cross-origin-resource-policy")).toMatch(/^(same-origin|cross-origin)$/);
  expect(headers.get("strict-transport-security")).toBe(secure ? "max-age=31536000" : null);
  expect(headers.get("cache-control")).not.toBeNull();
  expect(NEVER.filter((name) => headers.has(name))).toEqual([]);
  // Any site's page may ask, or none; never with what a browser knows of its reader.
  expect([null, "*"]).toContain(headers.get("access-control-allow-origin"));
  expect(headers.get("access-control-allow-credentials")).toBeNull();
  if (method !== "POST") expect(headers.get("set-cookie")).toBeNull();
  // What is one browser's own is in no cache, and what caches keep is told apart by all that it depends on.
  if (headers.has("set-cookie")) expect(headers.get("cache-control")).toBe("private, no-store");

  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/^default-src 'none';/);
  // Who may frame a page is said by its surface; nothing else is ever open to everybody.
  expect(policy.replace(/frame-ancestors \*/, "")).not.toMatch(/unsafe|\*(?!\.)|https?:(?!\/\/)|strict-dynamic/);
}

async function expectPage(response: Response, page: string, route: Route): Promise<void> {
  const policy = directivesOf(response.headers.get("content-security-policy") ?? "");
  const [styles, scripts] = [await hashesOf(page, "style"), await hashesOf(page, "script")];
  expect(policy["style-src"]).toEqual(styles.length > 0 ? styles : ["'none'"]);
  expect(policy["script-src"]).toEqual(scripts.length > 0 ? scripts : ["'none'"]);
  expect(policy["connect-src"]).toEqual(["'self'", `ws://${HOST}`, `wss://${HOST}`]);
  expect(policy["img-src"]).toEqual(["'self'", "data:"]);
  expect(policy["form-action"]).toEqual(["'self'"]);
  expect(policy["base-uri"]).toEqual(["'none'"]);
  expect(page.match(/<[^>]+\s(?:style|on\w+)=/g)).toBeNull();

  const { fetched, followed } = hostsNamed(page);
  expect(fetched.filter((host) => host !== HOST)).toEqual([]);
  const known = [HOST, ARTICLE, ...(route.expected?.links ?? [])];
  expect(followed.filter((host) => !known.includes(host))).toEqual([]);
}

describe("every route", () => {
  it("has a line in EXPECTED of test/app/routes.ts that says what it is, and no line is left over", () => {
    expect(routes.filter(({ expected }) => !expected).map(({ path }) => path)).toEqual([]);
    const used = new Set(routes.map(({ expected }) => expected));
    expect(Object.keys(EXPECTED).filter((path) => !used.has(EXPECTED[path]))).toEqual([]);
  });
});

/** A picture takes a moment to paint, and is asked for several times. */
describe.each(routes)("$path", { timeout: 60_000 }, (route) => {
  it("answers GET as what it is", async () => {
    const { surface, status = 200 } = route.expected ?? { surface: "page" };
    const response = await ask(route.addressOf(poll));
    expectGuarded(response, "GET");
    const { headers } = response;
    const body = await response.text();
    if (surface === "form") return expect([303, 404]).toContain(response.status);
    expect(response.status).toBe(status);
    const isHtml = headers.get("content-type")?.startsWith("text/html") ?? false;
    expect(isHtml).toBe(surface === "page" || surface === "frame");
    if (isHtml) await expectPage(response, body, route);
    // No answer is another one by a cookie and kept; text may be compressed for one browser and not the next.
    const vary = headers.get("vary") ?? "";
    expect(vary).not.toContain("Cookie");
    const isText = /^text|json$|svg/.test(headers.get("content-type") ?? "");
    if (body !== "" && isText) expect(vary).toContain("Accept-Encoding");
    const ancestors = directivesOf(headers.get("content-security-policy") ?? "")["frame-ancestors"];
    switch (surface) {
      case "page":
        expect(ancestors).toEqual(["'none'"]);
        expect(headers.get("x-frame-options")).toBe("DENY");
        expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
        break;
      case "frame":
        // The seeded poll names no sites that alone may frame it.
        expect(ancestors).toEqual(["*"]);
        expect(headers.get("x-frame-options")).toBeNull();
        break;
      case "open":
        expect(headers.get("access-control-allow-origin")).toBe("*");
        expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
        expect(ancestors).toEqual(["'none'"]);
        break;
      case "own":
      case "act":
        expect(headers.get("access-control-allow-origin")).toBeNull();
        expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
        expect(ancestors).toEqual(["'none'"]);
    }
  });

  // In another language a route differs in its words alone, which its answer to GET holds.
  if (!isLong && /^\/(fr|en)(\/|$)/.test(route.path)) return;

  it("is guarded, whatever it is asked", async () => {
    for (const method of METHODS) {
      const response = await ask(route.addressOf(poll), { method });
      expect([method, response.status < 500]).toEqual([method, true]);
      expectGuarded(response, method);
      if (method === "HEAD") expect(await response.text()).toBe("");
      else await response.body?.cancel();
    }
  });

  it("sets no cookie for a browser that voted either, and keeps what it is shown out of caches", async () => {
    const mark = `__Host-sawt-voted-${poll}.pledge=1`;
    const response = await ask(`${route.addressOf(poll)}?answered=pledge`, { headers: { cookie: mark } });
    expectGuarded(response, "GET");
    const page = await response.text();
    if (!page.includes('id="thanks"')) return;
    thanked.push(route.path);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  it("says the same to HEAD as to GET", async () => {
    const named = async (method: string) => {
      const response = await ask(route.addressOf(poll), { method });
      await response.body?.cancel();
      return [response.status, [...response.headers.keys()].filter((name) => name !== "content-length")];
    };
    expect(await named("HEAD")).toEqual(await named("GET"));
  });
});

it("who voted is thanked on a page of their own", () => {
  expect(thanked.filter((path) => !/^\/(fr|en)\//.test(path)).sort()).toEqual(["/e/:poll/voted", "/p/:poll/voted"]);
});

describe("an answer that is nobody's", () => {
  const nobodys = ["/nowhere", "/fr/nowhere", "/p/none", "/en/p/none/results", "/api/nowhere", "/log/none/checkpoint"];
  it.each([...nobodys, "/robots.txt", "/p/%00", "/p/..%2f..%2fetc", "//evil.example/p"])(
    "%s is guarded",
    async (at) => {
      for (const method of METHODS) {
        const response = await ask(at, { method });
        expect(response.status).toBeLessThan(500);
        expectGuarded(response, method);
        if (response.headers.get("content-type")?.startsWith("text/html") && method === "GET")
          await expectPage(response, await response.text(), { path: at, expected: undefined, addressOf: () => at });
        else await response.body?.cancel();
      }
    },
  );

  it("asks for https on https alone", async () => {
    for (const at of ["/", "/nowhere", "/api/nowhere"])
      expectGuarded(await ask(at, {}, "http://localhost:8787"), "GET", false);
  });
});

describe("the watch on pages", () => {
  it("would see another host in whatever a page loads, sends to, styles or writes in a script", () => {
    const seen = (page: string) => hostsNamed(page).fetched;
    expect(seen('<img alt="" src="https://a.example/x.png">')).toEqual(["a.example"]);
    expect(seen('<link rel="preload" href="//b.example/x">')).toEqual(["b.example"]);
    expect(seen('<form method="post" action="http://c.example">')).toEqual(["c.example"]);
    expect(seen("<style>p{background:url(https://d.example/x)}</style>")).toEqual(["d.example"]);
    expect(seen('<script>fetch("https://e.example/x")</script>')).toEqual(["e.example"]);
    expect(seen('<script src="//f.example/x.js"></script>')).toEqual(["f.example"]);
    expect(hostsNamed('<a href="https://g.example/x">').followed).toEqual(["g.example"]);
    expect(seen('<a href="/p/x"></a><link rel="icon" href="data:,">')).toEqual([]);
  });
});

it("the routes are of the kind that one regular expression finds, whatever their number", () => {
  const router = new RegExpRouter<number>();
  for (const [i, { method, path }] of app.routes.entries()) router.add(method, path, i);
  expect(() => router.match("GET", "/")).not.toThrow();
});
