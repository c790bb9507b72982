import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { app } from "../../../src/app.ts";
import { pollResponse, tallyResponse } from "../../../src/web/api/schemas.ts";
import { aBallot, bytes32, openPoll } from "../../engine/a-poll.ts";
import { ask, bothLanguages, post, refusal } from "./ask.ts";

const POLL = "/api/v1/polls/facebook-hour";

const NO_POLL = {
  status: 404,
  type: "/api/problems/not-found",
  ar: "هذا التصويت غير موجود أو حُذف.",
  fr: "Ce vote n’existe pas ou a été supprimé.",
};

describe("a poll", () => {
  it("is read with its phase and its log", async () => {
    const response = await ask(POLL);
    expect(response.status).toBe(200);
    const { definition, phase, log } = pollResponse.parse(await response.json());
    expect(definition.id).toBe("facebook-hour");
    expect(definition.rules.results).toBe("always");
    expect(phase).toBe("open");
    expect(log).toEqual({
      origin: "localhost:8787/log/facebook-hour",
      vkey: expect.stringMatching(/^localhost:8787\/log\/facebook-hour\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/),
      promiseVkey: expect.stringMatching(
        /^localhost:8787\/log\/facebook-hour\/promise\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/,
      ),
      url: "http://localhost:8787/log/facebook-hour",
    });
  });

  it.each([
    ["unknown", "/api/v1/polls/nowhere"],
    ["named with other characters than an id has", "/api/v1/polls/Face%20book"],
  ])("that is %s is not found", async (_, path) => {
    for (const below of ["", "/tally"])
      expect(await bothLanguages((headers) => ask(path + below, { headers }))).toMatchObject(NO_POLL);
  });
});

describe("the tally", () => {
  it("names every option, with or without votes", async () => {
    const response = await ask(`${POLL}/tally`);
    const tally = tallyResponse.parse(await response.json());
    expect(tally).toMatchObject({ poll: "facebook-hour", phase: "open" });
    expect(tally.questions.pledge).toEqual({
      ballots: { a: 0, c: 0 },
      withdrawn: { a: 0, c: 0 },
      options: {
        leave: { a: 0, c: 0 },
        hour: { a: 0, c: 0 },
        less: { a: 0, c: 0 },
        same: { a: 0, c: 0 },
        nonuser: { a: 0, c: 0 },
      },
    });
    expect(Object.keys(tally.questions)).toEqual(["pledge", "concern", "hosting", "equality"]);
  });

  it("may be kept for a second, and by any site's scripts", async () => {
    const { headers } = await ask(`${POLL}/tally`);
    expect(headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1, stale-while-revalidate=30");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  });

  it("is not sent again while no count changed", async () => {
    const tag = (await ask(`${POLL}/tally`)).headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"[A-Za-z0-9_-]{22}"$/);
    const again = await ask(`${POLL}/tally`, { headers: { "if-none-match": `"other", ${tag}` } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    expect(again.headers.get("etag")).toBe(tag);
    expect(again.headers.get("access-control-allow-origin")).toBe("*");
    expect((await ask(`${POLL}/tally`, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  it("has another tag once a ballot counts", async () => {
    const poll = await openPoll();
    const tagOf = async () => (await ask(`/api/v1/polls/${poll.id}/tally`)).headers.get("etag");
    const before = await tagOf();
    const { class: _, marked: __, ...ballot } = aBallot("a");
    await post(`/api/v1/polls/${poll.id}/ballots`, ballot);
    await expect.poll(tagOf, { timeout: 5_000 }).not.toBe(before);
  });

  it.each(["after-close", "after-vote"])(
    "of a poll with results %s says how many voted and hides what",
    async (results) => {
      const poll = await openPoll({ rules: { results } });
      await post(`/api/v1/polls/${poll.id}/ballots`, { question: "pledge", choice: ["hour"], lock: bytes32("a") });
      const read = async () => {
        const response = await ask(`/api/v1/polls/${poll.id}/tally`, {
          headers: { cookie: `sawt-voted-${poll.id}.pledge=1` },
        });
        return tallyResponse.parse(await response.json()).questions.pledge;
      };
      await expect
        .poll(read, { timeout: 5_000 })
        .toEqual({ ballots: { a: 0, c: 1 }, withdrawn: { a: 0, c: 0 }, hidden: "after-close" });
    },
  );
});

describe("the live tally", () => {
  it("comes over a WebSocket, which the headers of other responses leave alone, as the same object", async () => {
    const response = await ask(`${POLL}/live`, { headers: { upgrade: "websocket" } });
    expect(response.status).toBe(101);
    expect(response.headers.get("x-content-type-options")).toBeNull();
    const socket = response.webSocket!;
    const message = new Promise<string>((resolve) =>
      socket.addEventListener("message", ({ data }) => resolve(String(data)), { once: true }),
    );
    socket.accept();
    expect(tallyResponse.parse(JSON.parse(await message)).poll).toBe("facebook-hour");
    socket.close();
  });

  it("without one says that it needs one", async () => {
    expect(await bothLanguages((headers) => ask(`${POLL}/live`, { headers }))).toMatchObject({
      status: 426,
      type: "/api/problems/invalid",
      ar: "هذا العنوان مخصص لاتصالات WebSocket. لقراءة الأرقام مرة واحدة استعملوا tally.",
      fr: "Cette adresse est réservée aux connexions WebSocket. Pour lire les chiffres une fois, utilisez tally.",
    });
    expect((await ask(`${POLL}/live`)).headers.get("upgrade")).toBe("websocket");
  });

  it("of an unknown poll is not found", async () => {
    const response = await ask("/api/v1/polls/nowhere/live", { headers: { upgrade: "websocket" } });
    expect(await refusal(response)).toEqual([404, NO_POLL.type, NO_POLL.ar]);
  });

  it("is busy while every gallery is full", async () => {
    const full = { getByName: () => ({ fetch: async () => new Response(null, { status: 503 }) }) };
    const response = await app.request(
      "/api/v1/polls/facebook-hour/live",
      { headers: { upgrade: "websocket", "accept-language": "fr" } },
      { ...env, GALLERY: full },
    );
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal(response)).toEqual([
      503,
      "/api/problems/busy",
      "Le serveur est très sollicité. Réessayez dans un instant.",
    ]);
  });
});
