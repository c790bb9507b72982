import { noCounters, type PollCounters, REFUSAL_KINDS } from "../../../src/domain/counters.ts";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { aDefinition, aSnapshot } from "./a-snapshot.ts";

const QUESTION = {
  ar: "أي هذه الإجراءات يجب على المدينة أن تبدأ به لكي تصير الشوارع المحيطة بالمدارس آمنة للأطفال الذين يذهبون إليها مشيا على الأقدام؟",
  fr: "Par laquelle de ces mesures la ville devrait-elle commencer pour que les rues autour des écoles soient sûres pour les enfants qui s’y rendent à pied\u00a0?",
  en: "Which of these measures should the city begin with so that the streets around schools are safe for the children who walk there?",
};
const ANSWER = {
  ar: "إغلاق الشوارع المحيطة بالمدارس أمام السيارات في ساعات الدخول والخروج، مع حراس عند كل معبر",
  fr: "Fermer les rues voisines aux voitures aux heures d’entrée et de sortie, avec un agent à chaque passage",
  en: "Close the streets around schools to cars at the hours of arrival and departure, with wardens at crossings",
};

const all = (words: typeof QUESTION, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(words).map(([language, text]) => [language, change(text)]));

/** As it is, or said again and again until it has so many characters. */
const stretched = (text: string, length?: number) =>
  length === undefined ? text : `${text} `.repeat(length).slice(0, length).trim();

/** Everything long at once: the publisher, the question, eight answers of which several may be chosen. `length`: characters of each. */
export const wordyDefinition = (length?: number): PollDefinition =>
  aDefinition({
    publisher: {
      ar: "جريدة المدينة والجهة، الطبعة اليومية",
      fr: "Le Courrier de la Ville et de la Région",
      en: "The City and Region Courier, Daily Edition",
    },
    reminder: undefined,
    questions: [
      {
        id: "q",
        kind: "multiple",
        max: 3,
        required: true,
        text: all(QUESTION, (text) => stretched(text, length)),
        options: [..."abcdefgh"].map((id, i) => ({
          id,
          label: all(ANSWER, (text) => stretched(`${i + 1}. ${text}`, length)),
        })),
      },
    ],
  });

/** Millions, a third of them from crowded networks, which answered another thing. */
const MILLIONS = {
  a: [8_123_456, 12_345],
  b: [1_234_567, 3_456_789],
  c: [1_111_111, 1_111_111],
  d: [999_999, 10],
  e: [888_888, 0],
  f: [777_777, 0],
  g: [0, 777_777],
  h: [0, 0],
} as const;

/** Counters as large as they get, refusals of every kind. */
const STORMED: PollCounters = {
  refused: Object.fromEntries(REFUSAL_KINDS.map((kind, i) => [kind, 1_234_567 * (i + 1)])) as PollCounters["refused"],
  largestNetwork: 1_200_000,
  restarts: 12_345,
};

export const crowded = (changes: Parameters<typeof aSnapshot>[1] = {}) =>
  aSnapshot(MILLIONS, { definition: wordyDefinition(), counters: STORMED, ...changes });

export const CALM = noCounters();
