import { html, raw } from "hono/html";

export type Html = ReturnType<typeof html>;

/**
 * A string with values in its `{name}` places, each isolated so that its direction cannot reorder the sentence
 * (Unicode UAX #9; HTML `bdi`).
 */
export const filled = (template: string, values: Record<string, string | Html>): Html =>
  html`${template.split(/(\{\w+\})/).map((part) => {
    const value = part.startsWith("{") ? values[part.slice(1, -1)] : undefined;
    return value === undefined ? part : html`<bdi>${value}</bdi>`;
  })}`;

/** Text as XML or HTML between tags or double quotes. What XML 1.0 cannot hold is left out (section 2.2). */
export const escapedXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/**
 * An attribute that hands a script what it works with. Between single quotes, as JSON is full of double ones, and the bytes
 * of a page are counted. HTML section 13.1.2.3: in it only the quote itself and an ampersand must be escaped.
 */
export const jsonAttribute = (name: `data-${string}`, value: object) =>
  raw(`${name}='${JSON.stringify(value).replaceAll("&", "&amp;").replaceAll("'", "&#39;")}'`);
