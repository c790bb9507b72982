import * as z from "zod/mini";
import { ID_PATTERN } from "./id.ts";
import { LANGUAGES } from "./language.ts";
import { DEFAULT_RULES, LIMITS, MAX_BOXES } from "./numbers.ts";

const idMessage = "must be 1 to 32 of the characters a-z, 0-9 and -";
const id = z.string(idMessage).check(z.regex(ID_PATTERN, idMessage));

/**
 * Questions and options are keys of the tally's JSON, which stand in definition order: JavaScript moves a
 * key that is a number before all others.
 */
const keyMessage = "must not be a number: it is a key of the tally, and numbers lose their place in JSON";
const key = id.check(z.regex(/^(?!\d+$)/, keyMessage));

const words = z.string("must be text").check(
  z.minLength(1, "must not be empty"),
  z.maxLength(LIMITS.textLength, `must be at most ${LIMITS.textLength} characters`),
  // A label that starts so would be run as a formula by a spreadsheet (OWASP, CSV injection), also in full-width
  // characters, and also behind marks that nobody sees and that a file of data leaves out.
  z.regex(/^(?!\p{Cf}*[=+\-@＝＋－＠\s])/u, "must not start with = + - @ or white space"),
  z.regex(/^[^\p{Cc}]*$/u, "must not contain control characters or line breaks"),
);

/** What goes wrong with an object: it is none, or it has fields that nobody knows. */
type ObjectIssue = z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType<unknown> | z.core.$ZodIssueUnrecognizedKeys>;

const textMessage = {
  error: (issue: ObjectIssue): string =>
    issue.code === "unrecognized_keys"
      ? `has an unknown language; allowed: ${LANGUAGES.join(", ")}`
      : "must be words by language",
};

const text = z.strictObject({ ar: z.optional(words), fr: z.optional(words), en: z.optional(words) }, textMessage);

/** A host-source of CSP that can name nothing but pages of one site. https://www.w3.org/TR/CSP3/#grammardef-host-source */
const frameMessage = "must be a site such as https://news.example or https://*.news.example";
const frame = z
  .string(frameMessage)
  .check(z.regex(/^https?:\/\/(\*\.)?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,8}(:\d{1,5})?$/, frameMessage));

/** A time in UTC, in this century: an alarm cannot be set for later. */
const momentMessage = "must be a time in UTC such as 2026-07-30T20:00:00Z";
const moment = z.iso.datetime({ error: momentMessage }).check(z.regex(/^20/, momentMessage));
const count = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.int(message).check(z.minimum(least, message), z.maximum(most, message));
};
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `must be one of: ${values.join(", ")}`);

const option = z.strictObject(
  {
    id: key,
    /** Chosen alone or not at all, such as "none of these". Only in a `multiple` question. */
    exclusive: z.optional(z.boolean("must be true or false")),
    /** Who chooses it announces an act, and is offered a daily `reminder` of it. Only in the main question. */
    pledge: z.optional(z.boolean("must be true or false")),
    label: text,
    short: z.optional(text),
  },
  objectMessage("id, exclusive, pledge, label, short"),
);

const question = z.strictObject(
  {
    id: key,
    kind: oneOf(["single", "multiple"]),
    required: z._default(z.boolean("must be true or false"), false),
    /** Most answers to a `multiple` question; left out: all options. */
    max: z.optional(count(2, LIMITS.options)),
    text,
    options: z
      .array(option, "must be a list of options")
      .check(
        z.minLength(2, "must have at least 2 options"),
        z.maxLength(LIMITS.options, `must have at most ${LIMITS.options} options`),
      ),
  },
  objectMessage("id, kind, required, max, text, options"),
);

const perPrefix = {
  ipv4: count(1, 1_000_000),
  ipv6_64: count(1, 1_000_000),
  ipv6_56: count(1, 1_000_000),
  ipv6_48: count(1, 1_000_000),
};

const rules = z.strictObject(
  {
    /** Who sees counts, and when. `after-vote` is a courtesy of the vote page: its mark can be forged. */
    results: z._default(oneOf(["always", "after-vote", "after-close"]), DEFAULT_RULES.results),
    /** `live`: the displayed tally runs; `batched`: it is the last seal. */
    release: z._default(oneOf(["live", "batched"]), DEFAULT_RULES.release),
    boxes: z._default(count(1, MAX_BOXES), DEFAULT_RULES.boxes),
    allowance: z._default(
      z.strictObject(
        {
          ...perPrefix,
          firstHour: z.strictObject(
            { ipv4: count(1, 1_000_000), ipv6_64: count(1, 1_000_000) },
            objectMessage("ipv4, ipv6_64"),
          ),
        },
        objectMessage("ipv4, ipv6_64, ipv6_56, ipv6_48, firstHour"),
      ),
      DEFAULT_RULES.allowance,
    ),
    ceiling: z._default(
      z.strictObject(perPrefix, objectMessage("ipv4, ipv6_64, ipv6_56, ipv6_48")),
      DEFAULT_RULES.ceiling,
    ),
  },
  objectMessage("results, release, boxes, allowance, ceiling"),
);

const source = z.strictObject(
  {
    /** Title of the article, verbatim, in its own language. */
    title: words,
    /** The sentence the question comes from, verbatim, with its own spelling. */
    quote: words,
    speaker: text,
    date: z.iso.date({ error: "must be a day such as 2019-05-30" }),
    url: z.optional(z.url({ protocol: /^https?$/, error: "must be an http or https address" })),
  },
  objectMessage("title, quote, speaker, date, url"),
);

/** The shape of a definition: fields, kinds and bounds. What it must mean besides is checked by `definition-meaning.ts`. */
export const definitionSchema = z.strictObject(
  {
    id,
    languages: z
      .array(oneOf(LANGUAGES), "must be a list of languages")
      .check(z.minLength(1, `must name at least one of: ${LANGUAGES.join(", ")}`)),
    title: text,
    questions: z
      .array(question, "must be a list of questions")
      .check(
        z.minLength(1, "must have at least 1 question"),
        z.maxLength(LIMITS.questions, `must have at most ${LIMITS.questions} questions`),
      ),
    opens: z.optional(moment),
    closes: z.optional(moment),
    rules: z._default(rules, DEFAULT_RULES as z.infer<typeof rules>),
    /** Sites whose pages may frame the poll, its own besides; left out: any. An empty list lets no other site. */
    frames: z.optional(
      z
        .array(frame, "must be a list of sites")
        .check(z.maxLength(LIMITS.frames, `must name at most ${LIMITS.frames} sites`)),
    ),
    /** What the daily reminder of a pledge says, such as "An hour less today". */
    reminder: z.optional(text),
    source: z.optional(source),
    publisher: text,
    sponsor: text,
    contact: text,
    host: text,
    country: text,
  },
  objectMessage(
    "id, languages, title, questions, opens, closes, rules, frames, reminder, source, publisher, sponsor, contact, host, country",
  ),
);

function objectMessage(allowed: string) {
  return {
    error: (issue: ObjectIssue): string =>
      issue.code === "unrecognized_keys"
        ? `has unknown fields (${issue.keys.join(", ")}); allowed: ${allowed}`
        : `must be an object with: ${allowed}`,
  };
}
