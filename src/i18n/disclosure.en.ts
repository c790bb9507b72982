import type { disclosureAr } from "./disclosure.ar.ts";
import type { Strings } from "./strings.ts";

/** Words of the disclosure list, item by item as AAPOR has it, in English. */
export const disclosureEn: Pick<Strings, keyof typeof disclosureAr> = {
  "aapor.lead":
    "The eleven items that the American Association for Public Opinion Research (AAPOR, 2021) asks to be disclosed of any survey, in its order. This vote is not a scientific survey.",
  "aapor.text": "The same page as plain text",
  "aapor.1": "How answers were collected",
  "aapor.2": "Who paid and who conducted it",
  "aapor.3": "Questions and answers on offer",
  "aapor.4": "Population",
  "aapor.5": "How participants came",
  "aapor.6": "Mode and languages",
  "aapor.7": "Dates",
  "aapor.8": "Number of voters, and precision",
  "aapor.9": "Weighting",
  "aapor.10": "Processing and checks",
  "aapor.11": "Limitations",
  "aapor.collection": "An open vote on the web: whoever opened the page and chose to answer did.",
  "aapor.article": "Article",
  "aapor.population": "None is claimed: those who answered are those who opened the page and chose to vote.",
  "aapor.sample":
    "No sample was drawn and nobody was invited. People came by the newspaper’s pages, by a frame in another site, or by a link that was shared; no vote records from where. The newsroom is shown rounded numbers by site, counted in memory alone.",
  "aapor.mode":
    "A form on the web, filled in by readers themselves, with JavaScript or without. Languages: {languages}.",
  "aapor.counts": "{total}. Cast: {ballots}, of which {withdrawn} taken back. Class a: {a}. Class c: {c}.",
  "aapor.weights": "None, and no adjustment: every vote counts one.",
  "aapor.kept": "No vote is deleted, not even a suspicious one.",
  "aapor.log": "Every vote and every seal stands in a signed public log that anyone can recount: {log}",
  "aapor.steady": "Without class c, no answer’s share to “{question}” changes by more than 5 points.",
  "aapor.moves": "Without class c, the share of an answer to “{question}” changes by more than 5 points.",
  "aapor.asof": "Numbers as of {date} at {time}.",
  "aapor.address": "Address",
};
