import type { Context } from "hono";
import { embedCss } from "../../built/inline.ts";
import { disclose } from "../../domain/disclosure.ts";
import type { PollView } from "../../engine/index.ts";
import { Archive } from "../../engine/store/kv.ts";
import { Unreachable } from "../../engine/store/unreachable.ts";
import { newestSnapshot, type SnapshotOutcome } from "../export/snapshot.ts";
import type { AppEnv } from "../http/env.ts";
import { respond } from "../http/respond.ts";
import { siteOf } from "../http/site.ts";
import type { PageHandler } from "../pages/get-pages.ts";
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
