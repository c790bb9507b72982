import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { columnsOf, LIFETIMES, PLACES, PURPOSES, READERS, storedIn } from "../../../src/engine/schema.ts";
import { words } from "../../../src/i18n/index.ts";
import { prefixOf } from "../../../src/web/http/addresses.ts";
import { ask } from "../api/ask.ts";
import { textOf } from "./page.ts";

const everything = PLACES.flatMap((place) => storedIn(place));

describe.each(LANGUAGES)("the page /privacy in %s", (language) => {
  const says = words(language, "privacy");

  it("says of everything that is stored what for and how long, in a line for each purpose", async () => {
    const page = await textOf(`${prefixOf(language)}/privacy`);
    const list = /<h2 id="stored">[\s\S]*?<\/ul>/.exec(page)?.[0] ?? "";
    const lines = [...list.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, line]) => line ?? "");
    expect(lines).toHaveLength(PURPOSES.length);
    for (const { name, purpose, lifetime } of everything) {
      const line = lines.find((each) => each.startsWith(`${says.purposes[purpose]}<br>`)) ?? "";
      expect([name, line]).toEqual([name, expect.stringContaining(`${says.kept} `)]);
      expect([name, line]).toEqual([name, expect.stringContaining(says.lifetimes[lifetime])]);
    }
    expect(page).not.toContain("undefined");
    expect(page).toContain('<a href="/privacy.json">');
  });
});

describe("/privacy.json", () => {
  it("has everything that is stored, with its columns and fields, what it is, how long it stays and for whom", async () => {
    const response = await ask("/privacy.json");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const { stored, purposes, lifetimes, readers } = await response.json<{
      stored: { place: string; items: Record<string, unknown>[] }[];
      purposes: Record<string, Record<string, string>>;
      lifetimes: Record<string, Record<string, string>>;
      readers: Record<string, string>;
    }>();
    expect(stored.map(({ place }) => place)).toEqual([...PLACES]);
    expect(stored.flatMap(({ items }) => items)).toEqual(
      everything.map((it) => ({
        name: it.name,
        columns: columnsOf(it),
        fields: it.fields ?? [],
        says: it.says,
        purpose: it.purpose,
        lifetime: it.lifetime,
        readers: it.readers,
      })),
    );
    for (const { name, says } of everything)
      expect([name, says]).toEqual([name, expect.stringMatching(/^\S.{20,}\.$/)]);
    for (const language of LANGUAGES) {
      expect(Object.keys(purposes[language] ?? {})).toEqual([...PURPOSES]);
      expect(Object.keys(lifetimes[language] ?? {})).toEqual([...LIFETIMES]);
    }
    expect(readers).toEqual(READERS);
  });
});
