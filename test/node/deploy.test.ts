import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { ROOT } from "../../src/node/build.ts";
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

it("the plans differ in numbers alone: same bindings, same classes, same settings", () => {
  const shape = (plan?: string) => {
    const { kv_namespaces, durable_objects, migrations, ratelimits, assets, vars, compatibility_date, rules } =
      configOf(plan);
    return {
      kv_namespaces,
      durable_objects,
      migrations,
      ratelimits,
      assets: { ...assets, directory: "" },
      vars: Object.keys(vars),
      compatibility_date,
      rules,
    };
  };
  expect(shape("free")).toEqual(shape());
});
