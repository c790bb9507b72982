import { expect, it } from "vitest";

const sources = import.meta.glob("../../../src/{web,engine}/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Whose answers nobody keeps, so they may read of a query what they like. */
const NEVER_KEPT = [
  "web/export/export-response.ts",
  "web/http/channel.ts",
  "web/pictures/generic-card.ts",
  "web/pictures/routes.ts",
  "web/press/addressed.ts",
  "web/press/oembed-answer.ts",
];

const readsQuery = (text: string) => /\.quer(y|ies)\(|searchParams/.test(text);
/** The compiler says which names it may read: see `READ`. */
const isDeclared = (text: string) => /\b(ReadContext|PageHandler|READ)\b/.test(text);
const keeps = (text: string) => /\bkeep\(c|\bkeepable\b/.test(text);

it("what is kept reads a query as READ declares it, in a context in which no other name compiles", () => {
  const named = Object.entries(sources).map(([path, text]) => ({ path: path.replace("../../../src/", ""), text }));
  const free = named.filter(({ text }) => readsQuery(text) && !isDeclared(text));
  expect(free.map(({ path }) => path)).toEqual(NEVER_KEPT);
  expect(free.filter(({ text }) => keeps(text))).toEqual([]);
  const keepers = named.filter(({ text }) => keeps(text) && !isDeclared(text));
  expect(keepers.map(({ path }) => path)).toEqual([]);
});
