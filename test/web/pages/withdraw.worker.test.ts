import { env } from "cloudflare:workers";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { receiptScript } from "../../../src/built/inline.ts";
import { bytes32, openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { markOf, open, send, textOf, words } from "./page.ts";

const SECRET = bytes32("noted");

const vote = (id: string) =>
  send(`/en/p/${id}/vote`, [
    ["question", "pledge"],
    ["choice", "hour"],
    ["secret", SECRET],
  ]);

const withdraw = (id: string, secret = SECRET, question = "pledge", prefix = "/en") =>
  send(
    `${prefix}/p/${id}/withdraw`,
    [
      ["question", question],
      ["secret", secret],
    ],
    [markOf(id, "pledge")],
  );

const totalOf = async (id: string): Promise<string> =>
  words(await textOf(`/en/p/${id}/voted`, [markOf(id, "pledge")]), /<p class="total">/);

describe("taking a ballot back by its code", () => {
  it("takes it out of the tally, frees the browser, and leads to a page that says so", async () => {
    const { id } = await openPoll();
    await vote(id);
    expect(await totalOf(id)).toBe("Total: 1 vote");
    const response = await withdraw(id);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/en/p/${id}/withdraw?done=pledge`);
    expect(response.headers.get("set-cookie")).toBe(
      `sawt-voted-${id}.pledge=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`,
    );
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(await totalOf(id)).toBe("Total: 0 votes");
    const page = await textOf(`/en/p/${id}/withdraw?done=pledge`);
    expect(words(page, /<div class="ok" id="done" tabindex="-1" autofocus><p>/)).toContain("Your vote is taken back");
  });

  it("twice is answered alike", async () => {
    const { id } = await openPoll();
    await vote(id);
    await withdraw(id);
    expect((await withdraw(id)).status).toBe(303);
    expect(await totalOf(id)).toBe("Total: 0 votes");
  });

  it("works with spaces around and within the code, as paper has them", async () => {
    const { id } = await openPoll();
    await vote(id);
    expect((await withdraw(id, ` ${SECRET.slice(0, 10)} ${SECRET.slice(10)}\n`)).status).toBe(303);
  });

  it("works while voting is paused", async () => {
    const { id } = await openPoll();
    await vote(id);
    await env.LEDGER.getByName(id).pause();
    expect((await withdraw(id)).status).toBe(303);
  });
});

describe("what takes nothing back says so, in every language", () => {
  it.each([
    ["", "لم يُسحب أي صوت"],
    ["/fr", "Aucun vote n’est retiré"],
    ["/en", "No vote was taken back"],
  ])("an unknown code under %s: 404, with the form and its code again", async (prefix, says) => {
    const { id } = await openPoll();
    await vote(id);
    const response = await withdraw(id, bytes32("another"), "pledge", prefix);
    const page = await response.text();
    expect([response.status, response.headers.get("set-cookie")]).toEqual([404, null]);
    expect(words(page, /<h2>/)).toBe(says);
    expect(page).toContain(`value="${bytes32("another")}" aria-invalid="true"`);
    expect(page.slice(0, page.indexOf("</title>"))).not.toContain(bytes32("another"));
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("the code of another question", async () => {
    const { id } = await openPoll();
    await vote(id);
    expect((await withdraw(id, SECRET, "concern")).status).toBe(404);
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it.each(["", "short", "x".repeat(44), '"><script>'])("the malformed code '%s': 422", async (code) => {
    const { id } = await openPoll();
    const response = await withdraw(id, code);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('<a href="#secret">Write the whole receipt code: 43 characters');
    expect(page).not.toContain('value=""><script>');
  });

  it("a question that is none of the poll’s: 422", async () => {
    const { id } = await openPoll();
    const response = await withdraw(id, SECRET, "other");
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining("No vote was taken back.")]);
  });

  it("after closing: 409, and no form any more", async () => {
    const { id } = await openPoll();
    await vote(id);
    await env.LEDGER.getByName(id).close("the test ends");
    const response = await withdraw(id);
    const page = await response.text();
    expect(response.status).toBe(409);
    expect(page).toContain("A vote can be taken back only while voting is open or paused. No vote was taken back.");
    expect(page).not.toContain("<form");
  });

  it("another site’s page: 403", async () => {
    const { id } = await openPoll();
    await vote(id);
    const response = await ask(`/en/p/${id}/withdraw`, {
      method: "POST",
      body: `question=pledge&secret=${SECRET}`,
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site" },
    });
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("No vote was taken back.")]);
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("another media type: 415; a large body: 413", async () => {
    const { id } = await openPoll();
    const json = await ask(`/en/p/${id}/withdraw`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect([json.status, await json.text()]).toEqual([415, expect.stringContaining("No vote was taken back.")]);
    const large = await withdraw(id, "x".repeat(3_000));
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining("No vote was taken back.")]);
  });
});

describe("the receipt page", () => {
  it("does nothing when it is opened, whatever its address says", async () => {
    const { id } = await openPoll();
    await vote(id);
    const response = await open(`/en/p/${id}/withdraw?question=pledge&secret=${SECRET}`, [markOf(id, "pledge")]);
    expect([response.status, response.headers.get("set-cookie")]).toEqual([200, null]);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(await response.text()).not.toContain(SECRET);
    expect(await totalOf(id)).toBe("Total: 1 vote");
  });

  it("says until when, what stays, what is not given back, and that a lost receipt is lost", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/en/p/${id}/withdraw`);
    for (const sentence of [
      "A receipt shows how you voted",
      "while voting is open or paused, and no more after it closes",
      "the line of the vote and the line of its withdrawal stand in the public log",
      "Afterwards one may vote again. The network does not get back",
      "Nothing can be done: neither we nor anybody else can find your vote",
    ])
      expect(page).toContain(sentence);
  });

  it("is linked from the results after a vote, and from the page of who has voted", async () => {
    const { id } = await openPoll();
    const marks = [markOf(id, "pledge")];
    expect(await textOf(`/fr/p/${id}/voted?answered=pledge`, marks)).toContain(`href="/fr/p/${id}/withdraw"`);
    expect(await textOf(`/fr/p/${id}/vote?choice=hour`, marks)).toContain(
      `<a href="/fr/p/${id}/withdraw">Retirer le vote et voter à nouveau</a>`,
    );
    expect(await textOf(`/fr/p/${id}/voted`, marks)).not.toContain('id="keep"');
  });

  it("has a script of at most 12 KB, and takes no other method", async () => {
    expect(brotliCompressSync(receiptScript.text).length).toBeLessThanOrEqual(12_288);
    const { id } = await openPoll();
    const response = await ask(`/p/${id}/withdraw`, { method: "PUT", body: "" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    expect((await ask("/p/none/withdraw")).status).toBe(404);
  });
});
