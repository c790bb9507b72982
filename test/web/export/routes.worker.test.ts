import { describe, expect, it, vi } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { EXPORT_NAMES } from "../../../src/web/export/files.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask, refusal } from "../api/ask.ts";

async function castAndSeal(poll: PollDefinition, from: number, to: number): Promise<void> {
  const voters = Array.from({ length: to - from }, (_, i) => from + i);
  await Promise.all(
    voters.map((i) => boxOf(poll).cast(aBallot(`voter ${i}`, { choice: [i % 4 === 0 ? "leave" : "hour"] }))),
  );
  await ledgerOf(poll).seal();
}

async function pollWith(ballots: number, rules: object = {}): Promise<PollDefinition> {
  const poll = await openPoll({ rules: { boxes: 1, ...rules } });
  await castAndSeal(poll, 0, ballots);
  return poll;
}

const file = (poll: { id: string }, name: string, init: RequestInit = {}) => ask(`/p/${poll.id}/${name}`, init);

describe("the files of a result", () => {
  it("are served to anyone's scripts, for a minute, each with its type, a name to keep it under, and a tag", async () => {
    const poll = await pollWith(3);
    const types: Record<string, string> = {};
    for (const name of EXPORT_NAMES) {
      const response = await file(poll, name);
      expect([name, response.status]).toEqual([name, 200]);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": "public, max-age=60",
        "x-content-type-options": "nosniff",
        etag: expect.stringMatching(/^(W\/)?"[\w-]{22}"$/),
        "content-disposition": expect.stringMatching(
          new RegExp(`^(attachment|inline); filename="${poll.id}-6-${name.replaceAll(".", "\\.")}"$`),
        ),
      });
      types[name] = response.headers.get("content-type") ?? "";
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
    expect(types).toEqual({
      "results.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "results.csv": "text/csv; charset=utf-8; header=present",
      "results.json": "application/json",
      "timeseries.csv": "text/csv; charset=utf-8; header=present",
      "datapackage.json": "application/json",
    });
  });

  it("state the newest sealed tally, and leave out what no seal covers yet", async () => {
    const poll = await pollWith(3);
    await boxOf(poll).cast(aBallot("not sealed yet"));
    const json = await (await file(poll, "results.json")).json<{ questions: { ballots: number }[]; size: number }>();
    expect(json.questions[0]?.ballots).toBe(3);
    expect(json.size).toBe(6);
    expect(await (await file(poll, "results.csv")).text()).toContain(`\r\n${poll.id},pledge,hour,`);
  });

  it("of an earlier seal are found under its size for as long as the log is kept", async () => {
    const poll = await pollWith(3);
    const early = await (await file(poll, "results.csv")).text();
    await castAndSeal(poll, 3, 40);
    expect(await (await file(poll, "at/6/results.csv")).text()).toBe(early);
    const late = await file(poll, "at/44/results.csv");
    expect(await late.text()).toBe(await (await file(poll, "results.csv")).text());
    for (const path of ["at/5/results.csv", "at/45/results.csv"]) {
      const [status, type] = await refusal(await file(poll, path));
      expect([path, status, type]).toEqual([path, 404, "/api/problems/not-found"]);
    }
    for (const path of ["at/06/results.csv", "at/-1/results.csv", "at/x/results.csv", "results.pdf"])
      expect([path, (await file(poll, path)).status]).toEqual([path, 404]);
    expect((await file({ id: "no-such-poll" }, "results.csv")).status).toBe(404);
  });

  it("are sent again only when they changed", async () => {
    const poll = await pollWith(3);
    for (const name of EXPORT_NAMES) {
      const tag = (await file(poll, name)).headers.get("etag") ?? "";
      for (const known of [tag, `"other", ${tag}`, tag.replace("W/", "")]) {
        const same = await file(poll, name, { headers: { "if-none-match": known } });
        expect([name, known, same.status, await same.text()]).toEqual([name, known, 304, ""]);
        expect(same.headers.get("access-control-allow-origin")).toBe("*");
      }
    }
    const tags = await Promise.all(EXPORT_NAMES.map(async (name) => (await file(poll, name)).headers.get("etag")));
    await castAndSeal(poll, 3, 4);
    for (const [i, name] of EXPORT_NAMES.entries()) {
      const changed = await file(poll, name, { headers: { "if-none-match": tags[i] ?? "" } });
      expect([name, changed.status]).toEqual([name, 200]);
      await changed.body?.cancel();
    }
  });

  it("answer HEAD as GET without a body, OPTIONS with what they take, and refuse all else", async () => {
    const poll = await pollWith(3);
    for (const name of EXPORT_NAMES) {
      const get = await file(poll, name);
      const head = await file(poll, name, { method: "HEAD" });
      expect([name, head.status, await head.text()]).toEqual([name, 200, ""]);
      for (const header of ["etag", "content-type", "content-disposition", "cache-control"])
        expect([name, header, head.headers.get(header)]).toEqual([name, header, get.headers.get(header)]);
      await get.body?.cancel();
      const options = await file(poll, name, { method: "OPTIONS", headers: { origin: "https://elsewhere.example" } });
      expect([options.status, options.headers.get("access-control-allow-methods")]).toEqual([204, "GET, HEAD"]);
      const post = await file(poll, name, { method: "POST" });
      expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    }
  });

  it("say of a series how many seals it is made from, as its length is not known before it is sent", async () => {
    const poll = await pollWith(12);
    await castAndSeal(poll, 12, 15);
    const response = await file(poll, "timeseries.csv", { method: "HEAD" });
    expect(response.headers.get("sawt-seals")).toBe("3");
  });

  it.each(["after-close", "after-vote"])(
    "of a poll whose results show %s are refused in words before it closes, every one, and say no number",
    async (results) => {
      const poll = await pollWith(3, { results });
      for (const name of EXPORT_NAMES) {
        for (const path of [name, `at/6/${name}`, `at/2/${name}`, `at/999/${name}`]) {
          const response = await file(poll, path, { headers: { "accept-language": "en", cookie: marked(poll) } });
          expect([path, response.status, response.headers.get("cache-control")]).toEqual([path, 403, "no-store"]);
          expect([...response.headers.keys()]).not.toContain("sawt-seals");
          const [, type, detail] = await refusal(response);
          expect(type).toBe("/api/problems/forbidden");
          expect(detail).toMatch(/^This vote shows no figures before it closes/);
        }
      }
      const page = await file(poll, "results.xlsx", { headers: { accept: "text/html,*/*;q=0.8" } });
      expect([page.status, page.headers.get("content-type")]).toEqual([403, "text/html; charset=UTF-8"]);
      expect(await page.text()).toContain("هذا التصويت لا يكشف أرقامه قبل إغلاقه");

      await ledgerOf(poll).close("done");
      await vi.waitFor(async () => expect((await file(poll, "results.csv")).status).toBe(200), 4_000);
      expect(await (await file(poll, "results.csv")).text()).toMatch(/,hour,.*,final,/);
      expect((await file(poll, "at/2/timeseries.csv")).status).toBe(200);
    },
  );
});

describe("a file that is no longer made", () => {
  it.each([
    ["results.excel.csv", "results.xlsx"],
    ["results.dw.csv", "results.csv"],
    ["timeseries.ndjson", "timeseries.csv"],
  ])("%s says in words, to a program and to a browser, which to take instead: %s", async (name, instead) => {
    const poll = await pollWith(1);
    for (const path of [name, `at/4/${name}`, `${name}?lang=en`]) {
      const response = await file(poll, path, { headers: { "accept-language": "en" } });
      expect([path, response.status, response.headers.get("access-control-allow-origin")]).toEqual([path, 410, "*"]);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      const [, type, detail] = await refusal(response);
      expect(type).toBe("/api/problems/gone");
      expect(detail).toBe(`This file is no longer made. The same figures are in \u2068${instead}\u2069.`);
    }
    const french = await file(poll, `${name}?lang=fr`, { headers: { accept: "text/html", "accept-language": "en" } });
    expect([french.status, french.headers.get("content-type")]).toEqual([410, "text/html; charset=UTF-8"]);
    const page = await french.text();
    expect(page).toContain(`Ce fichier n’est plus produit. Les mêmes chiffres sont dans \u2068${instead}\u2069.`);
    expect(page).toContain(`href="/fr/p/${poll.id}/results"`);
    expect((await file({ id: "no-such-poll" }, name)).status).toBe(404);
  });
});

const marked = (poll: { id: string }): string => `sawt-voted-${poll.id}.pledge=1`;
