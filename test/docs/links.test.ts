import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

const ROOT = resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const find = (...patterns: string[]): string[] => globSync(patterns, { cwd: ROOT }).sort();

const pages = find("*.md", "docs/**/*.md", "test/**/*.md");
/** A page's text, without examples: those stand in fences. */
const prose = (page: string): string => read(page).replace(/^(```+).*?^\1$/gms, "");
const inBackticks = (page: string): string[] => [...prose(page).matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);

/** The anchors that a page's headings are given where it is shown: https://github.com/Flet/github-slugger. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, title = ""]) => {
    const slug = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

it("finds the pages", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["README.md", "docs/design.md", "docs/decisions/0001-objects-count-kv-keeps.md"]),
  );
});

describe.each(pages)("%s", (page) => {
  it("links to what there is", () => {
    const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(decodeURIComponent(anchor));
    });
    expect(broken).toEqual([]);
  });

  it("names files that there are", () => {
    const named = inBackticks(page).filter(
      (text) => /^(src|test|docs|public)\/\S*$/.test(text) && !/^src\/built\b/.test(text),
    );
    // `{language}` stands for any name.
    expect(named.filter((path) => find(path.replace(/\{[^}]*\}/g, "*")).length === 0)).toEqual([]);
  });

  it("names commands that there are", () => {
    const commands = [...read(page).matchAll(/\bnpm run (?:--?\w+ )*([\w:]+)/g)].map(([, name = ""]) => name);
    expect(commands.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
  });
});

describe("code and tests", () => {
  const code = find("{src,test}/**/*.{ts,css,sh,go,php,js}", "*.{ts,toml}").filter(
    (file) => !file.startsWith("src/built"),
  );
  const cited = (pattern: RegExp): [string, string][] =>
    code.flatMap((file) => [...read(file).matchAll(pattern)].map(([, what = ""]): [string, string] => [file, what]));

  it("name pages that there are, and sections that these have", () => {
    const named = cited(/\b(docs\/[\w/-]+\.md(?: \([A-Z][\w ]+\)|, [A-Z][\w ]+(?=\)))?)/g);
    expect(named.length).toBeGreaterThan(10);
    const missing = named.filter(([, what]) => {
      const [, page = "", section] = /^(\S+\.md)[ (,]*([^)]*)\)?$/.exec(what) ?? [];
      if (!existsSync(join(ROOT, page))) return true;
      return (
        section !== undefined && section !== "" && !anchorsOf(page).includes(section.toLowerCase().replaceAll(" ", "-"))
      );
    });
    expect(missing).toEqual([]);
  });

  it("name invariants that docs/invariants.md defines, one after the other from 1 on", () => {
    const defined = [...read("docs/invariants.md").matchAll(/^## (\d+)\. /gm)].map(([, number = ""]) => Number(number));
    expect(defined).toEqual(defined.map((_, i) => i + 1));
    const named = cited(/\binvariants? (\d+)/gi);
    expect(named.length).toBeGreaterThan(20);
    const undefined_ = named.filter(([, number]) => !defined.includes(Number(number)));
    expect(undefined_).toEqual([]);
  });
});
