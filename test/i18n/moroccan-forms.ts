import type { Language } from "../../src/domain/language.ts";
import { formatterOf } from "../../src/i18n/format.ts";

/** What a formatter says, code point by code point. The same table holds in Node and in workerd: their ICU may differ. */
export const formsOf = (language: Language) => {
  const formatter = formatterOf(language);
  return {
    "1187": codePoints(formatter.integer(1187)),
    "12345": codePoints(formatter.integer(12345)),
    "1234567": codePoints(formatter.integer(1234567)),
    "42.7 %": codePoints(formatter.share(0.427, 1)),
    "43 %": codePoints(formatter.share(0.427, 0)),
    "0 %": codePoints(formatter.share(0, 0)),
    "42.7 in a sentence": formatter.percentage(0.427, 1),
    day: formatter.fullDate(JULY),
    "short day": formatter.longDate(JULY),
    "May, August": [MAY, AUGUST].map((each) => formatter.longDate(each)),
    evening: formatter.time(JULY),
    "after midnight": formatter.time(Date.parse("2026-07-19T23:05:00Z")),
    "noon UTC in Ramadan": formatter.time(Date.parse("2026-03-01T12:00:00Z")),
    "noon UTC out of Ramadan": formatter.time(Date.parse("2026-05-01T12:00:00Z")),
  };
};

export const votesOf = (language: Language): string[] =>
  [0, 1, 2, 3, 10, 11, 26, 99, 100, 101, 102, 103, 111, 1000, 1003].map((n) => formatterOf(language).votes(n));

const JULY = Date.parse("2026-07-19T20:05:00Z");
const MAY = Date.parse("2019-05-30T12:00:00Z");
const AUGUST = Date.parse("2026-08-20T12:00:00Z");

const codePoints = (text: string): string =>
  [...text].map((each) => (each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")).join(" ");

export const EXPECTED_FORMS: Record<Language, ReturnType<typeof formsOf>> = {
  ar: {
    "1187": "31 31 38 37",
    "12345": "31 32 2E 33 34 35",
    "1234567": "31 2E 32 33 34 2E 35 36 37",
    "42.7 %": "34 32 2C 37 200E 25 200E",
    "43 %": "34 33 200E 25 200E",
    "0 %": "30 200E 25 200E",
    "42.7 in a sentence": "42,7",
    day: "الأحد، 19 يوليوز 2026",
    "short day": "19 يوليوز 2026",
    "May, August": ["30 ماي 2019", "20 غشت 2026"],
    evening: "21:05",
    "after midnight": "00:05",
    "noon UTC in Ramadan": "12:00",
    "noon UTC out of Ramadan": "13:00",
  },
  fr: {
    "1187": "31 31 38 37",
    "12345": "31 32 202F 33 34 35",
    "1234567": "31 202F 32 33 34 202F 35 36 37",
    "42.7 %": "34 32 2C 37 A0 25",
    "43 %": "34 33 A0 25",
    "0 %": "30 A0 25",
    "42.7 in a sentence": "42,7",
    day: "dimanche 19 juillet 2026",
    "short day": "19 juillet 2026",
    "May, August": ["30 mai 2019", "20 août 2026"],
    evening: "21:05",
    "after midnight": "00:05",
    "noon UTC in Ramadan": "12:00",
    "noon UTC out of Ramadan": "13:00",
  },
  en: {
    "1187": "31 31 38 37",
    "12345": "31 32 2C 33 34 35",
    "1234567": "31 2C 32 33 34 2C 35 36 37",
    "42.7 %": "34 32 2E 37 25",
    "43 %": "34 33 25",
    "0 %": "30 25",
    "42.7 in a sentence": "42.7",
    day: "Sunday, July 19, 2026",
    "short day": "July 19, 2026",
    "May, August": ["May 30, 2019", "August 20, 2026"],
    evening: "21:05",
    "after midnight": "00:05",
    "noon UTC in Ramadan": "12:00",
    "noon UTC out of Ramadan": "13:00",
  },
};

export const EXPECTED_VOTES: Record<Language, string[]> = {
  ar: [
    "لا أصوات",
    "صوت واحد",
    "صوتان",
    "3 أصوات",
    "10 أصوات",
    "11 صوتا",
    "26 صوتا",
    "99 صوتا",
    "100 صوت",
    "101 صوت",
    "102 صوت",
    "103 أصوات",
    "111 صوتا",
    "1000 صوت",
    "1003 أصوات",
  ],
  fr: ["0 vote", "1 vote", ...[2, 3, 10, 11, 26, 99, 100, 101, 102, 103, 111, 1000, 1003].map((n) => `${n} votes`)],
  en: ["0 votes", "1 vote", ...[2, 3, 10, 11, 26, 99, 100, 101, 102, 103, 111, 1000, 1003].map((n) => `${n} votes`)],
};
