/** Every request and response of the API. Parsing, the OpenAPI document and the tests all read these same schemas. */
import * as z from "zod/mini";
import type { BallotClass } from "../../domain/ballot.ts";
import type { RefusalKind } from "../../domain/counters.ts";
import { definitionSchema } from "../../domain/definition-schema.ts";
import { ID_PATTERN } from "../../domain/id.ts";
import { LIMITS } from "../../domain/numbers.ts";
import { PHASES } from "../../domain/phase.ts";
import { REFUSALS } from "../../engine/index.ts";
import { isCanonical32Bytes } from "../../log/lock.ts";
import { type FaultCode, PROBLEM_KINDS } from "../http/problem.ts";

/** Messages of request schemas are keys of the dictionary: the words come with the request's language. */
const rule = (wrong: FaultCode) => ({
  error: (issue: { input?: unknown }): FaultCode => (issue.input === undefined ? "missing" : wrong),
});

const id = (what: string) =>
  z.string(rule("id")).check(z.regex(ID_PATTERN, rule("id")), z.meta({ description: what, examples: ["pledge"] }));

const code = (what: string) =>
  z
    .string(rule("code"))
    .check(
      z.regex(/^[A-Za-z0-9_-]{43}$/, { ...rule("code"), abort: true }),
      z.refine(isCanonical32Bytes, rule("code")),
      z.describe(`${what} 32 bytes in canonical base64url: 43 characters, no padding, unused bits zero.`),
    );

const questionId = id("Id of a question of the poll.");

export const ballotRequest = z.strictObject(
  {
    question: questionId,
    choice: z.array(z.string(rule("id")).check(z.regex(ID_PATTERN, rule("id"))), rule("choice")).check(
      z.maxLength(LIMITS.options, rule("choice")),
      z.meta({
        description: "Ids of the chosen options, in any order; exactly one for a `single` question.",
        examples: [["hour"]],
      }),
    ),
    lock: code(
      "The hash of a secret that stays with the reader: base64url(SHA-256(`sawt-lock/v1\\n` + log origin + `\\n` + question + `\\n` + secret)).",
    ),
  },
  rule("object"),
);

export const withdrawalRequest = z.strictObject(
  { question: questionId, secret: code("The secret whose hash is the ballot's lock, as its 43 characters.") },
  rule("object"),
);

export const countedResponse = z.strictObject({
  status: z.literal("counted").check(z.describe("The ballot counts, and is stored durably.")),
  leaf: z.string().check(z.describe("Hash of the ballot's log entry as a leaf (RFC 6962 section 2.1), in base64.")),
  promise: z
    .string()
    .check(
      z.describe("Signed note (C2SP signed-note): this leaf will be in the log. Check it with `log.promiseVkey`."),
    ),
});

export const withdrawnResponse = z.strictObject({
  status: z.literal("withdrawn").check(z.describe("The ballot no longer counts. Asked again, the answer is the same.")),
});

const votes = z.int().check(z.minimum(0));
const byClass = z
  .strictObject({ a: votes, c: votes } satisfies Record<BallotClass, typeof votes>)
  .check(z.describe("`a`: within the network allowance; `c`: from a crowded or uncertain network."));

const cast = {
  ballots: byClass.check(z.describe("Ballots cast, those withdrawn included.")),
  withdrawn: byClass.check(z.describe("Ballots taken back.")),
};

const phase = z.enum(PHASES).check(z.describe("Ballots count while `open`; withdrawals while `open` or `paused`."));

export const tallyResponse = z.strictObject({
  poll: z.string(),
  phase,
  asOf: z.iso.datetime().check(z.describe("When these counts were read, in UTC.")),
  sequence: votes.check(z.describe("Grows with every ballot and withdrawal.")),
  questions: z
    .record(
      z.string(),
      z.union([
        z.strictObject({
          ...cast,
          options: z
            .record(z.string(), byClass)
            .check(
              z.describe(
                "Votes by option, net of withdrawals; every option is present. A share is option ÷ (ballots − withdrawn).",
              ),
            ),
        }),
        z.strictObject({
          ...cast,
          hidden: z.literal("after-close").check(z.describe("Results are shown after close.")),
        }),
      ]),
    )
    .check(z.describe("By question id, in the order of the definition.")),
  sealed: z
    .strictObject({
      seal: votes.check(z.describe("Number of the last seal.")),
      size: votes.check(z.describe("Entries in the log.")),
      ballots: votes.check(z.describe("Ballots among them, of all questions.")),
    })
    .check(z.describe("How far the log has come.")),
});

const text = z.strictObject({ ar: z.optional(z.string()), fr: z.optional(z.string()), en: z.optional(z.string()) });
const noticed = { at: z.iso.datetime(), reason: text };

const notice = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("corrected"),
    field: z.string().check(z.describe("Path of the words in the definition, such as `questions[0].text`.")),
    before: text,
    after: text,
    ...noticed,
  }),
  z.strictObject({ kind: z.literal("voided"), ...noticed }),
]);

const counters = z
  .strictObject({
    refused: z
      .strictObject({
        invalid: votes,
        foreign: votes.check(z.describe("Sent by another site's page.")),
        trap: votes.check(z.describe("A field was filled that no person sees.")),
        "not-open": votes,
        "already-used": votes,
        "already-voted": votes,
        "too-many": votes,
      } satisfies Record<RefusalKind, typeof votes>)
      .check(z.describe("Ballots refused, by kind: at least so many.")),
    largestNetwork: votes.check(
      z.describe(
        "Most ballots from one network on one question within 24 hours, rounded down to two digits; 0 while fewer than 30.",
      ),
    ),
    restarts: votes.check(z.describe("Times that the network allowances were forgotten and began anew.")),
  })
  .check(z.describe("What was seen at the door, as of the last seal; also in the log, as notes and at its close."));

export const pollResponse = z.strictObject({
  definition: definitionSchema.check(
    z.describe("As it is shown, with every correction. The `open` entry of the log keeps the first wording."),
  ),
  phase,
  log: z.strictObject({
    origin: z.string().check(z.describe("Name of the log, and part of every lock. It never changes.")),
    vkey: z.string().check(z.describe("Verifier key of its checkpoints (C2SP signed-note).")),
    promiseVkey: z.string().check(z.describe("Verifier key of its promises.")),
    url: z.url().check(z.describe("Where the log is read.")),
    refused: z.optional(
      z
        .enum(REFUSALS)
        .check(z.describe("Why the log is signed no more, until somebody repairs it. Left out of a sound log.")),
    ),
  }),
  counters,
  unusualSeals: z
    .array(
      z.strictObject({
        seal: votes,
        sealedAt: z.iso.datetime(),
        ballots: votes.check(z.describe("That it took in.")),
        usual: votes.check(z.describe("As much time brought so many before it.")),
      }),
    )
    .check(z.describe("Seals that took in far more than those before them: above five standard deviations.")),
  notices: z.optional(
    z
      .array(notice)
      .check(
        z.describe(
          "What readers are told, oldest first: typos corrected, with both wordings, and that the vote was declared void.",
        ),
      ),
  ),
});

export const problemResponse = z.strictObject({
  type: z
    .union([z.enum(PROBLEM_KINDS.map((kind) => `/api/problems/${kind}` as const)), z.literal("about:blank")])
    .check(z.describe("Stable: decide by it. `about:blank` is a fault of the server.")),
  title: z.string(),
  status: z.int(),
  detail: z
    .string()
    .check(
      z.describe("For people, in the language of `Accept-Language` (ar, fr, en). It says so when nothing was counted."),
    ),
  errors: z.optional(
    z
      .array(
        z.strictObject({
          field: z.string().check(z.describe("Such as `lock` or `choice[1]`; `body` for the whole.")),
          code: z.string().check(z.describe("What is wrong with it. Stable: decide by it.")),
          message: z.string().check(z.describe("The same for people.")),
        }),
      )
      .check(z.describe("Each field that is wrong.")),
  ),
  phase: z.optional(phase),
  possible: z.optional(
    z
      .array(z.enum(["pause", "resume", "close", "correct", "void", "hide"]))
      .check(z.describe("Of `not-possible`: acts that the poll's phase allows.")),
  ),
  theirs: z.optional(
    z
      .strictObject({
        version: z.int(),
        by: z.string(),
        savedAt: z.iso.datetime(),
        definition: z.record(z.string(), z.unknown()),
      })
      .check(z.describe("Of the desk's `conflict`: the draft as somebody saved it meanwhile. Yours was not saved.")),
  ),
  yours: z.optional(z.record(z.string(), z.unknown()).check(z.describe("The definition that you sent."))),
  confirmed: z.optional(
    z
      .boolean()
      .check(
        z.describe(
          "Of `busy`: true where nothing was counted; false where the answer was lost. Send the same lock again.",
        ),
      ),
  ),
});

/** What the document calls these schemas. */
export const SCHEMAS = {
  BallotRequest: ballotRequest,
  WithdrawalRequest: withdrawalRequest,
  Counted: countedResponse,
  Withdrawn: withdrawnResponse,
  Poll: pollResponse,
  Definition: definitionSchema,
  Tally: tallyResponse,
  Problem: problemResponse,
} as const;
