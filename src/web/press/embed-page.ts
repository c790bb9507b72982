import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { Archive } from "../archive/archive.ts";
import { Unreachable } from "../archive/unreachable.ts";
import { embedCss } from "../built/inline.ts";
import { newestSnapshot, type SnapshotOutcome } from "../export/snapshot.ts";
import { siteOf } from "../guard/site.ts";
import type { PollView } from "../objects/gateway.ts";
import { disclose } from "../poll/disclosure.ts";
import type { PageHandler } from "../reader/get-pages.ts";
import { respond } from "../reader/respond.ts";
import { readPreview } from "./preview.ts";
import { embedScripts, embedSections, embedView } from "./views/embed-page.ts";
import type { EmbedPage } from "./views/embed-section.ts";

/** How to take a poll elsewhere. The same for everyone. */
export const embedPage: PageHandler = async (c, view, language) => {
  const { definition, closedAt } = view;
  const sealed = await newestSeal(c, view);
  const page: EmbedPage = {
    language,
    definition,
    tally: disclose(view.tally, definition.rules, "anyone"),
    site: siteOf(c),
    preview: readPreview(c.req.query(), definition.languages, language),
    ...(sealed.kind === "snapshot" && { snapshot: sealed.snapshot }),
    isAway: sealed.kind === "away",
    ...(closedAt !== undefined && { closedAt }),
  };
  const sections = embedSections(page);
  const scripts = embedScripts(sections);
  return respond(c, embedView(page, sections), { sharing: "shared", scripts, style: embedCss, holdsFrames: true });
};

/** Most of the page needs no seal: where the archive does not answer, one section of it waits, and not the page. */
async function newestSeal(c: Context<AppEnv>, view: PollView): Promise<SnapshotOutcome | { kind: "away" }> {
  try {
    return await newestSnapshot(new Archive(c.env.ARCHIVE), view);
  } catch (error) {
    if (error instanceof Unreachable) return { kind: "away" };
    throw error;
  }
}
