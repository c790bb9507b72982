import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { bytes32, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { hidden, markOf, send, textOf, words } from "./page.ts";

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
  words(await textOf(`/en/p/${id}/results`, [markOf(id, "pledge")]), /<p class="total">/);

describe("a vote without a script", () => {
  it("leads to the results, and marks the browser with the same value for everyone", async () => {
    const { id } = await openPoll();
    const response = await vote(id, "hour");
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/en/p/${id}/results?voted=pledge`);
    expect(response.headers.get("set-cookie")).toBe(
      `sawt-voted-${id}.pledge=1; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax`,
    );
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  it("is in the results that it leads to", async () => {
    const { id } = await openPoll();
    await vote(id, "hour");
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("sent twice counts once, and is answered alike", async () => {
    const { id } = await openPoll();
    await vote(id, "hour");
    const again = await vote(id, "hour", undefined, [markOf(id, "pledge")]);
    expect(again.status).toBe(303);
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("without a secret gets one", async () => {
    const { id } = await openPoll();
    const response = await send(`/p/${id}/vote`, [
      ["question", "pledge"],
      ["choice", "hour"],
    ]);
    expect([response.status, response.headers.get("location")]).toEqual([303, `/p/${id}/results?voted=pledge`]);
  });

  it("may come as multipart", async () => {
    const { id } = await openPoll();
    const body = new FormData();
    body.set("question", "pledge");
    body.set("choice", "leave");
    const response = await ask(`/p/${id}/vote`, { method: "POST", body, headers: { "sec-fetch-site": "same-origin" } });
    expect(response.status).toBe(303);
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
