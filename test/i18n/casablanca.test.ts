import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { readWallTime, wallTime } from "../../src/i18n/casablanca.ts";

const at = (utc: string) => Date.parse(utc);

test.each([
  ["in summer", "2026-07-30T20:00", "2026-07-30T19:00:00Z"],
  ["in winter, an hour ahead all the same", "2025-12-01T00:30", "2025-11-30T23:30:00Z"],
  ["in Ramadan, at UTC", "2026-03-01T12:00", "2026-03-01T12:00:00Z"],
  ["the last minute before Ramadan's clocks", "2026-02-15T01:59", "2026-02-15T00:59:00Z"],
  ["the first minute that comes once again", "2026-02-15T03:00", "2026-02-15T03:00:00Z"],
  ["the last minute of Ramadan's clocks", "2026-03-22T01:59", "2026-03-22T01:59:00Z"],
  ["the first minute after them", "2026-03-22T03:00", "2026-03-22T02:00:00Z"],
  ["in the Ramadan of another year", "2025-03-15T12:00", "2025-03-15T12:00:00Z"],
  ["with seconds, as some browsers send it", "2026-07-30T20:00:00", "2026-07-30T19:00:00Z"],
])("reads a clock in Casablanca %s", (_, local, utc) => {
  expect(readWallTime(local)).toEqual({ kind: "moment", at: at(utc) });
});

it("knows that an hour comes twice in the night Ramadan's clocks go back, and means the first", () => {
  expect(readWallTime("2026-02-15T02:30")).toEqual({
    kind: "twice",
    at: at("2026-02-15T01:30:00Z"),
    again: at("2026-02-15T02:30:00Z"),
  });
});

it("knows that an hour never comes in the night they go forward", () => {
  expect(readWallTime("2026-03-22T02:00")).toEqual({ kind: "skipped" });
  expect(readWallTime("2026-03-22T02:59")).toEqual({ kind: "skipped" });
});

test.each(["", "tomorrow", "2026-02-30T10:00", "2026-13-01T10:00", "2026-07-30T25:00", "2026-07-30", "20:00"])(
  "takes %j for no time",
  (text) => {
    expect(readWallTime(text)).toEqual({ kind: "not-a-time" });
  },
);

it("shows what it reads: every minute comes back as the clock that shows it", () => {
  const minute = fc.integer({ min: at("2020-01-01T00:00Z") / 60_000, max: at("2037-01-01T00:00Z") / 60_000 });
  fc.assert(
    fc.property(minute, (minutes) => {
      const moment = minutes * 60_000;
      const read = readWallTime(wallTime(moment));
      if (read.kind === "twice") expect([read.at, read.again]).toContain(moment);
      else expect(read).toEqual({ kind: "moment", at: moment });
    }),
    // The nights of the switch, which chance seldom meets.
    {
      examples: [
        [at("2026-02-15T01:30Z") / 60_000],
        [at("2026-02-15T02:30Z") / 60_000],
        [at("2026-03-22T02:00Z") / 60_000],
      ],
    },
  );
});
