import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/domain/language.ts";
import { columnsOf, PLACES, storedIn } from "../../../src/engine/schema.ts";
import { ask } from "../api/ask.ts";
import { textOf } from "./page.ts";

const everything = PLACES.flatMap((place) => storedIn(place));

describe.each(["", "/fr", "/en"])("the page %s/privacy", (prefix) => {
  it("names everything that is stored, with its columns and fields", async () => {
    const page = await textOf(`${prefix}/privacy`);
    for (const stored of everything) {
      const columns = columnsOf(stored).join(", ");
      const fields = stored.fields?.join(", ");
      expect(page).toContain(
        `<code dir="ltr">${stored.name}${columns && ` (${columns})`}${fields ? ` {${fields}}` : ""}</code>`,
      );
    }
    expect(page).not.toContain("undefined");
    expect(page).toContain('<a href="/privacy.json">');
  });
});

describe("/privacy.json", () => {
  it("says of everything, in every language, where, what, why, for how long and for whom", async () => {
    const response = await ask("/privacy.json");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const json = await response.json<Record<string, { stored: { items: Record<string, unknown>[] }[] }>>();
    expect(Object.keys(json)).toEqual([...LANGUAGES]);
    for (const language of LANGUAGES) {
      const items = json[language]?.stored.flatMap((place) => place.items) ?? [];
      expect(items.map(({ name }) => name)).toEqual(everything.map(({ name }) => name));
      for (const { what, why, lifetime, readers } of items)
        expect([what, why, lifetime, readers].every((each) => typeof each === "string" && each !== "")).toBe(true);
    }
  });
});
