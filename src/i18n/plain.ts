import { fill } from "./format.ts";

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

/** For text without markup, what `bdi` is for HTML: the words around cannot reorder it, nor it them. Unicode UAX #9, 2.4. */
export const isolate = (text: string): string => `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}`;

/** A string with values in its `{name}` places, each isolated. */
export const fillPlain = (template: string, values: Record<string, string>): string =>
  fill(template, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolate(value)])));
