import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Before all tests of Vitest and of Playwright: a folder in which the servers that they start keep each Worker's bundle. */
export default function keepBundles(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "sawt-bundles-"));
  process.env.SAWT_BUNDLES = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
