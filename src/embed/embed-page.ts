import { Archive } from "../archive/archive.ts";
import { embedCss } from "../built/inline.ts";
import { newestSnapshot } from "../export/snapshot.ts";
import { siteOf } from "../guard/site.ts";
import { disclose } from "../poll/disclosure.ts";
import type { PageHandler } from "../reader/get-pages.ts";
import { respond } from "../reader/respond.ts";
import { readPreview } from "./preview.ts";
import { embedScripts, embedSections, embedView } from "./views/embed-page.ts";
import type { EmbedPage } from "./views/embed-section.ts";

/** How to take a poll elsewhere. The same for everyone. */
export const embedPage: PageHandler = async (c, view, language) => {
  const { definition, closedAt } = view;
  const sealed = await newestSnapshot(new Archive(c.env.ARCHIVE), view);
  const page: EmbedPage = {
    language,
    definition,
    tally: disclose(view.tally, definition.rules, "anyone"),
    site: siteOf(c),
    preview: readPreview(c.req.query(), definition.languages, language),
    ...(sealed.kind === "snapshot" && { snapshot: sealed.snapshot }),
    ...(closedAt !== undefined && { closedAt }),
  };
  const sections = embedSections(page);
  const scripts = embedScripts(sections);
  return respond(c, embedView(page, sections), { sharing: "shared", scripts, style: embedCss, holdsFrames: true });
};
