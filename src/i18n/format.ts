import type { Language } from "../domain/language.ts";
import { words } from "./index.ts";
import type { Plural } from "./plural.ts";

/**
 * The locale whose conventions a language follows. Moroccan Arabic, not bare `ar`, which has other separators and
 * month names; France's French, whose thin spaces the French-language press prints.
 */
const LOCALES: Record<Language, string> = { ar: "ar-MA", fr: "fr", en: "en" };

const TIME_ZONE = "Africa/Casablanca";

/** CLDR's `min2`: four digits stand together, as "1.187" reads as a decimal. */
const GROUPED_FROM = 10_000;

/** Numbers, dates and counted nouns as they are printed in one language. Times are milliseconds since 1970. */
interface Formatter {
  /** 1187, then 12.345 from five digits on. */
  integer(value: number): string;
  /** A share from 0 to 1 as percent. The bidi marks that ICU puts around % in Arabic are kept: they hold it in place. */
  share(value: number, decimals: 0 | 1): string;
  /** The same without the percent sign, for sentences that spell it out. */
  percentage(value: number, decimals: 0 | 1): string;
  plural(forms: Plural, count: number): string;
  /** "this, that and the other". */
  list(items: readonly string[]): string;
  /** "2877 votes". */
  votes(count: number): string;
  /** Weekday, day, month, year. */
  fullDate(time: number): string;
  /** Day, month, year. */
  longDate(time: number): string;
  /** HH:MM on a 24-hour clock, in Casablanca. */
  time(time: number): string;
}

const formatters = new Map<Language, Formatter>();

export function formatterOf(language: Language): Formatter {
  const known = formatters.get(language);
  if (known) return known;
  const made = makeFormatter(language);
  formatters.set(language, made);
  return made;
}

function makeFormatter(language: Language): Formatter {
  const locale = LOCALES[language];
  const integers = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 0 });
  const longIntegers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const integer = (value: number) => (value < GROUPED_FROM ? integers : longIntegers).format(value);
  const exactly = (decimals: 0 | 1) => ({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const percent = (decimals: 0 | 1) => new Intl.NumberFormat(locale, { style: "percent", ...exactly(decimals) });
  const plain = (decimals: 0 | 1) => new Intl.NumberFormat(locale, exactly(decimals));
  const shares = { 0: percent(0), 1: percent(1) };
  const percentages = { 0: plain(0), 1: plain(1) };
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const fullDates = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: TIME_ZONE });
  const longDates = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: TIME_ZONE });
  // h23, because "24 hours" alone lets some versions of CLDR print midnight as 24:00.
  const times = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: TIME_ZONE,
  });

  const formatter: Formatter = {
    integer,
    share: (value, decimals) => shares[decimals].format(value),
    // Rounded as a share first: 0.14285 and 14.285 may round differently in binary.
    percentage: (value, decimals) => percentages[decimals].format(Math.round(value * 1e6) / 1e4),
    plural: (forms, count) => fill(forms[plurals.select(count)] ?? forms.other, { n: integer(count) }),
    list: (items) => lists.format(items),
    votes: (count) => formatter.plural(words(language, "reader").votes, count),
    fullDate: (time) => fullDates.format(time),
    longDate: (time) => longDates.format(time),
    time: (time) => times.format(time),
  };
  return formatter;
}

/** Minutes that Casablanca is ahead of UTC at `time`: 60, and 0 in Ramadan. For browsers, whose own tables may be old. */
export function casablancaOffset(time: number): number {
  const name = new Intl.DateTimeFormat("en", { timeZone: TIME_ZONE, timeZoneName: "longOffset" })
    .formatToParts(time)
    .find((part) => part.type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? "") ?? [];
  return hours && minutes ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
}

/** Puts values in the `{name}` places of a string. A place without a value is a bug and stays visible. */
export const fill = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
