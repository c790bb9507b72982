import { showsCounts } from "../../../domain/disclosure.ts";
import { languageAmong } from "../../../domain/language.ts";
import { sha256 } from "../../../engine/keys.ts";
import { KvStore } from "../../../engine/kv.ts";
import { words } from "../../../i18n/index.ts";
import { toHex } from "../../../log/text.ts";
import {
  EXPORT_FILES,
  EXPORT_NAMES,
  type ExportFile,
  fileOf,
  isExportName,
  type Making,
} from "../../../web/export/files.ts";
import { newestSnapshot } from "../../../web/export/snapshot.ts";
import { answer } from "../../../web/http/answer.ts";
import { siteOf } from "../../../web/http/site.ts";
import { type DeskHandler, recordAct } from "../../context.ts";
import { refusePage, showDesk } from "../../page.ts";
import { withPoll } from "./desk-poll.ts";
import { type FileAtDesk, filesView } from "./views/files.ts";

/** The files of a poll for the desk, also while its results are hidden from readers, with what tells one from another. */
export const filesPage: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const { definition, phase } = view;
    const language = c.get("language");
    const archive = new KvStore(c.env.ARCHIVE);
    const outcome = await newestSnapshot(archive, view, "desk");
    const page = { title: words(language, "reader")["export.h"], path: `/desk/polls/${definition.id}/files` } as const;
    if (outcome.kind !== "snapshot") return showDesk(c, page, filesView(c, { definition }));
    const { snapshot } = outcome;
    const files = await Promise.all(
      EXPORT_NAMES.map(async (name): Promise<FileAtDesk> => {
        const file: ExportFile = EXPORT_FILES[name];
        return { name, ...(await told(file, { snapshot, view, archive, language, site: siteOf(c) })) };
      }),
    );
    const hidden = !showsCounts(definition.rules.results, phase, "anyone");
    return showDesk(c, page, filesView(c, { definition, sealed: { snapshot, files, hidden } }));
  });

/** Of a file of one seal its SHA-256; of a series how many seals it is read from, for whoever waits for a long one. */
async function told(file: ExportFile, making: Making): Promise<Pick<FileAtDesk, "sha256" | "seals">> {
  const made = await file.make(making);
  return made.kind === "whole" ? { sha256: toHex(sha256(made.bytes)) } : { seals: made.series.seals };
}

/** One of them. Who took it, and when, is in the record. */
export const exportedFile: DeskHandler = (c) =>
  withPoll(c, async (view) => {
    const name = c.req.param("file") ?? "";
    const archive = new KvStore(c.env.ARCHIVE);
    const outcome = isExportName(name) && (await newestSnapshot(archive, view, "desk"));
    if (!isExportName(name) || !outcome || outcome.kind !== "snapshot") return refusePage(c, 404, "not-found");
    const { snapshot } = outcome;
    await recordAct(c, { act: "poll-exported", poll: view.definition.id, after: { file: name, size: snapshot.size } });
    const language = languageAmong(view.definition.languages, c.req.query("lang"));
    return answer(c, await fileOf(name, { snapshot, view, archive, language, site: siteOf(c) }, "desk"));
  });
