import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { CHALLENGE_MS } from "../../../src/desk/store/contract.ts";
import { challengeEnds, makeChallenge, relyingParty } from "../../../src/desk/store/passkeys.ts";

const hmac = (data: Uint8Array) => createHmac("sha256", "key").update(data).digest();
const NOW = 1_780_000_000_123;
const challenge = makeChallenge(hmac, "sign-in", new Uint8Array(16).fill(7), NOW);

it("a challenge is good for ten minutes, for what it was made for, with our key", () => {
  expect(challenge).toMatch(/^[A-Za-z0-9_-]{72}$/);
  expect(challengeEnds(hmac, "sign-in", challenge, NOW)).toBe(NOW + CHALLENGE_MS);
  expect(challengeEnds(hmac, "sign-in", challenge, NOW + CHALLENGE_MS - 1)).toBe(NOW + CHALLENGE_MS);
  expect(challengeEnds(hmac, "sign-in", challenge, NOW + CHALLENGE_MS)).toBeUndefined();
  expect(challengeEnds(hmac, "add x", challenge, NOW)).toBeUndefined();
  expect(
    challengeEnds((data) => createHmac("sha256", "other").update(data).digest(), "sign-in", challenge, NOW),
  ).toBeUndefined();
});

it("no character of a challenge can be changed", () => {
  for (let i = 0; i < challenge.length; i++) {
    const changed = `${challenge.slice(0, i)}${challenge[i] === "A" ? "B" : "A"}${challenge.slice(i + 1)}`;
    expect(challengeEnds(hmac, "sign-in", changed, NOW)).toBeUndefined();
  }
  for (const text of ["", "x", `${challenge}A`, "é".repeat(72)])
    expect(challengeEnds(hmac, "sign-in", text, NOW)).toBeUndefined();
});

it("a passkey is bound to the host that readers see, over TLS but on this machine", () => {
  expect(relyingParty("vote.example.ma")).toEqual({ id: "vote.example.ma", origin: "https://vote.example.ma" });
  expect(relyingParty("vote.example.ma:8443")).toEqual({
    id: "vote.example.ma",
    origin: "https://vote.example.ma:8443",
  });
  expect(relyingParty("localhost:8787")).toEqual({ id: "localhost", origin: "http://localhost:8787" });
  for (const none of ["", "127.0.0.1:8787", "[::1]:8787"]) expect(relyingParty(none)).toBeUndefined();
});
