import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { ROOT } from "../../src/server/build.ts";
import { endAll, freePort, launched, newFolder, THE_WORKER } from "../server/launch.ts";

afterAll(endAll);

const isHere =
  existsSync("/usr/share/wordpress") &&
  ["php", "mariadbd", "curl"].every((command) => spawnSync("which", [command]).status === 0);
if (!isHere)
  console.warn(
    "Skipped: WordPress is not on this machine: apt install --no-install-recommends wordpress php-cli php-mysql mariadb-server curl",
  );

it.skipIf(!isHere)(
  "a real WordPress makes a frame of a poll's address, with our plugin and without",
  {
    timeout: 300_000,
  },
  async () => {
    const server = await launched(newFolder(), await freePort(), {}, THE_WORKER);
    const script = join(ROOT, "test/integration/wordpress/run.sh");
    const { stdout } = await promisify(execFile)("sh", [script, server.url, "facebook-hour"]);
    expect(stdout.match(/^ok {2}/gm)).toHaveLength(8);
  },
);
