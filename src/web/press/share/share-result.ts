import type { Language } from "../../../domain/language.ts";
import { words } from "../../../i18n/index.ts";
import { fillPlain } from "../../../i18n/plain.ts";
import type { Snapshot } from "../../export/snapshot.ts";
import { noticeLines, resultPicture } from "../../pictures/model.ts";
import { leadingRows } from "../quote/leading.ts";

/** What is said of a result that is passed on: what leads where one answer does, the total, that it is no science, notices. */
export function shareResult(snapshot: Snapshot, language: Language): string[] {
  const strings = words(language, "reader");
  const { total } = resultPicture(snapshot, language, "");
  const [first, level] = leadingRows(snapshot, language);
  const said =
    first?.share && !level
      ? fillPlain(strings["share.result"], { label: first.label, percent: first.share.spelled, total })
      : `${total}.`;
  return [`${said} ${strings["notsci.short"]}.`, ...noticeLines(snapshot.notices, language)];
}
