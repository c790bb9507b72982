import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LANGUAGES } from "../../src/domain/language.ts";
import { statesIn } from "./states.ts";

/** Files of the kit whose exported functions are seen; the others make words, or a whole page. */
const SEEN = ["boxes", "form", "poll", "notices", "results"];
/** They say what is wrong in words, which `formProblem` and `doorLine` show. */
const WORDS = new Set(["choiceProblem", "busyProblem", "doorInBrief", "refusedByKind"]);
/** Parts of a table of results, shown with it. */
const PARTS = new Set(["caption", "controls", "TRAP_FIELD"]);

it("the kit's page shows every component of the kit, in every language", () => {
  const components = SEEN.flatMap((file) => {
    const text = readFileSync(`src/web/kit/${file}.ts`, "utf8");
    return [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = ""]) => name);
  }).filter((name) => !WORDS.has(name) && !PARTS.has(name));
  expect(components.length).toBeGreaterThan(10);
  for (const language of LANGUAGES) {
    const shown = statesIn(language);
    const names = new Set(shown.map(({ component }) => component));
    expect(components.filter((name) => !names.has(name))).toEqual([]);
    expect(shown.filter(({ content }) => String(content).trim() === "")).toEqual([]);
  }
});
