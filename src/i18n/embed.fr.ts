import type { embedAr } from "./embed.ar.ts";
import type { Strings } from "./strings.ts";

/** Words of frames in other sites' pages, and of the page on which journalists find them, in French. */
export const embedFr: Pick<Strings, keyof typeof embedAr> = {
  "embed.h": "Partager, intégrer, télécharger",
  "embed.lead":
    "Cette page s’adresse aux journalistes et aux webmestres : comment placer ce vote, ou son résultat, dans un article, une lettre d’information ou un journal imprimé.",
  "embed.link.h": "Le lien",
  "embed.link.works": "L’adresse du vote, valable partout.",
  "embed.link.label": "Adresse de la page de vote",
};
