import { directionOf, type Language } from "../../domain/language.ts";
import type { Palette } from "./palette.ts";

/** A picture as the engine takes it: boxes and text, laid out by CSS. Flex and text alone, which other engines have too. */
export type Tree = Box | Words | Drawing;

type Style = Record<string, string | number>;

interface Box {
  type: "container";
  style: Style;
  children: Tree[];
}

interface Words {
  type: "text";
  text: string;
  style: Style;
}

interface Drawing {
  type: "image";
  /** An SVG without text: its paths are drawn, its letters would not be shaped. */
  src: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  style: Style;
}

/** The one family that both faces are registered under. */
export const FAMILY = "Noto Naskh Arabic";

/** Lines this high hold every mark above and below Arabic letters: the font's own ascent and descent are 1.7 em. */
const ARABIC_LINE = 1.5;
const LATIN_LINE = 1.25;

export const box = (style: Style, children: (Tree | "" | false | undefined)[]): Box => ({
  type: "container",
  style: { display: "flex", ...style },
  children: children.filter((each) => each !== undefined && each !== "" && each !== false),
});

export const column = (style: Style, children: (Tree | "" | false | undefined)[]): Box =>
  box({ flexDirection: "column", ...style }, children);

/** `size`: pixels. */
export const text = (language: Language, size: number, words: string, style: Style = {}): Words => ({
  type: "text",
  text: words,
  style: {
    fontSize: size,
    lineHeight: language === "ar" ? ARABIC_LINE : LATIN_LINE,
    textAlign: "start",
    ...style,
  },
});

/** A line of parts between dots, which breaks after these alone: no number is parted from what it counts. */
export const unbroken = (line: string): string =>
  line
    .split(" · ")
    .map((part) => part.replaceAll(" ", NO_BREAK_SPACE))
    .join(`${NO_BREAK_SPACE}· `);

const NO_BREAK_SPACE = "\u00a0";

/** The same of a line that may be missing. */
export const whole = (line?: string): string[] => (line === undefined ? [] : [unbroken(line)]);

/** An address: left to right in every language. */
export const address = (size: number, words: string, style: Style = {}): Words => ({
  type: "text",
  text: words,
  style: { fontSize: size, lineHeight: LATIN_LINE, direction: "ltr", ...style },
});

export const bold = { fontWeight: 700 };

export const strip = (style: Style): Box => box(style, []);

/** A whole picture: paper, ink, and the reading direction that everything inside follows. */
export const sheet = (
  language: Language,
  palette: Palette,
  style: Style,
  children: (Tree | "" | false | undefined)[],
): Box =>
  column(
    {
      width: "100%",
      direction: directionOf(language),
      fontFamily: FAMILY,
      color: palette.ink,
      backgroundColor: palette.paper,
      ...style,
    },
    children,
  );
