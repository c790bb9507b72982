import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { isLong } from "./test/long.ts";

/** Run by `npm run test:long` alone. */
const LONG_ONES = isLong ? [] : ["test/long/**"];

/**
 * Worker tests that share an isolate, as requests do: each opens polls of its own. The others paint more pictures than an isolate
 * may in a minute, or look at what one site has once: its staff, its registry, its keys.
 */
const SHARING = ["test/web/{api,export,frame,http,pages,press}/**/*.worker.test.ts"];

/** A test that looks at nothing cannot fail; a busy machine is no failure. */
const EACH = { expect: { requireAssertions: true }, hookTimeout: 60_000 };

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
        test: {
          ...EACH,
          name: "pure",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.{worker,server,browser}.test.ts"],
        },
      },
      inWorkerd("worker", { include: ["test/**/*.worker.test.ts"], exclude: SHARING }),
      // An isolate for each file costs more than most of these files do.
      inWorkerd("worker-web", { include: SHARING, isolate: false, setupFiles: "test/web/afresh.ts" }),
      {
        test: {
          ...EACH,
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

function inWorkerd(
  name: string,
  test: { include: string[]; exclude?: string[]; isolate?: false; setupFiles?: string },
) {
  return {
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
    test: { ...EACH, ...test, name, testTimeout: 30_000 },
  };
}
