import { createHash } from "node:crypto";
import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { amount } from "../long.ts";
import { endAll, freePort, launched, newFolder, THE_WORKER, until } from "../server/launch.ts";
import { ballot, readTally, type TestBallot } from "./voters.ts";

const ROUNDS = amount(10, 60);
/** Each round's ballots come at once; of every four voters one has gone before the answer. */
const AT_ONCE = 64;
const leaves = (i: number) => i % 4 === 0;

afterEach(endAll);

/** Sends a ballot; whoever stays gets the answer's body. */
function vote(port: number, { lock, option }: TestBallot, stays: boolean): Promise<string> {
  const body = JSON.stringify({ question: "pledge", choice: [option], lock });
  const request = [
    "POST /api/v1/polls/facebook-hour/ballots HTTP/1.1",
    `Host: localhost:${port}`,
    "Content-Type: application/json",
    "Connection: close",
    `Content-Length: ${body.length}`,
  ];
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`${request.join("\r\n")}\r\n\r\n${body}`, () => {
        if (!stays) socket.destroy();
      });
    });
    socket.on("data", (chunk) => (text += chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

const leafOf = ({ lock, option }: TestBallot, ballotClass: string): string =>
  createHash("sha256").update(`\0ballot pledge ${ballotClass} ${lock} ${option}`).digest("base64");

it("answers those whose calls readers lead who leave: each with its own ballot, all of them counted", async () => {
  const port = await freePort();
  const server = await launched(newFolder(), port, {}, THE_WORKER);
  let stayed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const ballots = Array.from({ length: AT_ONCE }, (_, i) => ballot(round * AT_ONCE + i));
    const answers = await Promise.all(ballots.map((each, i) => vote(port, each, !leaves(i))));
    for (const [i, answer] of answers.entries()) {
      const own = ballots[i];
      if (leaves(i) || !own) continue;
      stayed += 1;
      expect(answer).toMatch(/^HTTP\/1\.1 20[01] /);
      const { leaf } = JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));
      expect([leafOf(own, "a"), leafOf(own, "c")]).toContain(leaf);
    }
  }
  const least = (ROUNDS * AT_ONCE * 3) / 4;
  expect(stayed).toBe(least);
  await until(async () => (await readTally(server.url)).ballots >= least);
  const { ballots } = await readTally(server.url);
  expect(ballots).toBeGreaterThanOrEqual(least);
  expect(ballots).toBeLessThanOrEqual(ROUNDS * AT_ONCE);
  expect(server.stderr()).toBe("");
});
