import { raw } from "hono/html";

/**
 * An attribute that hands a script what it works with. Between single quotes, as JSON is full of double ones, and the bytes
 * of a page are counted. HTML section 13.1.2.3: in it only the quote itself and an ampersand must be escaped.
 */
export const jsonAttribute = (name: `data-${string}`, value: object) =>
  raw(`${name}='${JSON.stringify(value).replaceAll("&", "&amp;").replaceAll("'", "&#39;")}'`);
