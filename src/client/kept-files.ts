import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../log/text.ts";

/** What came of holding a folder against the fingerprints of its files: the first that is not as it was written. */
export type Compared =
  | { kind: "same"; files: number }
  | { kind: "differs"; path: string }
  | { kind: "missing"; path: string };

/** A chosen folder as files by their paths in it, whatever the folder is called. */
export const filesOfFolder = (chosen: Iterable<File>): Map<string, File> =>
  new Map([...chosen].map((file) => [file.webkitRelativePath.split("/").slice(1).join("/"), file]));

/** `sums`: lines as sha256sum writes them, `{hex}  {path}`. `onProgress`: files compared, of how many. */
export async function compareFiles(
  files: ReadonlyMap<string, Blob>,
  sums: string,
  onProgress: (read: number, of: number) => void,
): Promise<Compared> {
  const lines = sums.split("\n").filter((line) => line !== "");
  for (const [i, line] of lines.entries()) {
    const [sum = "", path = ""] = line.split("  ");
    const file = files.get(path);
    if (!file) return { kind: "missing", path };
    if (toHex(sha256(new Uint8Array(await file.arrayBuffer()))) !== sum) return { kind: "differs", path };
    onProgress(i + 1, lines.length);
  }
  return { kind: "same", files: lines.length };
}
