import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../src/web/kit/page.css", import.meta.url), "utf8");

const tokensIn = (block: string): Record<string, string> =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = "", colour = ""]) => [name, colour]),
  );
const [lightBlock = "", darkBlock = ""] = css.split("@media (prefers-color-scheme: dark)");
const LIGHT = tokensIn(lightBlock);
const SCHEMES = { light: LIGHT, dark: { ...LIGHT, ...tokensIn(darkBlock) } };

/** Relative luminance and contrast. WCAG 2.2, definitions. */
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const TEXT = [
  "ink/paper",
  "ink/tint",
  "ink/card",
  "ink-2/paper",
  "accent/paper",
  "accent-2/paper",
  "error/paper",
  "on-accent/accent",
  "on-accent/accent-2",
];
const GRAPHICS = ["rule-2/paper", "bar/track", "accent/track", "accent/paper", "error/paper", "ink/card"];

describe.each(Object.entries(SCHEMES))("the colours of the %s pages", (_, tokens) => {
  const of = (pair: string) => {
    const [front = "", back = ""] = pair.split("/").map((name) => tokens[name] ?? "");
    return contrast(front, back);
  };
  it.each(TEXT)("%s can be read: 4.5 to 1", (pair) => expect(of(pair)).toBeGreaterThanOrEqual(4.5));
  it.each(GRAPHICS)("%s can be seen: 3 to 1", (pair) => expect(of(pair)).toBeGreaterThanOrEqual(3));
});

it("the contrast is computed as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

it("nothing is laid out by left and right: the pages turn with their language", () => {
  expect(
    css.match(
      /(?<![\w-])(left|right|margin-left|margin-right|padding-left|padding-right|border-left|border-right)(?![\w-])/g,
    ),
  ).toBeNull();
});

it("the accent is no blue of the company the question is about", () => {
  expect(css.toLowerCase()).not.toMatch(/#1877f2|#3b5998|#4267b2/);
});

it("Arabic is neither spaced out, slanted, justified nor broken inside words", () => {
  expect(css).not.toMatch(/letter-spacing|italic|justify;|break-all|text-transform/);
});

it("bars move only for those who did not ask for less motion", () => {
  expect(css.split("transition:").length).toBe(2);
  expect(css).toMatch(/prefers-reduced-motion: no-preference\) \{\s*\.n rect \{\s*transition:/);
});
