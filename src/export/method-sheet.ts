import { fill, formatterOf } from "../i18n/format.ts";
import { LANGUAGE_NAMES, stringsOf } from "../i18n/strings.ts";
import type { PollDefinition, Question } from "../poll/definition.ts";
import { inLanguage, type Language, type Text } from "../poll/language.ts";
import type { Notice } from "../poll/notice.ts";
import { standing } from "../poll/tally.ts";
import { citation } from "./citation.ts";
import { statusOf } from "./results-table.ts";
import type { Snapshot } from "./snapshot.ts";
import { type Cell, casablancaClock } from "./xlsx.ts";

/** The sheet that says how the figures came about: a name and a value to each row. `base`: address of the vote page. */
export function methodRows(snapshot: Snapshot, language: Language, base: string): Cell[][] {
  const { definition } = snapshot;
  const strings = stringsOf(language);
  const own = (text: Text) => inLanguage(text, language);
  return [
    row(strings["export.title"], text(own(definition.title))),
    row(strings["export.notsci"], text(strings.notsci)),
    ...snapshot.notices.map((notice) => row(strings["notice.h"], text(noticeSentence(notice, language)))),
    row(strings["export.cite"], text(citation(snapshot, language))),
    row(strings["export.asof"], casablancaClock(snapshot.asOf)),
    row(strings["export.asof.utc"], { kind: "moment", clock: Math.floor(snapshot.asOf / 1_000) * 1_000 }),
    row(strings["export.status"], text(strings[`export.status.${statusOf(snapshot)}`])),
    ...dates(definition, language),
    row(strings["method.publisher"], text(own(definition.publisher))),
    row(strings["method.sponsor"], text(own(definition.sponsor))),
    row(strings["method.contact"], text(own(definition.contact))),
    row(strings["method.host"], text(`${own(definition.host)} (${own(definition.country)})`)),
    ...definition.questions.flatMap((question) => counted(snapshot, question, language)),
    ...definition.questions.flatMap((question) => wording(definition, question, language)),
    ...list(strings["method.rules"], rules(definition, language)),
    ...list(strings["method.counted"], strings["method.counted.list"]),
    ...list(strings["method.limits"], [strings["method.margin"], ...strings["method.limits.list"]]),
    row(strings["export.address"], code(base)),
    row(strings["method.log"], code(snapshot.origin)),
    row(strings["export.seal"], { kind: "count", value: snapshot.seal }),
    row(strings["export.size"], { kind: "count", value: snapshot.size }),
    row(strings["export.root"], code(snapshot.root)),
    row(strings["export.checkpoint"], code(snapshot.checkpoint)),
  ];
}

const row = (label: string, value: Cell): Cell[] => [{ kind: "label", text: label }, value];
const text = (words: string): Cell => ({ kind: "text", text: words });
const code = (words: string): Cell => ({ kind: "code", text: words });

/** A name once, then its items below each other. */
const list = (label: string, items: readonly string[]): Cell[][] =>
  items.map((item, i) => (i === 0 ? row(label, text(item)) : [{ kind: "empty" }, text(item)]));

function dates({ opens, closes }: PollDefinition, language: Language): Cell[][] {
  const strings = stringsOf(language);
  return [
    row(strings["export.opens"], opens ? casablancaClock(Date.parse(opens)) : text(strings["method.opens.none"])),
    row(strings["export.closes"], closes ? casablancaClock(Date.parse(closes)) : text(strings["method.closes.none"])),
  ];
}

function counted({ counts }: Snapshot, question: Question, language: Language): Cell[][] {
  const strings = stringsOf(language);
  const ofQuestion = counts[question.id];
  if (!ofQuestion) throw new Error(`no counts for the question ${question.id}`);
  const name = (key: string) => `${key} – ${inLanguage(question.text, language)}`;
  return [
    row(name(strings["method.sample"]), { kind: "count", value: standing(ofQuestion) }),
    row(name(strings["export.withdrawn"]), {
      kind: "count",
      value: ofQuestion.withdrawn.a + ofQuestion.withdrawn.c,
    }),
  ];
}

/** The words as they were shown, in every language of the poll, with the answers in the order shown. */
const wording = ({ languages }: PollDefinition, question: Question, shown: Language): Cell[][] =>
  languages.map((each) =>
    row(
      `${stringsOf(shown)["export.question"]} (${LANGUAGE_NAMES[each]})`,
      text(
        [
          inLanguage(question.text, each),
          ...question.options.map(({ label }, i) => `${i + 1}. ${inLanguage(label, each)}`),
        ].join("\n"),
      ),
    ),
  );

function rules({ rules: { results, release, allowance, ceiling } }: PollDefinition, language: Language): string[] {
  const strings = stringsOf(language);
  const { integer } = formatterOf(language);
  const networks = ({ ipv4, ipv6_64, ipv6_56, ipv6_48 }: typeof ceiling) => ({
    ipv4: integer(ipv4),
    v64: integer(ipv6_64),
    v56: integer(ipv6_56),
    v48: integer(ipv6_48),
  });
  return [
    strings["method.browser"],
    fill(strings["method.allowance"], networks(allowance)),
    fill(strings["method.ceiling"], networks(ceiling)),
    strings[`method.results.${results}`],
    strings[`method.release.${release}`],
  ];
}

export function noticeSentence(notice: Notice, language: Language): string {
  const strings = stringsOf(language);
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
