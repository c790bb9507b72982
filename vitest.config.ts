import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { isLong } from "./test/long.ts";

/** Run by `npm run test:long` alone. */
const LONG_ONES = isLong ? [] : ["test/long/**"];

/**
 * A test's name says what it runs in: `*.worker.test.ts` in workerd, `*.server.test.ts` beside the embedded server as a process,
 * `*.browser.test.ts` in a browser (playwright.config.ts), any other in Node, for pure code.
 */
export default defineConfig({
  test: {
    // Half of the time is waiting, for an object or a process: two at once are fast on two cores, and on one.
    maxWorkers: 2,
    projects: [
      {
        test: { name: "pure", include: ["test/**/*.test.ts"], exclude: ["test/**/*.{worker,server,browser}.test.ts"] },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                PLATFORM: "self",
                PUBLIC_HOST: "localhost:8787",
                SEAL_EVERY_SECONDS: "3600",
                TEST_LONG: isLong ? "1" : "",
              },
            },
          }),
        ],
        test: {
          name: "worker",
          include: ["test/**/*.worker.test.ts"],
          testTimeout: isLong ? 60_000 : 15_000,
        },
      },
      {
        test: {
          name: "server",
          include: ["test/**/*.server.test.ts"],
          exclude: LONG_ONES,
          globalSetup: "test/server/bundles.ts",
          testTimeout: 120_000,
        },
      },
    ],
  },
});
