import { disclose } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { fill } from "../../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import { pollPath } from "../http/addresses.ts";
import type { ForEveryone } from "../http/poll.ts";
import { type Disclosed, type DisclosedPoll, disclosureItems, type Sentence } from "../kit/disclosure.ts";
import { noticeSentence } from "./results.ts";

/** `GET /p/{poll}/method.txt`, in the language of its prefix. Also while results are hidden: it states no option's count. */
export const methodTextFile: ForEveryone = ({ poll, language, site }) => {
  const { definition, closedAt, notices, counters, unusual } = poll;
  const disclosed = {
    definition,
    notices,
    counters,
    ...(unusual && { unusual }),
    tally: disclose(poll.tally, definition.rules, "anyone"),
    logOrigin: poll.log.origin,
    ...(closedAt !== undefined && { closedAt }),
  };
  return {
    kind: "file",
    caching: "minute",
    type: "text/plain; charset=utf-8",
    body: methodText(disclosed, language, site + pollPath(language, definition.id, "method")),
    headers: {
      "Content-Language": language,
      "Content-Disposition": `inline; filename="${definition.id}-method.txt"`,
      "Access-Control-Allow-Origin": "*",
    },
  };
};

/**
 * How a poll was run, as plain text for whoever archives or quotes it: AAPOR's items as on the method page, after the
 * line that it is no scientific survey. `address`: of the poll's method page. Lines end in LF.
 */
function methodText(poll: DisclosedPoll & { notices: readonly Notice[] }, language: Language, address: string): string {
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
