import type { Language } from "../../../../src/domain/language.ts";
import type { KvStore } from "../../../../src/engine/kv.ts";
import { EXPORT_FILES, type ExportFile, type ExportName } from "../../../../src/web/export/files.ts";
import type { Snapshot } from "../../../../src/web/export/snapshot.ts";
import { viewOfSnapshot } from "../a-snapshot.ts";

const noArchive = new Proxy({} as KvStore, {
  get() {
    throw new Error("a file of one seal asks the archive for nothing");
  },
});

/** A file of one seal, byte by byte. */
export async function made(name: ExportName, snapshot: Snapshot, language: Language = "ar"): Promise<Uint8Array> {
  const file: ExportFile = EXPORT_FILES[name];
  const view = viewOfSnapshot(snapshot);
  const result = await file.make({ snapshot, view, archive: noArchive, language, site: "https://vote.example" });
  if (result.kind !== "whole") throw new Error(`${name} is no file of one seal`);
  return result.bytes;
}

export const textOf = async (...args: Parameters<typeof made>): Promise<string> =>
  new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(await made(...args));
