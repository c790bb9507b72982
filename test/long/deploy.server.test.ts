import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { ROOT } from "../../src/server/build.ts";
import { endAll, newFolder } from "../server/launch.ts";

const WRANGLER = join(ROOT, "node_modules/.bin/wrangler");

/** KiB, compressed. Older accounts of the free plan take 3 MiB; the painter of pictures is two thirds of it. */
const MOST_KIB = 3 * 1_024;

afterAll(endAll);

describe("a deployment by wrangler", () => {
  it.each([
    ["paid", undefined],
    ["free", "free"],
  ])(
    "to the %s plan is possible as far as can be told without an account, and stays inside the size that is allowed",
    async (_, plan) => {
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
    },
  );
});
