import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";

/** A correction or declaration in one sentence of plain text. */
export function noticeSentence(notice: Notice, language: Language): string {
  const strings = words(language, "reader");
  const date = formatterOf(language).fullDate(notice.at);
  const reason = inLanguage(notice.reason, language);
  switch (notice.kind) {
    case "voided":
      return fill(strings["export.voided"], { date, reason });
    case "corrected": {
      const [before, after] = [inLanguage(notice.before, language), inLanguage(notice.after, language)];
      return fill(strings["export.corrected"], { date, reason, before, after });
    }
  }
}
