import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../../src/server/build.ts";
import { bundleWorker } from "../../src/server/worker.ts";

const CONFIG = resolve(ROOT, "wrangler.toml");

/** KiB, compressed. Older accounts of the free plan take 3 MiB; the painter of pictures is two thirds of it. */
const MOST_KIB = 3 * 1_024;

const configOf = (plan: string | undefined) => unstable_readConfig({ config: CONFIG, ...(plan && { env: plan }) });

describe.each([
  ["the paid plan", undefined],
  ["the free plan", "free"],
])("deployed to %s, it", (_, plan) => {
  it("keeps nothing about readers", () => {
    const { observability, logpush, tail_consumers } = configOf(plan);
    expect(observability?.enabled).toBe(false);
    expect([logpush ?? false, tail_consumers ?? []]).toEqual([false, []]);
  });
});

it("the Worker, with all that it carries, stays inside the size that is allowed", async () => {
  const { script, modules } = await bundleWorker(resolve(ROOT, "src/index.ts"));
  expect(modules.map(({ type }) => type).sort()).toEqual(["CompiledWasm", "Data", "Data"]);
  const compressed = [script, ...modules.map(({ contents }) => contents)].map((part) => gzipSync(part).byteLength);
  expect(compressed.reduce((sum, bytes) => sum + bytes) / 1_024).toBeLessThan(MOST_KIB);
});

describe("what the plans bind", () => {
  it("is the same, every kind of binding: an environment inherits none, and one that is missing is missed at run time alone", () => {
    const boundBy = (plan?: string) => {
      const { vars, targetEnvironment: _, ...others } = configOf(plan);
      return { vars: Object.keys(vars), ...others };
    };
    expect(boundBy("free")).toEqual(boundBy());
  });

  it("has the burst brake: 300 ballots a minute and network", () => {
    for (const plan of [undefined, "free"])
      expect(configOf(plan).ratelimits).toEqual([
        { name: "BURST_BRAKE", namespace_id: "1001", simple: { limit: 300, period: 60 } },
      ]);
  });

  it("is set in numbers that fit each", () => {
    const same = { PLATFORM: "cloudflare", PUBLIC_HOST: "", CLIENT_ADDRESS_HEADER: "", JURISDICTION: "" };
    expect(configOf(undefined).vars).toEqual({
      ...same,
      SEAL_EVERY_SECONDS: "60",
      PICTURES: "render",
      BOXES: "4",
      DOORKEEPERS: "4",
      GALLERIES: "4",
    });
    expect(configOf("free").vars).toEqual({
      ...same,
      SEAL_EVERY_SECONDS: "600",
      PICTURES: "svg-only",
      BOXES: "1",
      DOORKEEPERS: "1",
      GALLERIES: "1",
    });
  });
});
