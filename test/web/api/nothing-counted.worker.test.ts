import { describe, expect, it } from "vitest";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { TRAP_FIELD } from "../../../src/web/kit/form.ts";
import { bytes32, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { amount } from "../../long.ts";
import { markOf, send } from "../pages/page.ts";
import { ask, post } from "./ask.ts";

/** A bound on hanging, not on speed: a thousand votes on a busy machine. */
const A_THOUSAND_TAKE_AT_MOST_MS = 120_000;

const VOTERS = amount(100, 1_000);
const AT_ONCE = 25;

const ballots = (poll: PollDefinition) => `/api/v1/polls/${poll.id}/ballots`;
const body = (changes: object = {}) => ({ question: "pledge", choice: ["hour"], lock: bytes32("new"), ...changes });
const OWN = { "sec-fetch-site": "same-origin" };

it(
  "many voters are given one and the same cookie",
  async () => {
    const poll = await openPoll();
    const cookies = new Set<string | null>();
    const byApi = (voter: number) => post(ballots(poll), body({ lock: bytes32(`api ${voter}`) }), { headers: OWN });
    const byForm = (voter: number) =>
      send(`/p/${poll.id}/vote`, [
        ["question", "pledge"],
        ["choice", "hour"],
        ["secret", bytes32(`form ${voter}`)],
      ]);
    for (let voter = 0; voter < VOTERS; voter += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, i) => (i % 2 === 0 ? byApi : byForm)(voter + i));
      for (const response of await Promise.all(some)) {
        expect([200, 201]).toContain(response.status);
        cookies.add(response.headers.get("set-cookie"));
      }
    }
    expect([...cookies]).toEqual([`${markOf(poll.id, "pledge")}; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax`]);
  },
  A_THOUSAND_TAKE_AT_MOST_MS,
);

/** Each way of not casting a ballot: what is sent, and what it is answered with. `kind`: the problem, where there is one. */
const REFUSALS: [string, (poll: PollDefinition) => Promise<Response>, status: number, kind?: string][] = [
  [
    "a form of another site's page",
    ({ id }) =>
      ask(`/p/${id}/vote`, {
        method: "POST",
        body: "question=pledge&choice=hour",
        headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site" },
      }),
    403,
  ],
  [
    "a field that no person sees",
    ({ id }) =>
      send(`/p/${id}/vote`, [
        ["question", "pledge"],
        ["choice", "hour"],
        [TRAP_FIELD, "https://spam.example"],
      ]),
    422,
  ],
  ["a GET of the form's address", ({ id }) => ask(`/p/${id}/vote?question=pledge&choice=hour`), 200],
  ["a GET of the API's address", (poll) => ask(ballots(poll)), 405, "invalid"],
  [
    "a script of another site",
    (poll) => post(ballots(poll), body(), { headers: { origin: "https://evil.example" } }),
    403,
    "forbidden",
  ],
  ["an origin of null", (poll) => post(ballots(poll), body(), { headers: { origin: "null" } }), 403, "forbidden"],
  [
    "the lock of another choice",
    (poll) => post(ballots(poll), body({ choice: ["leave"], lock: bytes32("known") })),
    409,
    "already-used",
  ],
  ["a lock that is too short", (poll) => post(ballots(poll), body({ lock: "abc" })), 422, "invalid"],
  [
    "a lock in another spelling",
    (poll) => post(ballots(poll), body({ lock: `${bytes32("new").slice(0, 42)}B` })),
    422,
    "invalid",
  ],
  ["a body that is too large", (poll) => post(ballots(poll), body({ more: "x".repeat(3_000) })), 413, "invalid"],
  [
    "another media type",
    (poll) => post(ballots(poll), body(), { headers: { "content-type": "text/plain" } }),
    415,
    "invalid",
  ],
  [
    "an option twice",
    (poll) => post(ballots(poll), body({ question: "concern", choice: ["privacy", "privacy"] })),
    422,
    "invalid",
  ],
  [
    "more options than the question takes",
    (poll) => post(ballots(poll), body({ question: "concern", choice: ["privacy", "image", "ethics", "identity"] })),
    422,
    "invalid",
  ],
  [
    "an option that the question does not have",
    (poll) => post(ballots(poll), body({ choice: ["maybe"] })),
    422,
    "invalid",
  ],
  ["no option", (poll) => post(ballots(poll), body({ choice: [] })), 422, "invalid"],
  ["a field that is none", (poll) => post(ballots(poll), body({ class: "a" })), 422, "invalid"],
];

describe("what is refused is not counted:", () => {
  it.each(REFUSALS)("%s", async (_, send, status, kind) => {
    const poll = await openPoll();
    await post(ballots(poll), body({ lock: bytes32("known") }));
    const response = await send(poll);
    expect(response.status).toBe(status);
    if (kind) expect((await response.json<{ type: string }>()).type).toBe(`/api/problems/${kind}`);
    // The one ballot that was there before, and it may be sent again as often as it likes.
    const again = await post(ballots(poll), body({ lock: bytes32("known") }));
    expect(again.status).toBe(200);
    await ledgerOf(poll).seal();
    const view = await ledgerOf(poll).view();
    const { a = 0, c = 0 } = view?.tally.counts.pledge?.ballots ?? {};
    expect(a + c).toBe(1);
  });
});

it("an address that anybody can write changes nothing of a ballot's class", async () => {
  const poll = await openPoll();
  for (let i = 0; i < 23; i++)
    await post(ballots(poll), body({ lock: bytes32(`forged ${i}`) }), {
      headers: { ...OWN, "x-forwarded-for": `203.0.113.${i}`, "cf-connecting-ip": `198.51.100.${i}` },
    });
  await ledgerOf(poll).seal();
  const view = await ledgerOf(poll).view();
  // One network's allowance: the rest is set apart.
  expect(view?.tally.counts.pledge?.ballots).toEqual({ a: 20, c: 3 });
});
