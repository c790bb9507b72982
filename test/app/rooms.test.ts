import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { expect, it } from "vitest";

/** Which rooms a room may import from; `src/app.ts` and `src/index.ts` put everything together (docs/architecture.md). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: ["domain", "log"],
  log: ["domain", "log"],
  engine: ["domain", "log", "engine"],
  i18n: ["domain", "i18n"],
  client: ["domain", "log", "client"],
  web: ["domain", "log", "engine", "i18n", "web", "built"],
  desk: ["domain", "log", "engine", "i18n", "desk", "web/http", "web/kit", "built"],
  server: ["domain", "log", "engine", "i18n", "server"],
  // The static archive is read by the page's own scripts.
  tools: ["domain", "log", "engine", "i18n", "web/kit", "client", "server", "tools"],
};
/** A script and the page that carries it share types: the page's words, the answer to a request. */
const MAY_IMPORT_TYPES: Record<string, readonly string[]> = { client: ["i18n", "web", "desk"], i18n: ["log"] };

/** What others start or read by its name: the objects that wrangler.toml names, tools on the command line. */
const ENTRIES = /^src\/(index|app)\.ts$/;

const EXPORT = /^export (?:abstract |async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;

interface Import {
  from: string;
  names: string[];
  isType: boolean;
}

const files = globSync("src/**/*.ts")
  .filter((file) => !file.endsWith(".d.ts") && !file.startsWith("src/built"))
  .sort();
const textOf = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
const importsOf = new Map(files.map((file) => [file, readImports(file, textOf.get(file) ?? "")]));

function readImports(file: string, text: string): Import[] {
  const statements = text.matchAll(
    /^(?:import|export) (type )?(?:(\* as \w+|\w+)|(?:\w+, )?\{([^}]*)\}|\*) from "(\.[^"]+)"/gm,
  );
  const dynamic = [...text.matchAll(/\bimport\("(\.[^"]+)"\)/g)].map(([, path = ""]) => ({
    from: join(dirname(file), path),
    names: ["*"],
    isType: false,
  }));
  const listedImports = [...statements].map(([, type, whole, names = "", path = ""]) => {
    const listed = names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    return {
      from: join(dirname(file), path),
      names: whole === undefined ? listed.map((name) => name.replace(/^type /, "").replace(/ as .+$/, "")) : ["*"],
      isType: type !== undefined || (listed.length > 0 && listed.every((name) => name.startsWith("type "))),
    };
  });
  return [...listedImports, ...dynamic];
}

const roomOf = (file: string): string => file.split("/")[1] ?? "";
const isIn = (file: string, rooms: readonly string[] = []): boolean =>
  rooms.some((room) => file.startsWith(`src/${room}/`));

it("reads every import that the code has", () => {
  const all = [...textOf.values()].reduce(
    (sum, text) => sum + (text.match(/ from "\.|\bimport\("\./g) ?? []).length,
    0,
  );
  expect([...importsOf.values()].flat()).toHaveLength(all);
  expect(all).toBeGreaterThan(500);
});

it("every folder under src is a room that the rules know", () => {
  const rooms = new Set(files.filter((file) => !ENTRIES.test(file)).map(roomOf));
  expect([...rooms].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

it("no room imports from a room above it", () => {
  const up = files
    .filter((file) => !ENTRIES.test(file))
    .flatMap((file) =>
      (importsOf.get(file) ?? [])
        .filter(({ from, isType }) => {
          const room = roomOf(file);
          return !isIn(from, MAY_IMPORT[room]) && !(isType && isIn(from, MAY_IMPORT_TYPES[room]));
        })
        .map(({ from }) => `${file} → ${from}`),
    );
  expect(up.join("\n")).toBe("");
});

it("readers' pages and the desk reach what counts by one door; beside it stand what is stored, and where objects live", () => {
  const past = files
    .filter((file) => isIn(file, ["web", "desk"]))
    .flatMap((file) =>
      (importsOf.get(file) ?? [])
        .filter(({ from }) => isIn(from, ["engine"]) && !/\/(index|schema|jurisdiction)\.ts$/.test(from))
        .map(({ from }) => `${file} → ${from}`),
    );
  expect(past.join("\n")).toBe("");
});

it("no file imports itself by way of others", () => {
  const circles: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    else if (!finished.has(file)) for (const { from } of importsOf.get(file) ?? []) visit(from, [...way, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles.join("\n")).toBe("");
});

it("every export has an importer, if only a test", () => {
  const tests = globSync("test/**/*.ts").map((file) => readImports(file, readFileSync(file, "utf8")));
  const imported = new Set(
    [...importsOf.values(), ...tests].flat().flatMap(({ from, names }) => names.map((name) => `${from} ${name}`)),
  );
  const unused = files
    .filter((file) => !ENTRIES.test(file))
    .flatMap((file) =>
      exportsOf(textOf.get(file) ?? "")
        .filter((name) => !imported.has(`${file} ${name}`) && !imported.has(`${file} *`))
        .map((name) => `${file}: ${name}`),
    );
  expect(unused.join("\n")).toBe("");
});

const exportsOf = (text: string): string[] => [...text.matchAll(EXPORT)].map(([, name = ""]) => name);
