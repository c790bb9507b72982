import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

const ROOT = resolve(import.meta.dirname, "../..");

/** The projects that `npm run check` hands to the compiler. */
const PROJECTS = [...packageJson.scripts.check.matchAll(/tsc -p (\S+)/g)].map(([, project = ""]) => project);

const filesOf = (project: string): string[] =>
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", project, "--listFilesOnly"], { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .map((file) => relative(ROOT, file).split(sep).join("/"));

it("every file of TypeScript is in a project that the compiler is given, so that a new folder is checked too", {
  timeout: 60_000,
}, () => {
  const checked = new Set(PROJECTS.flatMap(filesOf));
  const written = globSync(["src/**/*.ts", "test/**/*.ts", "*.ts"], { cwd: ROOT }).filter(
    (file) => file !== "worker-configuration.d.ts",
  );
  expect(written.length).toBeGreaterThan(400);
  expect(written.filter((file) => !checked.has(file.split(sep).join("/")))).toEqual([]);
});
