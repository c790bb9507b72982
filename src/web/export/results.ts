import { mainQuestion, type Option, type Question } from "../../domain/definition.ts";
import { type ClassSplit, classSplit } from "../../domain/disclosure.ts";
import { inLanguage, type Language } from "../../domain/language.ts";
import type { Notice } from "../../domain/notice.ts";
import { DECIMALS_FROM, SHARES_FROM } from "../../domain/numbers.ts";
import { type ByClass, type QuestionCounts, standing, total } from "../../domain/tally.ts";
import { fill, formatterOf } from "../../i18n/format.ts";
import { words } from "../../i18n/index.ts";
import { fillPlain } from "../../i18n/plain.ts";
import { fromBase64, toHex } from "../../log/text.ts";
import type { Column } from "../http/csv.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a figure is worth: it may still move, it will not, or the newspaper has declared the vote void. */
type Status = "provisional" | "final" | "voided";

export const statusOf = ({ notices, final }: Pick<Snapshot, "notices" | "final">): Status =>
  notices.some(({ kind }) => kind === "voided") ? "voided" : final ? "final" : "provisional";

/** One answer of one question at one seal: there are no rows of single ballots, ever. */
interface ResultRow {
  poll: string;
  question: Question;
  option: Option;
  /** From 1, in the order in which readers saw the answers. */
  position: number;
  votes: ByClass;
  counts: QuestionCounts;
  at: Pick<Snapshot, "asOf" | "seal" | "size">;
  rootHex: string;
  status: Status;
}

/** Every answer of every question, voted for or not, in the order of the definition. */
export function resultRows(snapshot: Snapshot): ResultRow[] {
  const { definition, counts } = snapshot;
  const status = statusOf(snapshot);
  const rootHex = inHex(snapshot.root);
  return definition.questions.flatMap((question) =>
    question.options.map((option, i) => {
      const ofQuestion = counts[question.id];
      const votes = ofQuestion?.options[option.id];
      if (!ofQuestion || !votes) throw new Error(`no counts for the option ${option.id} of ${question.id}`);
      return {
        poll: definition.id,
        question,
        option,
        position: i + 1,
        votes,
        counts: ofQuestion,
        at: snapshot,
        rootHex,
        status,
      };
    }),
  );
}

/**
 * Share of the standing ballots, 0 to 1, as precisely as their number bears: none below 30, whole percents
 * below 200, then four decimals.
 */
export const honestShare = ({ votes, counts }: Pick<ResultRow, "votes" | "counts">): number | undefined =>
  shareOfBallots(total(votes), standing(counts));

/** The same of class `a` alone. */
export const shareWithoutClassC = ({ votes, counts }: Pick<ResultRow, "votes" | "counts">): number | undefined =>
  shareOfBallots(votes.a, counted(counts, "a"));

function shareOfBallots(votes: number, ballots: number): number | undefined {
  if (ballots < SHARES_FROM) return undefined;
  return round(votes / ballots, ballots < DECIMALS_FROM ? 2 : 4);
}

const round = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;

const counted = (counts: QuestionCounts, of: "a" | "c"): number => counts.ballots[of] - counts.withdrawn[of];

const columns = {
  poll: { key: "poll_id", type: "string", says: "The vote", value: ({ poll }) => poll },
  question: { key: "question_id", type: "string", says: "The question", value: ({ question }) => question.id },
  option: {
    key: "option_id",
    type: "string",
    says: "The answer; with question_id the key of a row. Labels may be corrected, ids never change",
    value: ({ option }) => option.id,
  },
  labelAr: { key: "option_ar", type: "string", says: "The answer in Arabic", value: ({ option }) => option.label.ar },
  labelFr: { key: "option_fr", type: "string", says: "The answer in French", value: ({ option }) => option.label.fr },
  labelEn: { key: "option_en", type: "string", says: "The answer in English", value: ({ option }) => option.label.en },
  position: {
    key: "position",
    type: "integer",
    says: "Place of the answer in the order shown to everyone, from 1",
    value: ({ position }) => position,
  },
  votes: {
    key: "votes",
    type: "integer",
    says: "Votes for the answer: votes_a + votes_c",
    value: (r) => total(r.votes),
  },
  votesA: { key: "votes_a", type: "integer", says: "of which within the network allowance", value: (r) => r.votes.a },
  votesC: {
    key: "votes_c",
    type: "integer",
    says: "of which from crowded or uncertain networks: counted, shown apart",
    value: (r) => r.votes.c,
  },
  share: {
    key: "share",
    type: "number",
    says: "votes / ballots, 0 to 1. Empty below 30 ballots, whole percents below 200. Shares of a question with several answers may exceed 1 together",
    value: honestShare,
  },
  ballots: {
    key: "ballots",
    type: "integer",
    says: "Ballots on the question that stand: cast and not taken back",
    value: (r) => standing(r.counts),
  },
  ballotsA: {
    key: "ballots_a",
    type: "integer",
    says: "of which within the network allowance",
    value: (r) => counted(r.counts, "a"),
  },
  ballotsC: {
    key: "ballots_c",
    type: "integer",
    says: "of which from crowded or uncertain networks",
    value: (r) => counted(r.counts, "c"),
  },
  withdrawn: {
    key: "withdrawn",
    type: "integer",
    says: "Ballots on the question that their voters took back; not among ballots",
    value: (r) => total(r.counts.withdrawn),
  },
  asOf: { key: "as_of_utc", type: "datetime", says: "When the seal was made, UTC", value: (r) => r.at.asOf },
  status: {
    key: "status",
    type: "string",
    says: "provisional: the vote goes on; final: it is closed; voided: the newspaper declared it void",
    value: ({ status }) => status,
  },
  seal: { key: "seal", type: "integer", says: "Number of the seal that states these counts", value: (r) => r.at.seal },
  size: {
    key: "size",
    type: "integer",
    says: "Lines of the public log that the counts are the sum of; names its checkpoint",
    value: (r) => r.at.size,
  },
  root: {
    key: "root_hex",
    type: "string",
    says: "Root hash of the log at that size, in hex; the checkpoint has it in base64",
    value: (r) => r.rootHex,
  },
} satisfies Record<string, Column<ResultRow>>;

/** Base64 may begin with a plus sign, which a spreadsheet would take for a formula. */
const inHex = (base64: string): string => toHex(fromBase64(base64) ?? new Uint8Array());

/** `results.csv`. Keys never change; new columns come at the end. */
export const RESULT_COLUMNS: readonly Column<ResultRow>[] = Object.values(columns);

/** `timeseries.csv`: the same, without what never changes from seal to seal. */
export const SERIES_COLUMNS: readonly Column<ResultRow>[] = [
  columns.poll,
  columns.question,
  columns.option,
  columns.asOf,
  columns.votes,
  columns.votesA,
  columns.votesC,
  columns.share,
  columns.ballots,
  columns.seal,
  columns.size,
  columns.root,
];

/** A question's result once class `c` is left out: what it comes to, and words where it is another one. */
interface WithoutClassC {
  /** Ballots in class `a` that stand. */
  ballots: number;
  comparison: ClassSplit["without"];
  /** Left out unless `comparison` is `moves`. */
  says?: Record<Language, string>;
}

export function withoutClassC(question: Question, counts: QuestionCounts): WithoutClassC {
  const { ballots, without } = classSplit(counts);
  const says = (language: Language) =>
    fillPlain(words(language, "reader")["aapor.moves"], { question: inLanguage(question.text, language) });
  return {
    ballots: ballots.a,
    comparison: without,
    ...(without === "moves" && { says: { ar: says("ar"), fr: says("fr"), en: says("en") } }),
  };
}

/** Who is to be named with a figure, in one sentence to copy: source, number of voters, moment, and that it is no survey. */
export function citation({ definition, counts, asOf }: Snapshot, language: Language): string {
  const formatter = formatterOf(language);
  const main = counts[mainQuestion(definition).id];
  return fill(words(language, "reader")["export.cite.line"], {
    publisher: inLanguage(definition.publisher, language),
    total: formatter.votes(main ? standing(main) : 0),
    date: formatter.longDate(asOf),
    time: formatter.time(asOf),
  });
}

/** A correction or declaration in one sentence of plain text. */
export function noticeSentence(notice: Notice, language: Language): string {
  const strings = words(language, "reader");
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
