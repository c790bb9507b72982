import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { build, SOURCES } from "../../src/server/build.ts";
import { endAll, newFolder } from "./launch.ts";

afterEach(() => endAll());

function project(): string {
  const root = newFolder();
  for (const source of SOURCES) {
    mkdirSync(dirname(join(root, source)), { recursive: true });
    writeFileSync(join(root, source), source.endsWith(".css") ? "p { margin: 0 }\n" : 'document.title = "f";\n');
  }
  writeFileSync(join(root, "src/web/kit/page.css"), "body { margin-inline: 0 }\n");
  writeFileSync(join(root, "src/web/kit/text-page.css"), '@import "./page.css";\np { margin: 0 }\n');
  writeFileSync(join(root, "src/client/ask.ts"), 'import "./results.ts";\n');
  writeFileSync(join(root, "src/client/words.ts"), 'export const word: string = "صوت";\n');
  writeFileSync(join(root, "src/client/vote.ts"), 'import { word } from "./words.ts";\ndocument.title ||= word;\n');
  writeFileSync(join(root, "src/client/results.ts"), 'document.title = "b";\n');
  writeFileSync(join(root, "src/client/verify.ts"), 'document.title = "d";\n');
  writeFileSync(join(root, "src/client/receipt.ts"), 'document.title = "e";\n');
  return root;
}

test("style and scripts become short texts, each with the hash by which the page's policy admits it", async () => {
  const { file } = await build(project());
  const { resultsCss, pageCss, voteScript, resultsScript, verifyScript, receiptScript } = await import(file);
  expect(resultsCss.text).toBe("body{margin-inline:0}");
  expect(pageCss.text).toBe("body{margin-inline:0}p{margin:0}");
  expect(resultsScript.text).toBe('(()=>{document.title="b";})();');
  for (const { text, sha256 } of [pageCss, voteScript, resultsScript, verifyScript, receiptScript]) {
    expect(sha256).toBe(createHash("sha256").update(text).digest("base64"));
  }
});

test("a script carries what it imports, in the language of an old phone", async () => {
  const { voteScript } = await import((await build(project())).file);
  expect(voteScript.text).toContain("صوت");
  expect(voteScript.text).not.toContain("||=");
  expect(voteScript.text).not.toContain("import");
});

test("nothing is written when nothing changed", async () => {
  const root = project();
  const first = await build(root);
  const written = statSync(first.file).mtimeMs;
  expect(await build(root)).toEqual({ file: first.file, changed: false });
  expect(statSync(first.file).mtimeMs).toBe(written);
  writeFileSync(join(root, "src/client/results.ts"), 'document.title = "c";\n');
  expect((await build(root)).changed).toBe(true);
  expect(readFileSync(first.file, "utf8")).toContain('title=\\"c\\"');
});

test("a missing file is named", async () => {
  const root = project();
  rmSync(join(root, "src/client/results.ts"));
  await expect(build(root)).rejects.toThrow("src/client/results.ts is missing: nothing can be built without it");
});
