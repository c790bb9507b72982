import { env } from "cloudflare:workers";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { bytes32, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { hidden, markOf, open, send, textOf, words } from "../pages/page.ts";

const vote = (id: string, query = "", choice = "hour", marks: string[] = []) =>
  send(
    `/e/${id}/vote${query}`,
    [
      ["question", "pledge"],
      ["choice", choice],
      ["secret", bytes32(id)],
    ],
    marks,
  );

describe("a frame", () => {
  it("asks the question in the language that the page around it asks for", async () => {
    const { id } = await openPoll();
    for (const [language, direction, button] of [
      ["ar", "rtl", "تأكيد التصويت"],
      ["fr", "ltr", "Valider mon vote"],
      ["en", "ltr", "Cast vote"],
    ]) {
      const page = await textOf(`/e/${id}?lang=${language}`);
      expect(page).toContain(`<html lang="${language}" dir="${direction}" data-theme="light">`);
      expect(page).toContain(`<button class="btn">${button}</button>`);
    }
  });

  it("in a language that the poll has not speaks its first one, for the article stays", async () => {
    const { id } = await openPoll({ languages: ["fr"] });
    expect(await textOf(`/e/${id}?lang=en`)).toContain('<html lang="fr"');
    expect(await textOf(`/e/${id}?lang=de&theme=blue&view=none`)).toContain(
      '<html lang="fr" dir="ltr" data-theme="light">',
    );
  });

  it("takes the theme it is given", async () => {
    const { id } = await openPoll();
    for (const theme of ["light", "dark", "auto"])
      expect(await textOf(`/e/${id}?theme=${theme}`)).toContain(`data-theme="${theme}"`);
  });

  it("names its publisher, says that it is no science, and leads to the poll’s own page", async () => {
    const { id } = await openPoll();
    for (const view of ["vote", "results"]) {
      const page = await textOf(`/e/${id}?lang=en&view=${view}`);
      expect(page).toContain(`<a href="/en/p/${id}/results" target="_top">Local trial</a>`);
      expect(page).toContain(`<a href="/en/p/${id}/method" target="_top">Open vote, not a scientific survey</a>`);
    }
    expect(await textOf(`/e/${id}?lang=en&view=results`)).toContain(
      `<a class="btn" href="/en/p/${id}" target="_top">Vote on the original page</a>`,
    );
  });

  it.each(LANGUAGES)("weighs at most 6 KB with its style and script, in every state, in %s", async (language) => {
    for (const [state, page] of await everyState(language)) {
      const size = brotliCompressSync(page).length;
      expect([state, size, size <= 6_144]).toEqual([state, size, true]);
    }
  });

  it("asks for nothing but itself, and has one h1 and ids that stand once", async () => {
    for (const [state, page] of await everyState("ar")) {
      const markup = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "");
      expect([state, markup.match(/<(?:img|iframe|link rel="(?!icon|canonical))[^>]*>/g)]).toEqual([state, null]);
      expect([state, markup.match(/(?:src|href|action)="(?:https?:)?\/\/[^"]*"/g)]).toEqual([state, null]);
      expect([state, markup.match(/<[^>]+\s(?:style|on\w+)=/g)]).toEqual([state, null]);
      expect([state, markup.split("<h1>").length - 1]).toEqual([state, 1]);
      const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect([state, ids.length - new Set(ids).size]).toEqual([state, 0]);
    }
  });
});

/** A frame as it can be: one poll for each phase. */
async function everyState(lang: string): Promise<[string, string][]> {
  const poll = await openPoll();
  const at = (query: string, marks: string[] = []) => textOf(`/e/${poll.id}?lang=${lang}${query}`, marks);
  const form = await at("");
  const [results, voted] = [await at("&view=results&back=1"), await at("&view=results&voted=pledge")];
  const wrong = await (await send(`/e/${poll.id}/vote?lang=${lang}`, [["question", "pledge"]])).text();
  const refused = await (await send(`/e/${poll.id}/vote?lang=${lang}`, [["question", "none"]])).text();
  const before = await at("", [markOf(poll.id, "pledge")]);
  await env.LEDGER.getByName(poll.id).pause();
  const scheduled = await openPoll({ opens: "2090-07-30T20:00:00Z" });
  const closed = await openPoll();
  await env.LEDGER.getByName(closed.id).close("the test ends");
  const hiding = await openPoll({ rules: { results: "after-close" } });
  const missing = await textOf(`/e/none?lang=${lang}`);
  return Object.entries({
    form,
    results,
    voted,
    wrong,
    refused,
    before,
    missing,
    scheduled: await textOf(`/e/${scheduled.id}?lang=${lang}`),
    closed: await textOf(`/e/${closed.id}?lang=${lang}`),
    hiding: await textOf(`/e/${hiding.id}?lang=${lang}&view=results`),
  });
}

describe("who may frame a poll", () => {
  it("is any site, unless the poll names some; our own pages always", async () => {
    const any = await openPoll();
    const some = await openPoll({ frames: ["https://*.news.example", "https://paper.example:8443"] });
    const own = await openPoll({ frames: [] });
    const ancestors = async (id: string) =>
      /frame-ancestors ([^;]*)$/.exec((await open(`/e/${id}`)).headers.get("content-security-policy") ?? "")?.[1];
    expect(await ancestors(any.id)).toBe("*");
    expect(await ancestors(some.id)).toBe("'self' https://*.news.example https://paper.example:8443");
    expect(await ancestors(own.id)).toBe("'self'");
  });

  it("is said by the policy alone, on every answer of a frame", async () => {
    const { id } = await openPoll({ frames: ["https://paper.example"] });
    const answers = [
      await open(`/e/${id}`),
      await open(`/e/${id}?view=results`),
      await send(`/e/${id}/vote`, [["question", "pledge"]]),
      await send(`/e/${id}/vote`, []),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 422, 422]);
    for (const { headers } of answers) {
      expect(headers.get("x-frame-options")).toBeNull();
      expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self' https://paper.example");
    }
  });

  it("is nobody for the page of the poll", async () => {
    const { id } = await openPoll();
    const { headers } = await open(`/p/${id}`);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});

describe("a vote in a frame without a script", () => {
  it("is confirmed in the frame, in its language, its theme and its listener’s name", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/e/${id}?lang=fr&theme=dark&childId=pym-1`);
    expect(page).toContain('<form method="get"');
    expect(["question", "lang", "theme", "childId"].map((name) => hidden(page, name))).toEqual([
      "pledge",
      "fr",
      "dark",
      "pym-1",
    ]);
    const response = await open(`/e/${id}/vote?question=pledge&choice=hour&lang=fr&theme=dark&childId=pym-1`);
    const confirm = await response.text();
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(confirm).toContain('<html lang="fr" dir="ltr" data-theme="dark">');
    expect(confirm).toContain(`<form method="post" action="/e/${id}/vote?lang=fr&amp;theme=dark&amp;childId=pym-1"`);
    expect(hidden(confirm, "choice")).toBe("hour");
    expect(hidden(confirm, "secret")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await textOf(`/e/${id}?lang=en&view=results`)).toContain("Total: <bdi>0 votes</bdi>");
  });

  it("counts, and is answered by the results in the same frame", async () => {
    const { id } = await openPoll();
    const response = await vote(id, "?lang=en&theme=dark");
    const page = await response.text();
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(page).toContain('data-theme="dark"');
    expect(words(page, /<p class="total">/)).toBe("Total: 1 vote");
    expect(words(page, /<div class="ok" id="thanks" tabindex="-1" autofocus>/)).toBe(
      "Thank you. Your vote is recorded.",
    );
  });

  it("whose browser voted before shows the results, and says so", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/e/${id}/vote?lang=en&choice=hour`, [markOf(id, "pledge")]);
    expect(page).toContain('<p class="ok">A vote was already recorded from this browser.');
    expect(page).not.toContain("<form");
  });

  it("without an answer is asked once more", async () => {
    const { id } = await openPoll();
    const response = await open(`/e/${id}/vote?lang=en&question=pledge&theme=dark`);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('<a href="#pledge-1">Choose an answer</a>');
    expect([hidden(page, "theme"), hidden(page, "lang")]).toEqual(["dark", "en"]);
  });

  it("without a choice: the form again in the frame, with its secret and its look", async () => {
    const { id } = await openPoll();
    const secret = bytes32("kept");
    const response = await send(`/e/${id}/vote?lang=en&theme=dark`, [
      ["question", "pledge"],
      ["secret", secret],
    ]);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('data-theme="dark"');
    expect(page).toContain('<a href="#pledge-1">Choose an answer</a>');
    expect(words(page, /<title>/)).toMatch(/^Error: /);
    expect(hidden(page, "secret")).toBe(secret);
    expect(page).toContain(`action="/e/${id}/vote?lang=en&amp;theme=dark"`);
  });

  it("that is refused for good is told in the frame, with the ways on", async () => {
    const { id } = await openPoll();
    await vote(id);
    const response = await vote(id, "?lang=en", "leave");
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toContain("The first vote counts; this choice was not counted.");
    expect(page).toContain(`href="/e/${id}?lang=en&amp;view=results&amp;back=1"`);
  });

  it("while paused or closed is not counted, and the frame says so", async () => {
    const { id } = await openPoll();
    await env.LEDGER.getByName(id).pause();
    const response = await vote(id, "?lang=en");
    expect([response.status, await response.text()]).toEqual([
      409,
      expect.stringContaining("Voting is paused; your choice was not counted."),
    ]);
  });

  it.each(["null", "https://news.example"])("from a page whose origin is %s is not counted", async (origin) => {
    const { id } = await openPoll();
    const response = await ask(`/e/${id}/vote?lang=en`, {
      method: "POST",
      body: "question=pledge&choice=hour",
      headers: { "content-type": "application/x-www-form-urlencoded", origin, "sec-fetch-site": "cross-site" },
    });
    expect(response.status).toBe(403);
    const page = await response.text();
    expect(page).toContain("no vote was counted");
    expect(page).toContain(`<a class="btn" href="/en/p/${id}" target="_top">Vote on the original page</a>`);
    expect(await textOf(`/e/${id}?lang=en&view=results`)).toContain("Total: <bdi>0 votes</bdi>");
  });
});

describe("a frame’s state", () => {
  it("is the same for everyone, a voter too, and may be kept a second", async () => {
    const { id } = await openPoll();
    for (const query of ["?lang=en", "?lang=en&view=results"]) {
      const response = await open(`/e/${id}${query}`);
      expect(response.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1, stale-while-revalidate=30");
      expect(await textOf(`/e/${id}${query}`, [markOf(id, "pledge")])).toBe(await response.text());
    }
  });

  it("after a vote by script is fresh and this reader's own, and says nothing that the script does not know", async () => {
    const { id } = await openPoll();
    await vote(id);
    const response = await open(`/e/${id}/voted?lang=en`);
    const page = await response.text();
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(words(page, /<p class="total">/)).toBe("Total: 1 vote");
    expect(page).toContain('<div class="ok" id="thanks" tabindex="-1" hidden>');
    expect(await textOf(`/e/${id}?lang=en`)).toContain(`"to":"/e/${id}/voted?lang=en#counted"`);
  });

  it.each(["after-close", "after-vote"])(
    "with results %s shows no count of an answer, marked or not",
    async (results) => {
      const { id } = await openPoll({ rules: { results } });
      await vote(id);
      for (const marks of [[], [markOf(id, "pledge")]]) {
        const page = await textOf(`/e/${id}?lang=en&view=results`, marks);
        expect(page).toContain("Results are shown after voting closes.");
        expect(page).not.toContain("<table");
        expect(page).not.toMatch(/<tr[^>]*data-option/);
      }
    },
  );

  it("before opening says when, and what will be asked", async () => {
    const { id } = await openPoll({ opens: "2090-07-30T20:00:00Z" });
    const page = await textOf(`/e/${id}?lang=en`);
    expect(words(page, /<p class="stamp">/)).toMatch(/^Opens Sunday/);
    expect(page.split("<li>").length - 1).toBe(5);
    expect(page).not.toContain("<form");
  });

  it("paused shows the results and a stamp", async () => {
    const { id } = await openPoll();
    await env.LEDGER.getByName(id).pause();
    const page = await textOf(`/e/${id}?lang=en`);
    expect(page).toContain('<p class="stamp">Voting is paused</p>');
    expect(page).toContain("<table");
  });

  it("closed shows the final results, and asks for no further ones", async () => {
    const { id } = await openPoll();
    await env.LEDGER.getByName(id).close("the test ends");
    const page = await textOf(`/e/${id}?lang=en`);
    expect(page).toContain("Final results");
    expect(page).not.toContain('id="refresh"');
  });

  it("of a poll that is not there is a frame too", async () => {
    for (const path of ["/e/none?lang=fr", "/e/No", "/e/none/more", "/e/none/vote"]) {
      const response = await open(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors *");
    }
    expect(await textOf("/e/none?lang=fr")).toContain("Ce vote n’existe pas ou a été supprimé.");
  });

  it("says which methods it takes, in a frame", async () => {
    const { id } = await openPoll();
    const put = (path: string) => ask(path, { method: "PUT", body: "" });
    const [page, form] = [await put(`/e/${id}`), await put(`/e/${id}/vote`)];
    expect([page.status, page.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect([form.status, form.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors *");
    const again = await open(`/e/${id}/vote?lang=fr&theme=dark`);
    expect([again.status, again.headers.get("location")]).toEqual([303, `/e/${id}?lang=fr&theme=dark`]);
  });
});

describe("a ballot that the frame’s script sends", () => {
  it("marks the browser for the site around it", async () => {
    const { id } = await openPoll();
    const send = (query: string, lock: string) =>
      ask(`/api/v1/polls/${id}/ballots${query}`, {
        method: "POST",
        body: JSON.stringify({ question: "pledge", choice: ["hour"], lock }),
        headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
      });
    const page = await textOf(`/e/${id}`);
    expect(page).toContain(`/api/v1/polls/${id}/ballots?from=frame`);
    const answer = await send("?from=frame", bytes32("frame"));
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([
      201,
      `sawt-voted-${id}.pledge=1; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax`,
    ]);
  });
});
