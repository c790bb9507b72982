import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { decode } from "fast-png";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import pixelmatch from "pixelmatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../../src/server/build.ts";
import { bundleWorker, readWorkerSettings } from "../../../src/server/worker.ts";

/** Every picture as somebody has looked at it. With UPDATE_PICTURES=1 they are painted anew: then look at each again. */
const GOLDEN = resolve(ROOT, "test/web/pictures/golden");
const UPDATE = process.env.UPDATE_PICTURES === "1";

/** Of a picture's points: rounding may differ between processors, a letter out of place is far more. */
const MOST_DIFFERENT = 0.0001;

const NAMES = [
  "bidi-lines",
  "bars-few-dark-ar",
  "bars-crowded-dark-fr",
  "card-hidden-ar",
  "card-dense-ar",
  "question-hidden-fr",
  ...["ar", "fr", "en"].flatMap((language) =>
    ["card-question", "card-result", "card-void", "card-crowded", "bars", "time"].map((kind) => `${kind}-${language}`),
  ),
];

let painter: Miniflare;

beforeAll(async () => {
  const [{ script, modules }, { compatibilityDate }] = await Promise.all([
    bundleWorker(resolve(ROOT, "test/web/pictures/painter.ts")),
    readWorkerSettings(),
  ]);
  painter = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "painter.js", contents: script }, ...modules],
      compatibilityDate,
      cf: false,
    }),
  );
});

afterAll(() => painter.dispose());

const paint = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await (await painter.dispatchFetch(`http://painter/${name}`)).arrayBuffer());

/** Red, green, blue and opacity of each point. Pictures of few colours come with a palette, or without opacity. */
function points(png: Uint8Array): { width: number; height: number; data: Uint8Array } {
  const { width, height, data, channels, palette } = decode(png);
  const colours = palette?.flatMap(([red = 0, green = 0, blue = 0]) => [red, green, blue]);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++)
    for (let part = 0; part < 3; part++)
      rgba[i * 4 + part] = (colours ? colours[(data[i] ?? 0) * 3 + part] : data[i * channels + part]) ?? 0;
  return { width, height, data: rgba };
}

describe("pictures", () => {
  it("are all looked at", async () => {
    expect(await (await painter.dispatchFetch("http://painter/")).json()).toEqual(NAMES);
  });

  it("have all that is said inside their margins, and nothing over anything else", async () => {
    const found = await (await painter.dispatchFetch("http://painter/layouts")).json();
    expect(found).toEqual({ looked: 108, faults: [] });
  });

  it.each(NAMES)("%s is painted as it was looked at", async (name) => {
    const file = resolve(GOLDEN, `${name}.png`);
    const png = await paint(name);
    expect(png.length).toBeLessThan(300_000);
    if (UPDATE) {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(file, png);
    }
    expect([name, existsSync(file)]).toEqual([name, true]);
    const [painted, known] = [points(png), points(readFileSync(file))];
    expect([painted.width, painted.height]).toEqual([known.width, known.height]);
    const { width, height } = known;
    const different = pixelmatch(painted.data, known.data, undefined, width, height, { threshold: 0.2 });
    expect(different / (width * height)).toBeLessThan(MOST_DIFFERENT);
  });
});
