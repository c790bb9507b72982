import { randomBytes } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { isLong } from "../long.ts";
import { endAll, freePort, launched, newFolder, THE_WORKER, until } from "./launch.ts";

afterEach(() => endAll());

/** Ballots of class `a` from one IPv4 address in an hour, by the poll's rules. */
const ALLOWANCE = 20;

/** An object without a timer forgets after 10 s without a request (measured). */
const LONGER_THAN_SLEEP_MS = 12_000;

/** Casts ballots one after the other, as a page of ours does. `headers`: of the i-th. */
async function cast(url: string, times: number, headers: (i: number) => Record<string, string>): Promise<void> {
  for (let i = 0; i < times; i++) {
    const response = await fetch(`${url}/api/v1/polls/facebook-hour/ballots`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", ...headers(i) },
      body: JSON.stringify({ question: "pledge", choice: ["hour"], lock: randomBytes(32).toString("base64url") }),
    });
    if (response.status !== 201) throw new Error(`a ballot was answered with ${response.status}`);
  }
}

/** The tally, once it shows so many ballots. */
async function classes(url: string, ballots: number): Promise<unknown> {
  let counts = { a: 0, c: 0 };
  await until(async () => {
    const tally = await (await fetch(`${url}/api/v1/polls/facebook-hour/tally`)).json();
    counts = tally.questions.pledge.ballots;
    return counts.a + counts.c === ballots;
  });
  return counts;
}

test("no header that anybody can send makes a network of its own on a direct socket", async () => {
  const server = await launched(newFolder(), await freePort(), {}, THE_WORKER);
  await cast(server.url, ALLOWANCE + 7, (i) => ({
    "CF-Connecting-IP": `203.0.113.${i}`,
    "X-Forwarded-For": `203.0.113.${i}`,
    "X-Real-IP": `203.0.113.${i}`,
    Forwarded: `for=203.0.113.${i}`,
    "MF-CF-Blob": JSON.stringify({ clientIp: `203.0.113.${i}` }),
  }));
  expect(await classes(server.url, ALLOWANCE + 7)).toEqual({ a: ALLOWANCE, c: 7 });
});

test.runIf(isLong)(
  "who casts, waits until the limiter sleeps, and casts again gains nothing: it does not sleep",
  async () => {
    const server = await launched(newFolder(), await freePort(), { CLIENT_ADDRESS_HEADER: "X-Reader" }, THE_WORKER);
    const attacker = () => ({ "X-Reader": "203.0.113.7" });
    await cast(server.url, ALLOWANCE + 1, attacker);
    await new Promise((resume) => setTimeout(resume, LONGER_THAN_SLEEP_MS));
    await cast(server.url, 6, attacker);
    expect(await classes(server.url, ALLOWANCE + 7)).toEqual({ a: ALLOWANCE, c: 7 });
    await cast(server.url, 1, () => ({ "X-Reader": "203.0.113.8" }));
    expect(await classes(server.url, ALLOWANCE + 8)).toEqual({ a: ALLOWANCE + 1, c: 7 });
  },
);
