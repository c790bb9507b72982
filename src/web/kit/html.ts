import { html } from "hono/html";

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
