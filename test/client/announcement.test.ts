import { expect, it } from "vitest";
import { isWorthSaying } from "../../src/client/announcement.ts";
import { backoff } from "../../src/client/backoff.ts";

const said = { at: 0, total: 1_000, leader: "hour" };

it("nothing is said within a minute of the last word", () => {
  expect(isWorthSaying(said, { at: 59_999, total: 5_000, leader: "leave" })).toBe(false);
});

it("after a minute, one per cent more is worth saying, and less is not", () => {
  expect(isWorthSaying(said, { at: 60_000, total: 1_010, leader: "hour" })).toBe(true);
  expect(isWorthSaying(said, { at: 60_000, total: 1_009, leader: "hour" })).toBe(false);
});

it("so is another leader", () => {
  expect(isWorthSaying(said, { at: 60_000, total: 1_001, leader: "leave" })).toBe(true);
});

it("and nothing where nothing moved, even from nought", () => {
  expect(isWorthSaying({ at: 0, total: 0, leader: "hour" }, { at: 60_000, total: 0, leader: "hour" })).toBe(false);
});

it("reconnecting waits longer each time, up to half a minute, and by chance", () => {
  expect([1, 2, 3, 6, 20].map((attempt) => backoff(attempt, 1_000, 30_000, 1))).toEqual([
    1_000, 2_000, 4_000, 30_000, 30_000,
  ]);
  expect(backoff(3, 1_000, 30_000, 0)).toBe(0);
  expect(backoff(3, 1_000, 30_000, 0.5)).toBe(2_000);
});
