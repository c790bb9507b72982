import { LANGUAGES, languageAmong } from "../../domain/language.ts";
import { standing, total } from "../../domain/tally.ts";
import { words } from "../../i18n/index.ts";
import { pollPath } from "../http/addresses.ts";
import { isoSeconds } from "../http/csv.ts";
import { honestShare, resultRows, shareWithoutClassC, statusOf, withoutClassC } from "./results.ts";
import type { Snapshot } from "./snapshot.ts";

/** `results.json`: one seal's counts with every wording. `site`: scheme and host. */
export function resultsJson(snapshot: Snapshot, site: string): object {
  const { definition, counts } = snapshot;
  const language = languageAmong(definition.languages);
  const rows = resultRows(snapshot);
  return {
    poll: definition.id,
    title: definition.title,
    url: site + pollPath(language, definition.id),
    notScientific: Object.fromEntries(LANGUAGES.map((language) => [language, words(language, "reader").notsci])),
    phase: snapshot.phase,
    status: statusOf(snapshot),
    asOf: isoSeconds(snapshot.asOf),
    seal: snapshot.seal,
    size: snapshot.size,
    root: snapshot.root,
    checkpoint: snapshot.checkpoint,
    notices: datedNotices(snapshot.notices),
    publisher: definition.publisher,
    sponsor: definition.sponsor,
    questions: definition.questions.map((question) => {
      const ofQuestion = counts[question.id];
      if (!ofQuestion) throw new Error(`no counts for the question ${question.id}`);
      return {
        id: question.id,
        kind: question.kind,
        text: question.text,
        cast: ofQuestion.ballots,
        withdrawn: ofQuestion.withdrawn,
        ballots: standing(ofQuestion),
        withoutClassC: withoutClassC(question, ofQuestion),
        options: rows
          .filter((row) => row.question === question)
          .map((row) => ({
            id: row.option.id,
            label: row.option.label,
            position: row.position,
            votes: total(row.votes),
            votesByClass: row.votes,
            share: honestShare(row) ?? null,
            shareWithoutClassC: shareWithoutClassC(row) ?? null,
          })),
      };
    }),
    ...(snapshot.counters && { counters: snapshot.counters }),
    method: site + pollPath(language, definition.id, "method"),
  };
}

/** Notices with their moments as text, as everything else in a file has them. */
export const datedNotices = (notices: Snapshot["notices"]): object[] =>
  notices.map(({ at, ...notice }) => ({ ...notice, at: isoSeconds(at) }));
