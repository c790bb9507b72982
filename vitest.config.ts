import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

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
                TEST_LONG: process.env.TEST_LONG ?? "",
              },
            },
          }),
        ],
        test: {
          name: "worker",
          include: ["test/**/*.worker.test.ts"],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: "server",
          include: ["test/**/*.server.test.ts"],
          globalSetup: "test/server/bundles.ts",
          testTimeout: 120_000,
        },
      },
    ],
  },
});
