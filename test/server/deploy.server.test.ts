import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../../src/server/build.ts";
import { newFolder } from "./launch.ts";

const CONFIG = resolve(ROOT, "wrangler.toml");
const WRANGLER = join(ROOT, "node_modules/.bin/wrangler");

/** KiB, compressed. Older accounts of the free plan take 3 MiB; the painter of pictures is two thirds of it. */
const MOST_KIB = 3 * 1_024;

const configOf = (plan: string | undefined) => unstable_readConfig({ config: CONFIG, ...(plan && { env: plan }) });

describe.each([
  ["the paid plan", undefined],
  ["the free plan", "free"],
])("deploying to %s", (_, plan) => {
  it("is possible as far as can be told without an account, and stays inside the size that is allowed", async () => {
    const args = [
      "deploy",
      "--dry-run",
      "--outdir",
      join(newFolder(), "out"),
      ...(plan ? ["--env", plan] : ["--env="]),
    ];
    const { stdout } = await promisify(execFile)(WRANGLER, args, {
      cwd: ROOT,
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" },
    });
    expect(stdout).toContain("--dry-run: exiting now.");
    const compressed = Number(/gzip: ([\d.]+) KiB/.exec(stdout)?.[1]);
    expect(compressed).toBeGreaterThan(0);
    expect(compressed).toBeLessThan(MOST_KIB);
  });

  it("keeps nothing about readers", () => {
    const { observability, logpush, tail_consumers } = configOf(plan);
    expect(observability?.enabled).toBe(false);
    expect([logpush ?? false, tail_consumers ?? []]).toEqual([false, []]);
  });
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
