import type { embedAr } from "./embed.ar.ts";
import type { Strings } from "./strings.ts";

/** Words of frames in other sites' pages, and of the page on which journalists find them, in English. */
export const embedEn: Pick<Strings, keyof typeof embedAr> = {
  "embed.h": "Share, embed, download",
  "embed.lead":
    "This page is for journalists and webmasters: how to put this vote, or its result, into an article, a newsletter or a printed paper.",
  "embed.link.h": "The link",
  "embed.link.works": "The address of the vote, good anywhere.",
  "embed.link.label": "Address of the vote page",
};
