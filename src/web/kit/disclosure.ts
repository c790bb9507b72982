import type { UnusualSeal } from "../../domain/arrivals.ts";
import { mostAnswers } from "../../domain/ballot.ts";
import type { PollCounters } from "../../domain/counters.ts";
import type { PollDefinition, Question } from "../../domain/definition.ts";
import { classSplit, type PublicTally } from "../../domain/disclosure.ts";
import { inLanguage, type Language, type Text } from "../../domain/language.ts";
import { SHARES_FROM } from "../../domain/numbers.ts";
import { standing, total } from "../../domain/tally.ts";
import { formatterOf } from "../../i18n/format.ts";
import { LANGUAGE_NAMES, words } from "../../i18n/index.ts";
import { isolate } from "../../i18n/plain.ts";

export interface DisclosedPoll {
  definition: PollDefinition;
  /** As anyone may see it. */
  tally: PublicTally;
  /** `{host}/log/{poll}`, which locks and checkpoints are bound to. */
  logOrigin: string;
  /** What was seen at the door; left out where nobody knows. */
  counters?: PollCounters;
  /** Seals that took in far more than usual. */
  unusual?: readonly UnusualSeal[];
  /** When the poll closed, milliseconds since 1970. */
  closedAt?: number;
}

/** A sentence with values in its `{name}` places. */
export interface Sentence {
  kind: "sentence";
  template: string;
  values: Record<string, string>;
}

export type Disclosed =
  | Sentence
  | { kind: "term"; name: string; value: Sentence }
  /** A question as it was shown in one language, with its answers in their order. */
  | { kind: "wording"; language: Language; text: string; hint: string; options: string[] };

interface DisclosureItem {
  title: string;
  says: Disclosed[];
}

/**
 * What whoever quotes a figure may be asked about, generated from the definition and the tally: the eleven items of the
 * Survey Disclosure Checklist of AAPOR's Code (April 2021), in its order. One list for the page and for `method.txt`.
 */
export function disclosureItems(poll: DisclosedPoll, language: Language): DisclosureItem[] {
  const { definition, tally } = poll;
  const strings = words(language, "reader");
  const own = (text: Text) => inLanguage(text, language);
  const { source } = definition;
  return [
    { title: strings["aapor.1"], says: [sentence(strings["aapor.collection"]), sentence(strings.notsci)] },
    {
      title: strings["aapor.2"],
      says: [
        term(strings["method.publisher"], own(definition.publisher)),
        term(strings["method.sponsor"], own(definition.sponsor)),
        term(strings["method.contact"], own(definition.contact)),
        term(strings["method.host"], `${own(definition.host)} (${own(definition.country)})`),
      ],
    },
    {
      title: strings["aapor.3"],
      says: [
        sentence(strings["method.wording.note"]),
        ...(source ? [article(source, language)] : []),
        ...definition.languages.flatMap((each) => definition.questions.map((question) => wording(question, each))),
      ],
    },
    { title: strings["aapor.4"], says: [sentence(strings["aapor.population"])] },
    { title: strings["aapor.5"], says: [sentence(strings["aapor.sample"])] },
    {
      title: strings["aapor.6"],
      says: [
        sentence(strings["aapor.mode"], {
          languages: languageNames(definition, language),
        }),
      ],
    },
    {
      title: strings["aapor.7"],
      says: [
        { kind: "term", name: strings["method.opens"], value: moment(definition.opens, language, "method.opens.none") },
        {
          kind: "term",
          name: strings["method.closes"],
          value: moment(definition.closes, language, "method.closes.none"),
        },
        { kind: "term", name: strings["method.state"], value: state(poll, language) },
      ],
    },
    {
      title: strings["aapor.8"],
      says: [...counts(definition, tally, language), asOf(tally, language), sentence(strings["method.margin"])],
    },
    { title: strings["aapor.9"], says: [sentence(strings["aapor.weights"])] },
    {
      title: strings["aapor.10"],
      says: [
        ...strings["method.counted.list"].map((each) => sentence(each)),
        ...rules(definition, language),
        sentence(strings["aapor.kept"]),
        sentence(strings["aapor.log"], { log: poll.logOrigin }),
      ],
    },
    {
      title: strings["aapor.11"],
      says: [
        ...strings["method.limits.list"].map((each) => sentence(each)),
        ...sensitivity(definition, tally, language),
        ...(poll.counters ? door(poll.counters, language) : []),
        ...(poll.unusual ?? []).map((each) => unusual(each, language)),
      ],
    },
  ];
}

const sentence = (template: string, values: Record<string, string> = {}): Sentence => ({
  kind: "sentence",
  template,
  values,
});

const term = (name: string, value: string): Disclosed => ({
  kind: "term",
  name,
  value: sentence("{value}", { value }),
});

function moment(
  at: string | undefined,
  language: Language,
  none: "method.opens.none" | "method.closes.none",
): Sentence {
  const strings = words(language, "reader");
  if (!at) return sentence(strings[none]);
  const utc = `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return sentence(strings.moment, { ...dayAndTime(Date.parse(at), language), utc });
}

function dayAndTime(time: number, language: Language): { date: string; time: string } {
  const formatter = formatterOf(language);
  return { date: formatter.fullDate(time), time: formatter.time(time) };
}

function state({ definition, tally, closedAt }: DisclosedPoll, language: Language): Sentence {
  const strings = words(language, "reader");
  switch (tally.phase) {
    case "draft":
    case "open":
      return sentence(strings["method.state.open"]);
    case "scheduled":
      return definition.opens
        ? sentence(strings.opens, dayAndTime(Date.parse(definition.opens), language))
        : sentence(strings.scheduled);
    case "paused":
    case "closing":
      return sentence(strings[tally.phase]);
    case "closed":
      return closedAt === undefined
        ? sentence(strings["closed.plain"])
        : sentence(strings.closed, dayAndTime(closedAt, language));
  }
}

function counts({ questions }: PollDefinition, tally: PublicTally, language: Language): Disclosed[] {
  const { votes, integer } = formatterOf(language);
  return questions.flatMap((question) => {
    const counted = tally.questions[question.id];
    if (!counted) return [];
    const { ballots, withdrawn } = counted;
    const value = sentence(words(language, "reader")["aapor.counts"], {
      total: votes(standing(counted)),
      ballots: integer(total(ballots)),
      withdrawn: integer(total(withdrawn)),
      a: integer(ballots.a - withdrawn.a),
      c: integer(ballots.c - withdrawn.c),
    });
    return [{ kind: "term" as const, name: inLanguage(question.text, language), value }];
  });
}

const asOf = (tally: PublicTally, language: Language): Sentence =>
  sentence(words(language, "reader")["aapor.asof"], dayAndTime(Date.parse(tally.asOf), language));

/** Where shares are printed and there is something to leave out: how much hangs on class `c`. */
function sensitivity({ questions }: PollDefinition, tally: PublicTally, language: Language): Sentence[] {
  const strings = words(language, "reader");
  return questions.flatMap((question) => {
    const counted = tally.questions[question.id];
    if (!counted?.options) return [];
    const { without } = classSplit({ ...counted, options: counted.options });
    if (without === "not-comparable") return [];
    const template = strings[`aapor.${without}`];
    return [sentence(template, { question: inLanguage(question.text, language) })];
  });
}

/** A seal that took in far more than usual. */
export const unusual = ({ seal, sealedAt, ballots, usual }: UnusualSeal, language: Language): Sentence => {
  const { integer } = formatterOf(language);
  return sentence(words(language, "reader")["door.unusual"], {
    ...dayAndTime(sealedAt, language),
    seal: integer(seal),
    ballots: integer(ballots),
    usual: integer(usual),
  });
};

/** What was refused, what the largest network sent, and how often the allowances began anew. */
export function door({ refused, largestNetwork, restarts }: PollCounters, language: Language): Sentence[] {
  const strings = words(language, "reader");
  const { integer } = formatterOf(language);
  return [
    sentence(strings["door.refused"], {
      invalid: integer(refused.invalid),
      foreign: integer(refused.foreign),
      trap: integer(refused.trap),
      late: integer(refused["not-open"]),
      used: integer(refused["already-used"]),
      voted: integer(refused["already-voted"]),
      many: integer(refused["too-many"]),
    }),
    largestNetwork === 0
      ? sentence(strings["door.network.few"], { n: integer(SHARES_FROM) })
      : sentence(strings["door.network"], { n: integer(largestNetwork) }),
    sentence(strings["door.restarts"], { n: integer(restarts) }),
  ];
}

function rules({ rules: { results, release, boxes, allowance, ceiling } }: PollDefinition, language: Language) {
  const strings = words(language, "reader");
  const { integer } = formatterOf(language);
  const networks = (numbers: typeof ceiling) => ({
    ipv4: integer(numbers.ipv4),
    v64: integer(numbers.ipv6_64),
    v56: integer(numbers.ipv6_56),
    v48: integer(numbers.ipv6_48),
  });
  const { firstHour } = allowance;
  return [
    sentence(strings["method.browser"]),
    sentence(strings["method.allowance"], networks(allowance)),
    sentence(strings["method.firsthour"], { ipv4: integer(firstHour.ipv4), v64: integer(firstHour.ipv6_64) }),
    sentence(strings["method.ceiling"], networks(ceiling)),
    sentence(strings[`method.results.${results}`]),
    sentence(strings[`method.release.${release}`]),
    sentence(strings["method.boxes"], { n: integer(boxes) }),
  ];
}

/** The article that the question comes from, with its day. */
const article = ({ title, date }: NonNullable<PollDefinition["source"]>, language: Language): Disclosed => ({
  kind: "term",
  name: words(language, "reader")["aapor.article"],
  value: {
    kind: "sentence",
    template: "{title} ({date})",
    values: { title, date: formatterOf(language).longDate(Date.parse(`${date}T12:00:00Z`)) },
  },
});

/** The poll's languages, the page's own first: the first decides which way the list runs. */
const languageNames = ({ languages }: PollDefinition, own: Language): string =>
  languages
    .toSorted((one, other) => Number(other === own) - Number(one === own))
    .map((each) => isolate(LANGUAGE_NAMES[each]))
    .join(" · ");

/** A question as it was shown in a language. */
function wording(question: Question, language: Language): Disclosed {
  const strings = words(language, "reader");
  const most = mostAnswers(question);
  const kind = most === 1 ? strings["method.single"] : formatterOf(language).plural(strings["hint.upto"], most);
  return {
    kind: "wording",
    language,
    text: inLanguage(question.text, language),
    hint: kind.replace(/\.$/, ""),
    options: question.options.map((option) => inLanguage(option.label, language)),
  };
}
