import { defineConfig } from "@playwright/test";
import { findBrowser } from "./test/browser/find-browser.ts";

const browser = await findBrowser();

/** The readers' pages in a real Chromium, against the real embedded server. */
export default defineConfig({
  testDir: "test/browser",
  fullyParallel: false,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  timeout: 30_000,
  use: {
    ...(browser.executablePath !== undefined && {
      launchOptions: { executablePath: browser.executablePath, args: browser.args },
    }),
    trace: "retain-on-failure",
  },
});
