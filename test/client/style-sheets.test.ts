import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PALETTES } from "../../src/web/pictures/palette.ts";

const read = (path: string) => readFileSync(new URL(`../../src/web/${path}`, import.meta.url), "utf8");
const css = read("kit/page.css");
const frameCss = read("frame/frame.css");

/** The style sheets of what shows bars. */
const BARS = ["src/web/kit/page.css", "src/web/frame/frame.css"];

type Colours = Record<string, string>;

/** The colours that a style sheet names in its one block that begins with these words. */
function coloursAfter(sheet: string, words: string): Colours {
  const parts = sheet.split(words);
  expect(parts, words).toHaveLength(2);
  const [, block = ""] = parts;
  const named = block.slice(0, block.indexOf("}")).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g);
  return Object.fromEntries([...named].map(([, name = "", colour = ""]) => [name, colour]));
}

const LIGHT = coloursAfter(css, "\n:root {");
const DARK = coloursAfter(css, "@media screen and (prefers-color-scheme: dark) {\n  :root {");
const SCHEMES = {
  "pages in the light": LIGHT,
  "pages in the dark": DARK,
  "frames in the light": coloursAfter(frameCss, "\n:root {"),
  "frames in the dark": coloursAfter(frameCss, '\n[data-theme="dark"] {'),
  "frames in a dark browser": coloursAfter(frameCss, '@media (prefers-color-scheme: dark) {\n  [data-theme="auto"] {'),
};

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

const contrastOf = (colours: Colours, pair: string): number => {
  const [front = "", back = ""] = pair.split("/").map((name) => colours[name] ?? "");
  return contrast(front, back);
};

describe.each(Object.entries(SCHEMES))("the colours of %s", (_, colours) => {
  it.each(TEXT)("%s can be read: 4.5 to 1", (pair) => expect(contrastOf(colours, pair)).toBeGreaterThanOrEqual(4.5));
  it.each(GRAPHICS)("%s can be seen: 3 to 1", (pair) => expect(contrastOf(colours, pair)).toBeGreaterThanOrEqual(3));
});

describe.each([
  ["light", LIGHT, SCHEMES["frames in the light"], PALETTES.light],
  ["dark", DARK, SCHEMES["frames in the dark"], PALETTES.dark],
])("%s", (scheme, ofPages, ofFrames, ofPictures) => {
  it("is the same in frames as on pages, for all that a frame shows", () => {
    // Frames draw no rules for decoration.
    const { rule: _, ...shown } = ofPages;
    expect(ofFrames).toEqual(shown);
    if (scheme === "dark") expect(SCHEMES["frames in a dark browser"]).toEqual(shown);
  });

  it("is the same in pictures as on pages", () => {
    const { paper, ink, faint, rule, track, alarm } = ofPictures;
    expect({ paper, ink, "ink-2": faint, "rule-2": rule, track, error: alarm }).toEqual({
      paper: ofPages.paper,
      ink: ofPages.ink,
      "ink-2": ofPages["ink-2"],
      "rule-2": ofPages["rule-2"],
      track: ofPages.track,
      error: ofPages.error,
    });
  });

  it("lets text and bars of pictures be read and seen", () => {
    for (const pair of ["ink/paper", "faint/paper", "alarm/paper"])
      expect(contrastOf(ofPictures, pair), pair).toBeGreaterThanOrEqual(4.5);
    for (const pair of ["bar/track", "bar/paper", "rule/paper"])
      expect(contrastOf(ofPictures, pair), pair).toBeGreaterThanOrEqual(3);
  });
});

it("the contrast is computed as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe.each(globSync("src/**/*.css"))("%s", (path) => {
  const sheet = readFileSync(path, "utf8").replace(/\/\*.*?\*\//gs, "");

  it("lays nothing out by left and right: the pages turn with their language", () => {
    expect(sheet).not.toMatch(/(?<![\w-])((margin|padding|border)-)?(left|right)(?![\w-])/);
  });

  it("has no blue of the company the first question was about", () => {
    expect(sheet.toLowerCase()).not.toMatch(/#1877f2|#3b5998|#4267b2/);
  });

  it("neither spaces Arabic out, nor slants, justifies or breaks it inside words", () => {
    // Keys and commands are no Arabic.
    const ofWords = sheet.replace(/[^{}]*code[^{}]*\{[^}]*\}/g, "");
    expect(ofWords).not.toMatch(/letter-spacing|italic|justify;|break-all|text-transform/);
  });

  it("moves bars only for those who did not ask for less motion", () => {
    const moving = sheet.split("transition:").length - 1;
    expect(moving).toBe(BARS.includes(path) ? 1 : 0);
    if (moving > 0) expect(sheet).toMatch(/prefers-reduced-motion: no-preference\) \{\s*\.n rect \{\s*transition:/);
  });
});

it("sets and uses every custom property somewhere: an unset one is silently nothing", () => {
  const css = globSync("src/**/*.css").map((file) => readFileSync(file, "utf8"));
  const found = (pattern: RegExp) =>
    new Set(css.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)));
  const [used, set] = [found(/var\((--[\w-]+)/g), found(/(--[\w-]+)\s*:/g)];
  expect(used.size).toBeGreaterThan(20);
  expect([...used].sort()).toEqual([...set].sort());
});
