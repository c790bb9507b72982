import { describe, expect, it } from "vitest";
import { mayFrame, siteHost } from "../../src/domain/site-host.ts";

describe("the host of an article's site", () => {
  it.each(["lakome2.com", "www.le360.ma", "localhost", "xn--mgbayh7gpa.example", "a-1.b-2.example"])(
    "is %s",
    (host) => {
      expect(siteHost(host)).toBe(host);
    },
  );

  it.each([
    ["empty", ""],
    ["upper case, which URLs never have", "Paper.example"],
    ["longer than 253 characters", `${"a.".repeat(126)}ma`],
    ["a label longer than 63", `${"a".repeat(64)}.ma`],
    ["an empty label", "paper..example"],
    ["a port", "paper.example:8443"],
    ["a path", "paper.example/article"],
    ["markup", "<b>paper</b>"],
    ["a script of another alphabet", "صحيفة.example"],
    ["a line break", "paper.example\n"],
    ["an IPv4 address", "203.0.113.77"],
    ["an IPv4 address in another spelling", "0xcb.0x7.1.0xa"],
    ["an IPv6 address", "[2001:db8::1]"],
  ])("is unknown where it is %s", (_, text) => {
    expect(siteHost(text)).toBeUndefined();
  });

  it("is one that the poll lets frame it, where the poll names some", () => {
    const frames = ["https://*.news.example", "https://paper.example:8443"];
    expect(["a.news.example", "paper.example"].map((host) => mayFrame(host, frames))).toEqual([true, true]);
    expect(["news.example", "evil-news.example", "other.example"].map((host) => mayFrame(host, frames))).toEqual([
      false,
      false,
      false,
    ]);
    expect([mayFrame("any.example", undefined), mayFrame("any.example", [])]).toEqual([true, false]);
  });
});
