import { mainQuestion } from "../../../domain/find-question.ts";
import type { Language } from "../../../domain/language.ts";
import type { Snapshot } from "../../export/snapshot.ts";
import { countsOf, type PictureRow, rowOf, votesOf } from "../../pictures/model.ts";

/** The answers with the most votes: one, or several that are level. None while nobody voted. */
export function leadingRows(snapshot: Snapshot, language: Language): PictureRow[] {
  const question = mainQuestion(snapshot.definition);
  const counts = countsOf(snapshot, question);
  const most = Math.max(...question.options.map(({ id }) => votesOf(counts, id)));
  return question.options
    .filter(({ id }) => most > 0 && votesOf(counts, id) === most)
    .map(({ id }) => rowOf(question, counts, id, language));
}
