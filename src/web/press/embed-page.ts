import { disclose } from "../../domain/disclosure.ts";
import type { PollView } from "../../engine/index.ts";
import { KvStore, Unreachable } from "../../engine/kv.ts";
import { newestSnapshot, type SnapshotOutcome } from "../export/snapshot.ts";
import type { ForEveryone } from "../http/poll.ts";
import { readPreview } from "./preview.ts";
import { embedView } from "./views/embed-page.ts";

/** How to take a poll elsewhere. The same for everyone. */
export const embedPage: ForEveryone = async ({ env, poll, language, site, query }) => {
  const { definition, closedAt } = poll;
  const sealed = await newestSeal(env, poll);
  return embedView({
    language,
    definition,
    tally: disclose(poll.tally, definition.rules, "anyone"),
    site,
    preview: readPreview(query, definition.languages, language),
    ...(sealed.kind === "snapshot" && { snapshot: sealed.snapshot }),
    isAway: sealed.kind === "away",
    ...(closedAt !== undefined && { closedAt }),
  });
};

/** Most of the page needs no seal: where the archive does not answer, one section of it waits, and not the page. */
async function newestSeal(env: Env, view: PollView): Promise<SnapshotOutcome | { kind: "away" }> {
  try {
    return await newestSnapshot(new KvStore(env.ARCHIVE), view);
  } catch (error) {
    if (error instanceof Unreachable) return { kind: "away" };
    throw error;
  }
}
