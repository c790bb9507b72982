import { expect, it } from "vitest";
import { fillPlain, isolate } from "../../src/i18n/plain.ts";

it("a value is isolated, and runs as its first letter does", () => {
  expect(isolate("نعم")).toBe("\u2068نعم\u2069");
  expect(fillPlain("{a}: {b}", { a: "Yes", b: "12" })).toBe("\u2068Yes\u2069: \u206812\u2069");
});

it("a value made of Arabic values runs from the right, as what is isolated in it says nothing of its direction", () => {
  expect(isolate(fillPlain("{share} ({votes})", { share: "35,3 في المائة", votes: "1187 صوتا" }))).toBe(
    "\u2067\u206835,3 في المائة\u2069 (\u20681187 صوتا\u2069)\u2069",
  );
  expect(isolate(fillPlain("“{text}”", { text: "oui" }))).toBe("\u2068“\u2068oui\u2069”\u2069");
  expect(isolate(fillPlain("المجموع: {n}", { n: "3" }))).toBe("\u2068المجموع: \u20683\u2069\u2069");
});
