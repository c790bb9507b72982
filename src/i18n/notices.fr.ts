import type { noticesAr } from "./notices.ar.ts";
import type { Strings } from "./strings.ts";

/** What readers are told of a correction, and of a vote that was declared void, in French. */
export const noticesFr: Pick<Strings, keyof typeof noticesAr> = {
  "notice.voided": "La rédaction a déclaré ce vote nul le {date} à {time} :",
  "notice.corrected": "La formulation de ce vote a été corrigée le {date}.",
  "notice.see": "Ce qui a été corrigé",
  "notice.h": "Corrections et déclarations",
  "notice.lead":
    "La première formulation reste à la première ligne du registre public, où chaque correction a sa ligne. Ni les réponses, ni leur ordre, ni les règles n’ont changé.",
  "notice.day": "Corrigé le {date} à {time}",
  "notice.before": "Avant",
  "notice.after": "Après",
  "notice.reason": "Motif",
};
