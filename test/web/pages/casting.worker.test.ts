import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { forget } from "../../../src/engine/index.ts";
import { bytes32, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { hidden, markOf, open, send, textOf, words } from "./page.ts";

const vote = (id: string, choice: string, secret = bytes32(id), marks: string[] = []) =>
  send(
    `/en/p/${id}/vote`,
    [
      ["question", "pledge"],
      ["choice", choice],
      ["secret", secret],
    ],
    marks,
  );

const totalOf = async (id: string): Promise<string> =>
  words(await textOf(`/en/p/${id}/voted`, [markOf(id, "pledge")]), /<p class="total">/);

describe("confirming a choice, without a script", () => {
  const confirm = (id: string, query: string, marks: readonly string[] = []) => open(`/en/p/${id}/vote${query}`, marks);

  it("shows what was chosen with a receipt code of this reader's own, and one button", async () => {
    const { id } = await openPoll();
    const response = await confirm(id, "?question=pledge&choice=hour");
    const page = await response.text();
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(words(page, /<p class="hint">/)).toBe("Your vote is not counted yet. Your answer:");
    expect(page).toContain("<li>I would use it at least an hour less a day</li>");
    const secret = hidden(page, "secret");
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(/<noscript>([\s\S]*?)<\/noscript>/.exec(page)?.[1]).toContain(`<code dir="ltr">${secret}</code>`);
    expect(page).toContain(`<form method="post" action="/en/p/${id}/vote"`);
    expect([hidden(page, "question"), hidden(page, "choice")]).toEqual(["pledge", "hour"]);
    expect(page).toContain('<button class="btn">Confirm my vote</button>');
    expect(page.split("<button").length - 1).toBe(1);
    expect(hidden(await (await confirm(id, "?question=pledge&choice=hour")).text(), "secret")).not.toBe(secret);
  });

  it("from a link of a newsletter has the answer chosen, and counts nothing by itself", async () => {
    const { id } = await openPoll();
    for (let i = 0; i < 3; i++) {
      const response = await confirm(id, "?choice=hour");
      expect([hidden(await response.text(), "choice"), response.headers.get("set-cookie")]).toEqual(["hour", null]);
    }
    expect(await totalOf(id)).toBe("Total: 0 votes");
  });

  it("takes three requests from the link to the word that it is counted", async () => {
    const { id } = await openPoll();
    const vote = await textOf(`/en/p/${id}`);
    const action = /<form method="get" action="([^"]*)"/.exec(vote)?.[1] ?? "";
    const confirmed = await textOf(`${action}?question=${hidden(vote, "question")}&choice=hour`);
    const counted = await send(
      /<form method="post" action="([^"]*)"/.exec(confirmed)?.[1] ?? "",
      ["choice", "question", "secret"].map((name) => [name, hidden(confirmed, name)]),
    );
    expect(counted.status).toBe(200);
    expect(words(await counted.text(), /<div class="ok" id="thanks" tabindex="-1" autofocus><p>/)).toBe(
      "Thank you. Your vote is recorded.",
    );
  });

  it("without an answer shows the question again, in the error pattern", async () => {
    const { id } = await openPoll();
    const response = await confirm(id, "?question=pledge");
    const page = await response.text();
    expect([response.status, response.headers.get("cache-control")]).toEqual([422, "private, no-store"]);
    expect(words(page, /<h2>/)).toBe("Your vote was not recorded");
    expect(page).toContain('<a href="#pledge-1">Choose an answer</a>');
    expect(page).toContain(`<form method="get" action="/en/p/${id}/vote"`);
  });

  it("of an answer that the question does not have says so, as of two where one may be chosen", async () => {
    const { id } = await openPoll();
    for (const [query, told] of [
      ["?choice=maybe", "The answer received is not one of this question’s. Choose from the list"],
      ["?choice=hour&choice=leave", "Choose an answer"],
    ] as const) {
      const response = await confirm(id, query);
      expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(told)]);
    }
  });

  it("is not asked of a browser that has voted", async () => {
    const { id } = await openPoll();
    const page = await (await confirm(id, "?choice=hour", [markOf(id, "pledge")])).text();
    expect(words(page, /<p class="ok">/)).toBe("A vote was already recorded from this browser. One vote per browser.");
    expect(page).toContain(`href="/en/p/${id}/withdraw"`);
    expect(page).not.toContain("<form");
  });

  it("of a poll that is not open leads to its page, as the bare address does", async () => {
    const { id } = await openPoll();
    const ways = async (query: string) => {
      const response = await confirm(id, query);
      return [response.status, response.headers.get("location")];
    };
    expect(await ways("")).toEqual([303, `/en/p/${id}`]);
    await env.LEDGER.getByName(id).pause();
    forget(id);
    expect(await ways("?choice=hour")).toEqual([303, `/en/p/${id}`]);
  });
});

describe("a vote without a script", () => {
  it("is answered by the results, and marks the browser with the same value for everyone", async () => {
    const { id } = await openPoll();
    const response = await vote(id, "hour");
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toBe(
      `sawt-voted-${id}.pledge=1; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax`,
    );
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    const page = await response.text();
    expect(words(page, /<div class="ok" id="thanks" tabindex="-1" autofocus><p>/)).toBe(
      "Thank you. Your vote is recorded.",
    );
    expect(words(page, /<p class="total">/)).toBe("Total: 1 vote");
  });

  it("sent twice counts once, and is answered alike", async () => {
    const { id } = await openPoll();
    await vote(id, "hour");
    const again = await vote(id, "hour", undefined, [markOf(id, "pledge")]);
    expect([again.status, await again.text()]).toEqual([200, expect.stringContaining('id="thanks"')]);
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("without a secret gets one", async () => {
    const { id } = await openPoll();
    const response = await send(`/p/${id}/vote`, [
      ["question", "pledge"],
      ["choice", "hour"],
    ]);
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('id="thanks"')]);
  });

  it("may come as multipart", async () => {
    const { id } = await openPoll();
    const body = new FormData();
    body.set("question", "pledge");
    body.set("choice", "leave");
    const response = await ask(`/p/${id}/vote`, { method: "POST", body, headers: { "sec-fetch-site": "same-origin" } });
    expect(response.status).toBe(200);
  });
});

describe("a vote that is not counted says so", () => {
  it("without a choice: the form again, in the error pattern, with the same secret", async () => {
    const { id } = await openPoll();
    const secret = bytes32("kept");
    const response = await send(`/en/p/${id}/vote`, [
      ["question", "pledge"],
      ["secret", secret],
    ]);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(words(page, /<title>/)).toBe("Error: Would you leave Facebook, or at least use it an hour less a day?");
    expect(page).toContain('<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">');
    expect(words(page, /<h2>/)).toBe("Your vote was not recorded");
    expect(page).toContain('<a href="#pledge-1">Choose an answer</a>');
    expect(page).toContain('<p class="fe" id="pledge-error"><span class="vh">Error: </span>Choose an answer</p>');
    expect(page).toContain('<fieldset aria-describedby="pledge-hint pledge-error">');
    expect(hidden(page, "secret")).toBe(secret);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  it("with too many answers: all of them kept", async () => {
    const { id } = await openPoll();
    const choices = ["privacy", "image", "ethics", "identity"].map((each): [string, string] => ["choice", each]);
    const response = await send(`/en/p/${id}/vote`, [["question", "concern"], ...choices]);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('<a href="#concern-1">Choose at most 3 answers</a>');
    expect(page.split(" checked").length - 1).toBe(4);
  });

  it("with an answer that stands alone, together with another", async () => {
    const { id } = await openPoll();
    const response = await send(`/en/p/${id}/vote`, [
      ["question", "concern"],
      ["choice", "none"],
      ["choice", "image"],
    ]);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("“None of these” cannot go with another answer");
  });

  it("with an answer of no such question, or twice the same", async () => {
    const { id } = await openPoll();
    const unknown = await vote(id, "maybe");
    expect([unknown.status, words(await unknown.text(), /<p class="fe"[^>]*>/)]).toEqual([
      422,
      "Error: The answer received is not one of this question’s. Choose from the list",
    ]);
    const twice = await send(`/en/p/${id}/vote`, [
      ["question", "pledge"],
      ["choice", "hour"],
      ["choice", "hour"],
    ]);
    expect(await twice.text()).toContain("The same answer arrived more than once. Choose it once");
  });

  it("to a question that the poll does not ask", async () => {
    const { id } = await openPoll();
    const response = await send(`/en/p/${id}/vote`, [
      ["question", "other"],
      ["choice", "hour"],
    ]);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("your vote was not counted");
  });

  it("with a secret that none of our pages wrote: a fresh one, and the choice kept", async () => {
    const { id } = await openPoll();
    const response = await vote(id, "hour", "short");
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(hidden(page, "secret")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(page).toContain('value="hour" id="pledge-2" checked');
  });

  it("with a secret used for another choice: the first counts", async () => {
    const { id } = await openPoll();
    await vote(id, "hour");
    const response = await vote(id, "leave");
    expect(response.status).toBe(409);
    expect(await response.text()).toContain("The first vote counts; this choice was not counted.");
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("from a browser that voted before", async () => {
    const { id } = await openPoll();
    await vote(id, "hour");
    const response = await vote(id, "leave", bytes32("another"), [markOf(id, "pledge")]);
    expect(response.status).toBe(409);
    expect(await response.text()).toContain("A vote was already recorded from this browser, and it counts.");
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("while voting is paused", async () => {
    const { id } = await openPoll();
    await env.LEDGER.getByName(id).pause();
    const response = await vote(id, "hour");
    expect(response.status).toBe(409);
    expect(await response.text()).toContain("Voting is paused; your choice was not counted.");
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("after voting closed", async () => {
    const { id } = await openPoll();
    await env.LEDGER.getByName(id).close("the test ends");
    const response = await send(`/p/${id}/vote`, [
      ["question", "pledge"],
      ["choice", "hour"],
    ]);
    expect([response.status, words(await response.text(), /<div role="alert">\n<h1>[^<]*<\/h1>\n<p>/)]).toEqual([
      409,
      "أُغلق التصويت قبل وصول اختيارك، ولم يُحتسب.",
    ]);
  });

  it("sent by another site’s page", async () => {
    const { id } = await openPoll();
    const response = await ask(`/en/p/${id}/vote`, {
      method: "POST",
      body: "question=pledge&choice=hour",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site" },
    });
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("no vote was counted")]);
  });

  it("in another media type, or too large", async () => {
    const { id } = await openPoll();
    const json = await ask(`/en/p/${id}/vote`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect([json.status, await json.text()]).toEqual([415, expect.stringContaining("your vote was not counted")]);
    const large = await send(`/en/p/${id}/vote`, [
      ["question", "pledge"],
      ["choice", "x".repeat(3_000)],
    ]);
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining("your vote was not counted")]);
  });
});

describe("other methods", () => {
  it("opened as an address, the form’s target leads to the vote page", async () => {
    const { id } = await openPoll();
    const response = await ask(`/fr/p/${id}/vote`);
    expect([response.status, response.headers.get("location")]).toEqual([303, `/fr/p/${id}`]);
  });

  it.each(["", "/results", "/method"])("a page at …%s takes no posts", async (page) => {
    const { id } = await openPoll();
    const response = await ask(`/p/${id}${page}`, { method: "POST", body: "" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});
