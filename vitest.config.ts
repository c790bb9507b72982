import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Three kinds of test: pure code in Node, everything of the Worker in workerd, the embedded server as a process. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "pure", include: ["test/{poll,log,staff,i18n,client,export/opened}/**/*.test.ts"] } },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: { PLATFORM: "self", PUBLIC_HOST: "localhost:8787", SEAL_EVERY_SECONDS: "3600" } },
          }),
        ],
        test: {
          name: "worker",
          include: ["test/{objects,archive,api,reader,desk,guard,app,embed,export,privacy,rush}/**/*.test.ts"],
          // Files as other people’s software opens them: that software runs in Node.
          exclude: ["test/export/opened/**"],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          name: "server",
          include: ["test/{node,fault,cost}/**/*.test.ts"],
          testTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
