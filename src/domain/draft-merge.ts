import type { Draft } from "./draft.ts";
import { type Json, leavesOf, valueAt, withValue } from "./draft-path.ts";

export interface Merged {
  /** What the second editor is shown: their own words wherever they wrote, the other's everywhere else. */
  draft: Draft;
  /** Fields that both changed, with what the other wrote; nothing where they emptied it. */
  clashes: { field: string; theirs: Json | undefined }[];
}

/** One list of questions and answers: where its shape changed, paths do not mean the same any more. */
const LIST = "questions";

/**
 * Two editors began from `base`; `theirs` was saved first. Nobody's text is lost: `mine` stays wherever it differs from
 * the base, and whoever saved second is shown what they would overwrite. Where either changed the list of questions or
 * answers, the list is one field.
 */
export function mergeDrafts(base: Draft, theirs: Draft, mine: Draft): Merged {
  const isOneList = new Set([base, theirs, mine].map(shapeOf)).size === 1;
  const fields = new Set([base, theirs, mine].flatMap((draft) => leavesOf(draft).map(([path]) => fieldOf(path))));
  let draft = theirs;
  const clashes: Merged["clashes"] = [];
  for (const field of fields) {
    const [was, their, my] = [base, theirs, mine].map((each) => valueAt(each, field));
    if (isSame(my, was) || isSame(my, their)) continue;
    draft = withValue(draft, field, my);
    if (!isSame(their, was)) clashes.push({ field, theirs: their });
  }
  return { draft, clashes };

  function fieldOf(path: string): string {
    if (path.startsWith("languages") || path.startsWith("frames")) return path.replace(/\[.*/, "");
    return !isOneList && path.startsWith(LIST) ? LIST : path;
  }
}

const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const shapeOf = (draft: Draft): string => {
  const questions = draft[LIST];
  return Array.isArray(questions) ? questions.map((each) => lengthOf(valueAt(each, "options"))).join() : "";
};

const lengthOf = (list: Json | undefined): number => (Array.isArray(list) ? list.length : 0);
