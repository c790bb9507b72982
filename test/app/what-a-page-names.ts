/** Elements that a browser fetches, or sends to, by itself or at a press; not those that a reader follows. */
const FETCHED =
  /<(?!a\b|blockquote\b|q\b)[a-z][^>]*?\s(?:src|srcset|href|action|formaction|poster|data|ping|background|xlink:href)="([^"]*)"/gi;
const FOLLOWED = /<a\b[^>]*?\shref="([^"]*)"/gi;
const STYLED = /(?:url\(|@import)\s*["']?([^"')\s;]+)/gi;
const WRITTEN = /["'`]((?:https?:|wss?:)?\/\/[^"'`]*)/g;

const hostIn = (address: string): string | undefined =>
  /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)/i.exec(address.trim().replaceAll("&amp;", "&"))?.[1] || undefined;

const hosts = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, address = ""]) => hostIn(address) ?? []);

const inside = (page: string, tag: string): string[] =>
  [...page.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, "g"))].map(([, text = ""]) => text);

/** Hosts that a page names: `fetched` in anything it loads or sends to, `followed` in links that a reader may follow. */
export function hostsNamed(page: string): { fetched: string[]; followed: string[] } {
  const [styles, scripts] = [inside(page, "style"), inside(page, "script")];
  const markup = page.replace(/(<(style|script)\b[^>]*>)[\s\S]*?<\/\2>/g, "$1");
  return {
    fetched: [
      ...hosts(markup, FETCHED),
      ...styles.flatMap((each) => hosts(each, STYLED)),
      ...scripts.flatMap((each) => hosts(each, WRITTEN)),
    ],
    followed: hosts(markup, FOLLOWED),
  };
}

/** CSP sources of the inline elements of a page, in order: `'sha256-…'`. */
export const hashesOf = (page: string, tag: "style" | "script"): Promise<string[]> =>
  Promise.all(
    inside(page, tag).map(async (text) => {
      const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
      return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}'`;
    }),
  );

/** Directives of a Content-Security-Policy. */
export const directivesOf = (policy: string): Record<string, string[]> =>
  Object.fromEntries(
    policy.split(";").map((each) => {
      const [name = "", ...sources] = each.trim().split(/\s+/);
      return [name, sources];
    }),
  );
