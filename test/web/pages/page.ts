import { ask } from "../api/ask.ts";

/** A page as a browser asks for it. `marks`: cookies of questions answered from it. */
export const open = (path: string, marks: readonly string[] = []): Promise<Response> =>
  ask(path, { headers: marks.length > 0 ? { cookie: marks.join("; ") } : {} });

export const textOf = async (path: string, marks: readonly string[] = []): Promise<string> =>
  (await open(path, marks)).text();

export const markOf = (poll: string, question: string): string => `sawt-voted-${poll}.${question}=1`;

/** A form as a browser without a script sends it. */
export const send = (
  path: string,
  fields: readonly [string, string][],
  marks: readonly string[] = [],
): Promise<Response> =>
  ask(path, {
    method: "POST",
    body: new URLSearchParams([...fields].map(([name, value]) => [name, value])).toString(),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      ...(marks.length > 0 ? { cookie: marks.join("; ") } : {}),
    },
  });

/** Value of the hidden field of a page's (first) form. */
export const hidden = (page: string, name: string): string =>
  new RegExp(`<input type="hidden" name="${name}" value="([^"]*)">`).exec(page)?.[1] ?? "";

/** Text of the first element that this expression opens, without tags. */
export const words = (page: string, element: RegExp): string => {
  const found = new RegExp(`${element.source}([\\s\\S]*?)</(?:p|h1|h2|div|caption|title)>`).exec(page)?.[1] ?? "";
  return found.replace(/<[^>]*>/g, "").trim();
};
