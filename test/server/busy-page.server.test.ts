import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

describe("the page that a proxy shows while too many are being served", () => {
  const page = read("public/busy.html");

  it.each([
    ["ar", "لن يُحتسب الصوت نفسه إلا مرة واحدة"],
    ["fr", "Le même vote n’est compté qu’une fois"],
    ["en", "The same vote counts only once"],
  ])("says in %s that nothing is confirmed and that the same vote may be sent again", (language, words) => {
    expect(page).toContain(`lang="${language}"`);
    expect(page).toContain(words);
  });

  it("names nothing else that a browser would ask for, and runs nothing", () => {
    expect(page).not.toMatch(/<(script|link|img|style|iframe|form)\b|\b(src|href|style|on\w+)=/i);
  });

  it("is what both documented proxies show, for as many requests at once", () => {
    const proxies = read("docs/nginx.conf") + read("docs/Caddyfile");
    const bounds = [/max_conns=(\d+)/, /unhealthy_request_count (\d+)/];
    const [nginx, caddy] = bounds.map((bound) => bound.exec(proxies)?.[1]);
    expect(nginx).toBeDefined();
    expect(caddy).toBe(nginx);
    expect(proxies.match(/\/busy\.html\b/g)).toHaveLength(3);
  });
});
