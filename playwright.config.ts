import { defineConfig } from "@playwright/test";
import { build } from "./src/server/build.ts";
import { findBrowser } from "./test/browser/find-browser.ts";
import { isLong } from "./test/long.ts";

const { args, executablePath, env } = await findBrowser();
// Workers load this file too, when everything is built already.
if (process.env.TEST_WORKER_INDEX === undefined) await build();

/** The readers' pages in a real Chromium, against the real embedded server. */
export default defineConfig({
  testMatch: "**/*.browser.test.ts",
  testIgnore: isLong ? [] : "test/long/**",
  globalSetup: "./test/server/bundles.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  timeout: 30_000,
  use: {
    launchOptions: {
      args,
      ...(executablePath !== undefined && { executablePath }),
      ...(env !== undefined && { env: { ...process.env, ...env } }),
    },
    // A trace of every test would double the time of all; `--trace on` has one made.
    screenshot: "only-on-failure",
  },
});
