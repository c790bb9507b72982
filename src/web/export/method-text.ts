import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { fill } from "../../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import { type Disclosed, type DisclosedPoll, disclosureItems, type Sentence } from "../kit/disclosure.ts";
import { noticeSentence } from "./notice-sentence.ts";

/**
 * How a poll was run, as plain text for whoever archives or quotes it: AAPOR's items as on the method page, after the
 * line that it is no scientific survey. `address`: of the poll's method page. Lines end in LF.
 */
export function methodText(
  poll: DisclosedPoll & { notices: readonly Notice[] },
  language: Language,
  address: string,
): string {
  const strings = words(language, "reader");
  const pair = pairsIn(language);
  const title = `${strings.method} – ${inLanguage(poll.definition.title, language)}`;
  return [
    title,
    strings.notsci,
    ...poll.notices.map((notice) => pair(strings["notice.h"], noticeSentence(notice, language))),
    pair(strings["aapor.address"], address),
    strings["aapor.lead"],
    ...disclosureItems(poll, language).map((item, i) =>
      [`${i + 1}. ${item.title}`, ...item.says.flatMap((each) => linesOf(each, language))].join("\n"),
    ),
    "",
  ].join("\n\n");
}

/** What an item says, in lines of plain text. */
export function linesOf(each: Disclosed, language: Language): string[] {
  switch (each.kind) {
    case "sentence":
      return [`- ${said(each)}`];
    case "term":
      return [`- ${pairsIn(language)(each.name, said(each.value))}`];
    case "wording":
      return [
        `- ${pairsIn(each.language)(LANGUAGE_NAMES[each.language], `${each.text} (${each.hint})`)}`,
        ...each.options.map((option, i) => `    ${i + 1}) ${option}`),
      ];
  }
}

/** "Name: value", as the language sets its colon. */
const pairsIn =
  (language: Language) =>
  (name: string, value: string): string =>
    fill(words(language, "reader").pair, { name, value });

const said = ({ template, values }: Sentence): string => fillPlain(template, values);
