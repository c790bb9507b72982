import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

/** Where the project's root is, for everything that runs in Node. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What every page carries inside itself, so that a reader's phone asks once, by exported name. */
const INLINE = {
  resultsCss: "src/web/kit/page.css",
  pageCss: "src/web/kit/text-page.css",
  embedCss: "src/web/press/embed-page.css",
  frameCss: "src/web/frame/frame.css",
  quoteCss: "src/web/press/quote.css",
  shareScript: "src/client/share.ts",
  frameScript: "src/client/frame.ts",
  frameVoteScript: "src/client/frame-vote.ts",
  frameResultsScript: "src/client/frame-results.ts",
  embedLoader: "src/client/embed.ts",
  embedPageScript: "src/client/embed-page.ts",
  pledgeScript: "src/client/pledge.ts",
  voteScript: "src/client/vote.ts",
  resultsScript: "src/client/results.ts",
  askScript: "src/client/ask.ts",
  verifyScript: "src/client/verify.ts",
  receiptScript: "src/client/receipt.ts",
  deskCss: "src/desk/desk.css",
  deskScript: "src/client/desk.ts",
  draftScript: "src/client/draft.ts",
  watchScript: "src/client/watch.ts",
};

/** The files that those are made of, from the project's root. */
export const SOURCES: readonly string[] = Object.values(INLINE);

/** Chrome 80 and Safari 13.1 of 2020. An older browser cannot read the script and sends the plain form. */
const OLDEST_PHONE = "es2020";

/**
 * Writes `src/built/inline.ts`: each file minified as `text`, with the `sha256` (base64) by which the Content-Security-Policy
 * admits it. Left untouched when nothing changed, so that `wrangler dev` does not go round in circles.
 */
export async function build(root: string = ROOT): Promise<{ file: string; changed: boolean }> {
  const file = resolve(root, "src/built/inline.ts");
  const parts = await Promise.all(Object.entries(INLINE).map(([name, source]) => inline(root, name, source)));
  const text = `// Written by src/server/build.ts.\n${parts.join("")}`;
  if (existsSync(file) && (await readFile(file, "utf8")) === text) return { file, changed: false };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return { file, changed: true };
}

async function inline(root: string, name: string, source: string): Promise<string> {
  const { text, sha256 } = await bundled(source, root);
  return `export const ${name} = { text: ${JSON.stringify(text)}, sha256: "${sha256}" };\n`;
}

/** A file with all that it imports, minified, and the hash (base64) by which a Content-Security-Policy admits it. */
export async function bundled(source: string, root: string = ROOT): Promise<{ text: string; sha256: string }> {
  const entry = resolve(root, source);
  if (!existsSync(entry)) throw new Error(`${source} is missing: nothing can be built without it`);
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "iife",
    target: OLDEST_PHONE,
    charset: "utf8",
    write: false,
    logLevel: "silent",
  });
  const minified = (outputFiles[0]?.text ?? "").trim();
  // esbuild keeps the space before a custom property's value; of a colour, a length or a font it is no part.
  const text = entry.endsWith(".css") ? minified.replace(/(--[\w-]+): /g, "$1:") : minified;
  return { text, sha256: createHash("sha256").update(text).digest("base64") };
}

if (import.meta.main) {
  await build().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
