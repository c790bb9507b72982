import type { FaultKind } from "../../../client/fault-kind.ts";
import type { PollDefinition } from "../../../domain/definition.ts";
import { inLanguage, type Language } from "../../../domain/language.ts";
import { words } from "../../../i18n/index.ts";

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
  faults: Record<FaultKind, string>;
}

/** Where a log is read, and the keys that sign it. */
export interface VerifiedLog {
  url: string;
  vkey: string;
  promiseVkey: string;
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
