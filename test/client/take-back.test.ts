import { expect, it } from "vitest";
import { takeBack } from "../../src/client/take-back.ts";

const receipt = { poll: "p", question: "eat", choice: ["no"], secret: "SECRET", leaf: "leaf", promise: "" };
const answer =
  (status: number, body: object = {}) =>
  async () =>
    new Response(JSON.stringify(body), { status });

it("the secret goes in the body, and nowhere else", async () => {
  const asked: { address: string; body: unknown; headers: string }[] = [];
  await takeBack("/api/v1/polls/p", receipt, async (address, init) => {
    asked.push({ address: String(address), body: init?.body, headers: JSON.stringify(init?.headers) });
    return Response.json({ status: "withdrawn" });
  });
  expect(asked).toEqual([
    {
      address: "/api/v1/polls/p/withdrawals",
      body: '{"question":"eat","secret":"SECRET"}',
      headers: '{"Content-Type":"application/json"}',
    },
  ]);
});

it.each([
  [answer(200, { status: "withdrawn" }), "withdrawn"],
  [answer(404, { type: "/api/problems/not-found" }), "not-found"],
  [answer(409, { type: "/api/problems/not-open" }), "not-open"],
  [answer(503, { type: "/api/problems/busy", confirmed: true }), "busy"],
  [answer(503, { type: "/api/problems/busy", confirmed: false }), "unsure"],
  [answer(500, { type: "about:blank" }), "unsure"],
  [async () => new Response("<html>", { status: 502 }), "unsure"],
  [() => Promise.reject(new TypeError("Failed to fetch")), "unsure"],
])("an answer %# means %s", async (send, outcome) => {
  expect(await takeBack("/api/v1/polls/p", receipt, send)).toBe(outcome);
});
