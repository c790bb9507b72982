import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clock, counted, integer, percentage, share } from "../../src/client/numbers.ts";
import { LANGUAGES } from "../../src/domain/language.ts";
import { formatterOf } from "../../src/i18n/format.ts";
import { words } from "../../src/i18n/index.ts";

const count = fc.oneof(
  fc.nat(150),
  fc.nat(20_000),
  fc.nat(2_000_000_000),
  fc.constantFrom(9_999, 10_000, 1_000_000, 3_000_000),
);
const partOfWhole = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 2_500 }), fc.integer({ min: 1, max: 50_000_000 })),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([whole, some]) => ({ whole, part: Math.min(whole, Math.floor(some * (whole + 1))) }));

describe.each(LANGUAGES)("a figure that moves keeps the looks the server gave it, in %s", (language) => {
  const server = formatterOf(language);

  it("whole numbers", () => {
    fc.assert(
      fc.property(count, (n) => {
        expect(integer(language, n)).toBe(server.integer(n));
      }),
    );
  });

  it("votes, in the right plural", () => {
    fc.assert(
      fc.property(count, (n) => {
        expect(counted(language, words(language, "reader").votes, n)).toBe(server.votes(n));
      }),
    );
  });

  it.each([0, 1] as const)("shares, with %i decimals", (decimals) => {
    fc.assert(
      fc.property(partOfWhole, ({ part, whole }) => {
        expect(share(language, part, whole, decimals)).toBe(server.share(part / whole, decimals));
      }),
      { numRuns: 1_000 },
    );
  });

  it("halves, which binary fractions round the wrong way", () => {
    for (let part = 1; part < 2_000; part += 2)
      expect(share(language, part, 2_000, 1)).toBe(server.share(part / 2_000, 1));
  });

  it("shares in a sentence", () => {
    fc.assert(
      fc.property(
        partOfWhole.filter(({ whole }) => whole < 100_000),
        ({ part, whole }) => {
          expect(percentage(language, part, whole, 0)).toBe(server.percentage(part / whole, 0));
        },
      ),
    );
  });
});

it("a clock tells the time of Casablanca", () => {
  expect(clock("2026-07-19T20:05:59Z", 60)).toBe("21:05");
  expect(clock("2026-07-19T23:05:00Z", 60)).toBe("00:05");
});
