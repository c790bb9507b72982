import { mostAnswers } from "../../domain/ballot.ts";
import { mainQuestion, type PollDefinition, type Question } from "../../domain/definition.ts";
import { type PublicTally, showsCounts } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import { type Phase, takesWithdrawals } from "../../domain/phase.ts";
import { casablancaOffset, fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import type { Plural } from "../../i18n/plural.ts";
import type { Fault } from "../../log/fault.ts";
import { apiPath, pollPath } from "../http/addresses.ts";

/** What pages hand to their scripts: what a script works with, and what it says to the reader, ready made. */

/** Where a question's form and its script lead to. */
export interface Ways {
  /** Target of the form. */
  action: string;
  /** Where the script casts a ballot. */
  ballots: string;
  /** Where a counted vote leads the script. */
  voted: string;
}

/** What the voting script works with, and what it says to the reader, ready made. */
export interface ScriptWords {
  poll: string;
  question: string;
  /** The log's origin, which the lock is bound to. */
  origin: string;
  api: string;
  /** Where a counted vote leads. */
  to: string;
  max: number;
  sending: string;
  retrying: string;
  /** Headings: no ballot was sent or counted; this choice was refused; not known. */
  not: string;
  refused: string;
  unsure: string;
  none: string;
  /** Empty where one answer is all there is, or none stands alone. */
  upto: string;
  alone: string;
  unconfirmed: string;
  offline: string;
  busy: string;
  /** By the last segment of the `type` of a problem of the API. */
  problems: Record<string, string>;
  failed: string;
}

/** What the results script needs to go on where the page stands. */
export interface LiveWords {
  /** `/api/v1/polls/{poll}`. */
  api: string;
  poll: string;
  /** Id of the main question, whose total and leader are announced. */
  main: string;
  language: Language;
  live: boolean;
  phase: Phase;
  sequence: number;
  /** Minutes that Casablanca is ahead of UTC. */
  offset: number;
  votes: Plural;
  say: string;
  stale: string;
  changed: string;
}

/** What the recounting script works with, and what it says to the reader. */
export interface VerifyWords {
  language: Language;
  poll: string;
  /** Address of the log, whole: a copy of the page that was saved has no other way to it. */
  log: string;
  /** The log's verifier key, as this page shows it. */
  vkey: string;
  promiseVkey: string;
  questions: { id: string; text: string; options: { id: string; label: string }[] }[];
  reading: string;
  stopped: string;
  true: string;
  false: string;
  unread: string;
  closed: string;
  open: string;
  since: string;
  at: string;
  technical: string;
  entries: string;
  seals: string;
  ballots: string;
  withdrawn: string;
  keep: string;
  kept: string;
  waiting: string;
  foreign: string;
  faults: Record<Fault["kind"], string>;
}

/** What the receipts' script works with, and what it says to the reader. */
export interface ReceiptWords {
  language: Language;
  poll: string;
  api: string;
  /** Address of the log, its origin (which locks are bound to) and its verifier key. */
  log: string;
  origin: string;
  vkey: string;
  /** Where one votes again. */
  vote: string;
  /** Are entries served now? Are ballots taken back now? */
  readable: boolean;
  takes: boolean;
  questions: { id: string; text: string; options: { id: string; label: string }[] }[];
  comma: string;
  none: string;
  choice: string;
  kept: string;
  tab: string;
  looking: string;
  included: string;
  waiting: string;
  hidden: string;
  false: string;
  unread: string;
  damaged: string;
  again: string;
  proof: string;
  download: string;
  keep: string;
  forget: string;
  forgotten: string;
  back: string;
  sure: string;
  yes: string;
  no: string;
  sending: string;
  was: string;
  revote: string;
  outcomes: Record<"withdrawn" | "not-found" | "not-open" | "busy" | "unsure", string>;
}

/** Where a log is read, and the keys that sign it. */
export interface VerifiedLog {
  url: string;
  vkey: string;
  promiseVkey: string;
}

/** What is asked, of whom, and where the answer goes. */
interface Asking {
  language: Language;
  poll: string;
  question: Question;
  ways: Ways;
  /** The log's origin, which a lock is bound to. */
  origin: string;
}

export function scriptWords({ language, poll, question, origin, ways }: Asking): ScriptWords {
  const strings = words(language, "reader");
  const exclusive = question.options.find((each) => each.exclusive);
  const max = mostAnswers(question);
  return {
    poll,
    question: question.id,
    origin,
    api: ways.ballots,
    to: ways.voted,
    max,
    sending: strings["vote.sending"],
    retrying: strings.retrying,
    not: question.required ? strings["err.h"] : strings["err.h.answer"],
    refused: strings["refused.h"],
    unsure: strings["unconfirmed.h"],
    none: question.kind === "single" ? strings["err.none"] : strings["err.choose"],
    upto: max > 1 ? formatterOf(language).plural(strings["err.upto"], max) : "",
    alone: exclusive ? fill(strings["err.exclusive"], { option: inLanguage(exclusive.label, language) }) : "",
    unconfirmed: strings.unconfirmed,
    offline: strings["err.net"],
    busy: strings.busy,
    problems: {
      "already-used": strings["already-used"],
      "already-voted": strings["already-voted"],
      "not-open": strings["not-open"],
      "too-many": strings["err.rate"],
    },
    failed: strings["err.form"],
  };
}

/** Results that may move: on our own page, or in a frame of another site's. */
export interface LiveResults {
  language: Language;
  definition: PollDefinition;
  /** As this reader may see it. */
  tally: PublicTally;
  /** Do the public live messages carry what is shown here? Otherwise it is refreshed by hand. */
  live: boolean;
}

export function liveWords({ language, definition, tally, live }: LiveResults): LiveWords {
  const strings = words(language, "reader");
  return {
    api: apiPath(definition.id),
    poll: definition.id,
    main: mainQuestion(definition).id,
    language,
    live: live && tally.phase !== "closed",
    phase: tally.phase,
    sequence: tally.sequence,
    offset: casablancaOffset(Date.parse(tally.asOf)),
    votes: strings.votes,
    say: strings["live.say"],
    stale: strings["err.stale"],
    changed: strings["phase.changed"],
  };
}

export function verifyWords(definition: PollDefinition, log: VerifiedLog, language: Language): VerifyWords {
  const strings = words(language, "reader");
  return {
    language,
    poll: definition.id,
    log: log.url,
    vkey: log.vkey,
    promiseVkey: log.promiseVkey,
    questions: definition.questions.map((question) => ({
      id: question.id,
      text: inLanguage(question.text, language),
      options: question.options.map(({ id, label, short }) => ({ id, label: inLanguage(short ?? label, language) })),
    })),
    reading: strings["verify.reading"],
    stopped: strings["verify.stopped"],
    true: strings["verify.true"],
    false: strings["verify.false"],
    unread: strings["verify.unread"],
    closed: strings["verify.closed"],
    open: strings["verify.open"],
    since: strings["verify.since"],
    at: strings["verify.at"],
    technical: strings["verify.technical"],
    entries: strings["verify.entries"],
    seals: strings["verify.seals"],
    ballots: strings["verify.ballots"],
    withdrawn: strings["verify.withdrawn"],
    keep: strings["verify.keep"],
    kept: strings["verify.promise.kept"],
    waiting: strings["verify.promise.waiting"],
    foreign: strings["verify.promise.foreign"],
    faults: {
      earlier: strings["verify.fault.earlier"],
      signature: strings["verify.fault.signature"],
      shrank: strings["verify.fault.shrank"],
      missing: strings["verify.fault.missing"],
      changed: strings["verify.fault.changed"],
      seal: strings["verify.fault.seal"],
      lock: strings["verify.fault.lock"],
      withdrawal: strings["verify.fault.withdrawal"],
      choice: strings["verify.fault.choice"],
      order: strings["verify.fault.order"],
      promise: strings["verify.fault.promise"],
      form: strings["verify.fault.form"],
    },
  };
}

export function receiptWords(
  definition: PollDefinition,
  phase: Phase,
  log: { origin: string; vkey: string },
  language: Language,
): ReceiptWords {
  const strings = words(language, "reader");
  const { id } = definition;
  return {
    language,
    poll: id,
    api: apiPath(id),
    log: `/log/${id}`,
    origin: log.origin,
    vkey: log.vkey,
    vote: pollPath(language, id),
    readable: showsCounts(definition.rules.results, phase, "anyone"),
    takes: takesWithdrawals(phase),
    questions: definition.questions.map((question) => ({
      id: question.id,
      text: inLanguage(question.text, language),
      options: question.options.map(({ id, label }) => ({ id, label: inLanguage(label, language) })),
    })),
    comma: language === "ar" ? "، " : ", ",
    none: strings["receipt.none"],
    choice: strings["receipt.choice"],
    kept: strings["receipt.kept"],
    tab: strings["receipt.tab"],
    looking: strings["receipt.looking"],
    included: strings["receipt.included"],
    waiting: strings["receipt.waiting"],
    hidden: strings["receipt.hidden"],
    false: strings["receipt.false"],
    unread: strings["receipt.unread"],
    damaged: strings["receipt.damaged"],
    again: strings["receipt.again"],
    proof: strings["receipt.proof"],
    download: strings["receipt.download"],
    keep: strings["receipt.keep"],
    forget: strings["receipt.forget"],
    forgotten: strings["receipt.forgotten"],
    back: strings["withdraw.button"],
    sure: strings["withdraw.sure"],
    yes: strings["withdraw.yes"],
    no: strings["withdraw.no"],
    sending: strings["withdraw.sending"],
    was: strings["withdraw.was"],
    revote: strings["withdraw.revote"],
    outcomes: {
      withdrawn: strings["withdraw.done"],
      "not-found": strings["withdraw.unknown"],
      "not-open": strings["withdraw.late"],
      busy: strings["withdraw.busy"],
      unsure: strings["withdraw.unsure"],
    },
  };
}

/** What the copy buttons of the page for journalists say. */
export interface CopyWords {
  copy: string;
  done: string;
  /** The browser does not let a page copy. */
  byHand: string;
}

/** For the script that puts a button to copy beside each field. */
export const copyWords = (language: Language): CopyWords => {
  const strings = words(language, "reader");
  return { copy: strings["embed.copy.button"], done: strings["embed.copied"], byHand: strings["embed.copy.hand"] };
};
