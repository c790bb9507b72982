import * as z from "zod/mini";
import { ID_PATTERN } from "./id.ts";
import { LANGUAGES } from "./language.ts";
import { DEFAULT_RULES, LIMITS, MAX_BOXES } from "./numbers.ts";

/** What can be wrong with a field of a definition. */
export type DefinitionFault =
  | "required"
  | "empty"
  | "id"
  | "number-id"
  | "long"
  | "formula"
  | "control"
  | "site"
  | "time"
  | "day"
  | "url"
  | "whole"
  | "one-of"
  | "least"
  | "most"
  | "language-once"
  | "only-multiple"
  | "only-main"
  | "main"
  | "max"
  | "repeat"
  | "after-opens"
  | "future"
  | "pledge"
  | "no-pledge"
  | "unknown"
  | "size"
  | "shape";

/** One thing wrong with a definition, and what the words for it are filled with. */
export interface Fault {
  code: DefinitionFault;
  params?: Record<string, string | number>;
}

/** A fault as the message of a schema, which is a string to zod. */
const fault = (code: DefinitionFault, params?: Fault["params"]): string =>
  JSON.stringify({ code, ...(params && { params }) } satisfies Fault);

/** The fault in a message of these schemas. */
export const faultIn = (message: string): Fault => JSON.parse(message) satisfies Fault;

const idMessage = fault("id");
const id = z.string(idMessage).check(z.regex(ID_PATTERN, idMessage));

/**
 * Questions and options are keys of the tally's JSON, which stand in definition order: JavaScript moves a
 * key that is a number before all others.
 */
const key = id.check(z.regex(/^(?!\d+$)/, fault("number-id")));

const words = z.string(fault("shape")).check(
  z.minLength(1, fault("empty")),
  z.maxLength(LIMITS.textLength, fault("long", { n: LIMITS.textLength })),
  // A label that starts so would be run as a formula by a spreadsheet (OWASP, CSV injection), also in full-width
  // characters, and also behind marks that nobody sees and that a file of data leaves out.
  z.regex(/^(?!\p{Cf}*[=+\-@＝＋－＠\s])/u, fault("formula")),
  z.regex(/^[^\p{Cc}]*$/u, fault("control")),
);

/** What goes wrong with an object: it is none, or it has fields that nobody knows. */
type ObjectIssue = z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType<unknown> | z.core.$ZodIssueUnrecognizedKeys>;

const ofObject = {
  error: (issue: ObjectIssue): string =>
    issue.code === "unrecognized_keys" ? fault("unknown", { n: issue.keys.join(", ") }) : fault("shape"),
};

const text = z.strictObject({ ar: z.optional(words), fr: z.optional(words), en: z.optional(words) }, ofObject);

/** A host-source of CSP that can name nothing but pages of one site. https://www.w3.org/TR/CSP3/#grammardef-host-source */
const frameMessage = fault("site");
const frame = z
  .string(frameMessage)
  .check(z.regex(/^https?:\/\/(\*\.)?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,8}(:\d{1,5})?$/, frameMessage));

/** A time in UTC, in this century: an alarm cannot be set for later. */
const momentMessage = fault("time");
const moment = z.iso.datetime({ error: momentMessage }).check(z.regex(/^20/, momentMessage));
const count = (least: number, most: number) => {
  const message = fault("whole", { n: least, m: most });
  return z.int(message).check(z.minimum(least, message), z.maximum(most, message));
};
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, fault("one-of", { values: values.join(", ") }));

const option = z.strictObject(
  {
    id: key,
    /** Chosen alone or not at all, such as "none of these". Only in a `multiple` question. */
    exclusive: z.optional(z.boolean(fault("shape"))),
    /** Who chooses it announces an act, and is offered a daily `reminder` of it. Only in the main question. */
    pledge: z.optional(z.boolean(fault("shape"))),
    label: text,
    short: z.optional(text),
  },
  ofObject,
);

const question = z.strictObject(
  {
    id: key,
    kind: oneOf(["single", "multiple"]),
    required: z._default(z.boolean(fault("shape")), false),
    /** Most answers to a `multiple` question; left out: all options. */
    max: z.optional(count(2, LIMITS.options)),
    text,
    options: z
      .array(option, fault("shape"))
      .check(
        z.minLength(2, fault("least", { n: 2 })),
        z.maxLength(LIMITS.options, fault("most", { n: LIMITS.options })),
      ),
  },
  ofObject,
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
          firstHour: z.strictObject({ ipv4: count(1, 1_000_000), ipv6_64: count(1, 1_000_000) }, ofObject),
        },
        ofObject,
      ),
      DEFAULT_RULES.allowance,
    ),
    ceiling: z._default(z.strictObject(perPrefix, ofObject), DEFAULT_RULES.ceiling),
  },
  ofObject,
);

const source = z.strictObject(
  {
    /** Title of the article, verbatim, in its own language. */
    title: words,
    /** The sentence the question comes from, verbatim, with its own spelling. */
    quote: words,
    speaker: text,
    date: z.iso.date({ error: fault("day") }),
    url: z.optional(z.url({ protocol: /^https?$/, error: fault("url") })),
  },
  ofObject,
);

/** The shape of a definition: fields, kinds and bounds. What it must mean besides is checked in `definition.ts`. */
export const definitionSchema = z.strictObject(
  {
    id,
    languages: z.array(oneOf(LANGUAGES), fault("shape")).check(z.minLength(1, fault("required"))),
    title: text,
    questions: z
      .array(question, fault("shape"))
      .check(
        z.minLength(1, fault("least", { n: 1 })),
        z.maxLength(LIMITS.questions, fault("most", { n: LIMITS.questions })),
      ),
    opens: z.optional(moment),
    closes: z.optional(moment),
    rules: z._default(rules, DEFAULT_RULES as z.infer<typeof rules>),
    /** Sites whose pages may frame the poll, its own besides; left out: any. An empty list lets no other site. */
    frames: z.optional(
      z.array(frame, fault("shape")).check(z.maxLength(LIMITS.frames, fault("most", { n: LIMITS.frames }))),
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
  ofObject,
);
