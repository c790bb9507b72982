import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { ROOT } from "../server/build.ts";
import { bundleWorker, readWorkerSettings } from "../server/worker.ts";
import { run } from "./command.ts";

const DIRECTORY = resolve(ROOT, "public/cards");

const USAGE = `npm run cards

Paints public/cards/{language}.png, which are kept with the code: run it when the words or the layout of cards change.`;

await run(USAGE, {}, async ({ positionals }) => {
  if (positionals.length > 0) return { kind: "misunderstood" };
  const [{ script, modules }, { compatibilityDate }] = await Promise.all([
    bundleWorker(resolve(ROOT, "src/web/pictures/generic-card.ts")),
    readWorkerSettings(),
  ]);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "cards.js", contents: script }, ...modules],
      compatibilityDate,
      cf: false,
    }),
  );
  try {
    const painted: string[] = [];
    await mkdir(DIRECTORY, { recursive: true });
    for (const language of ["ar", "fr", "en"]) {
      const card = await miniflare.dispatchFetch(`http://cards/?lang=${language}`);
      if (!card.ok) throw new Error(await card.text());
      const file = resolve(DIRECTORY, `${language}.png`);
      await writeFile(file, new Uint8Array(await card.arrayBuffer()));
      painted.push(file);
    }
    return { kind: "done", text: painted.join("\n") };
  } finally {
    await miniflare.dispose();
  }
});
