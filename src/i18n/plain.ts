import { fill } from "./format.ts";

const RIGHT_TO_LEFT_ISOLATE = "\u2067";
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

/**
 * For text without markup, what `bdi` is for HTML: the words around cannot reorder it, nor it them. Unicode UAX #9, 2.4.
 * What is itself isolated does not count as the first strong letter (rule P2), so text made of it says its direction.
 */
export const isolate = (text: string): string =>
  `${isArabicInParts(text) ? RIGHT_TO_LEFT_ISOLATE : FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}`;

const isArabicInParts = (text: string): boolean => /^\P{L}*\u2068\P{L}*\p{Script=Arabic}/u.test(text);

/** A string with values in its `{name}` places, each isolated. */
export const fillPlain = (template: string, values: Record<string, string>): string =>
  fill(template, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolate(value)])));
