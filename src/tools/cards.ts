import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { ROOT } from "../server/build.ts";
import { bundleWorker, readWorkerSettings } from "../server/worker.ts";

const DIRECTORY = resolve(ROOT, "public/cards");

/** Paints `public/cards/{language}.png`, which are kept with the code: run it when the words or the layout of cards change. */
async function paintCards(): Promise<void> {
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
    await mkdir(DIRECTORY, { recursive: true });
    for (const language of ["ar", "fr", "en"]) {
      const card = await miniflare.dispatchFetch(`http://cards/?lang=${language}`);
      if (!card.ok) throw new Error(await card.text());
      const file = resolve(DIRECTORY, `${language}.png`);
      await writeFile(file, new Uint8Array(await card.arrayBuffer()));
      console.log(file);
    }
  } finally {
    await miniflare.dispose();
  }
}

await paintCards();
