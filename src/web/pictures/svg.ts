import { directionOf, type Language } from "../../domain/language.ts";
import type { Palette } from "./palette.ts";

/** The fonts of the pages: a picture on a screen is set in what the reader's device has. */
const FONTS: Record<Language, string> = {
  ar: "'Noto Naskh Arabic','Geeza Pro','Times New Roman',serif",
  fr: "Georgia,'Noto Serif','Times New Roman',serif",
  en: "Georgia,'Noto Serif','Times New Roman',serif",
};

const RIGHT_TO_LEFT_ISOLATE = "\u2067";
const LEFT_TO_RIGHT_ISOLATE = "\u2066";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export interface Words {
  words: string;
  /** Pixels. */
  size: number;
  bold?: boolean;
  fill: string;
  /** Where the line begins: at the reading edge, or with its end at the far one. */
  edge?: "reading" | "far";
  direction?: "ltr" | "rtl";
}

/**
 * One line of text between `left` and `right`, its baseline at `y`. Neither `direction` nor `unicode-bidi`, which some
 * readers of SVG ignore: an isolate gives the line its direction, `text-anchor` its edge.
 */
export function svgText(language: Language, line: Words, y: number, left: number, right: number): string {
  const { words, size, bold, fill, edge = "reading", direction = directionOf(language) } = line;
  const atRight = (directionOf(language) === "rtl") === (edge === "reading");
  const isolate = direction === "rtl" ? RIGHT_TO_LEFT_ISOLATE : LEFT_TO_RIGHT_ISOLATE;
  return `<text x="${atRight ? right : left}" y="${round(y)}" font-size="${size}"${bold ? ' font-weight="700"' : ""} fill="${fill}"${
    atRight ? ' text-anchor="end"' : ""
  }>${isolate}${escapeXml(words)}${POP_DIRECTIONAL_ISOLATE}</text>`;
}

export function svgDocument(
  {
    language,
    width,
    height,
    palette,
    title,
    alt,
  }: {
    language: Language;
    width: number;
    height: number;
    palette: Palette;
    title: string;
    alt: string;
  },
  body: string,
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${language}" lang="${language}" viewBox="0 0 ${width} ${round(height)}" width="${width}" height="${round(height)}" role="img" aria-labelledby="title alt" font-family="${FONTS[language]}">
<title id="title">${escapeXml(title)}</title>
<desc id="alt">${escapeXml(alt)}</desc>
<rect width="100%" height="100%" fill="${palette.paper}"/>
${body}
</svg>
`;
}

export const round = (value: number): number => Math.round(value * 10) / 10;

/** Words in lines of at most `most` characters, broken between words: SVG does not wrap. A longer word stays whole. */
export function wrapped(words: string, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
