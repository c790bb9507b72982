import type { method as arabic } from "../ar/method.ts";
import type { InAnyLanguage } from "../plural.ts";

/** Words of the page on how a vote was counted. English. */
export const method: InAnyLanguage<typeof arabic> = {
  // AAPOR's disclosure list, item by item.
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

  // Networks and refusals.
  "err.rate":
    "There are many votes from your network right now, and your vote was not counted. Your choice is kept on this page: press again in a moment.",
  "err.trap":
    "A field that no person sees was filled in, as robots do, and your vote was not counted. Go back to the vote and leave that field empty.",
  "trap.label": "Leave empty",
  "class.c": "{total}, of which {n} from crowded or uncertain networks: counted, and shown apart.",
  "class.c.terse": "{total}, of which {n} from crowded or uncertain networks.",
  "split.without": "The result without them",
  "split.differs": "Without them, the share of an answer would move by more than 5 points.",
  "method.allowance":
    "Per 24 hours and question, the first votes from one network are in class a: {ipv4} per IPv4 address, {v64} per /64, {v56} per /56, {v48} per /48. Beyond that they are in class c, “crowded or uncertain networks”: counted, shown apart, never deleted.",
  "method.firsthour":
    "Networks are counted in the server’s memory alone. In the hour after a restart lost these counts: {ipv4} per IPv4 address, {v64} per /64. A vote whose network could not be judged is in class c.",
  "method.ceiling":
    "Ceiling, both classes together: {ipv4} at once per IPv4 address, {v64} per /64, {v56} per /56, {v48} per /48, then as many each hour. Beyond it a vote is refused for a while, and the reader is told.",
  "door.line": "Votes refused: {refused} · largest network: {network} · allowances forgotten: {restarts}",
  "door.line.few": "fewer than {n}",
  "refused.invalid": "malformed {n}",
  "refused.foreign": "other sites’ pages {n}",
  "refused.trap": "hidden field filled {n}",
  "refused.not-open": "outside voting time {n}",
  "refused.already-used": "code already used {n}",
  "refused.already-voted": "browser that had voted {n}",
  "refused.too-many": "network at its ceiling {n}",
  "door.asof": "As of the last seal.",
  "door.refused":
    "Votes refused and not counted, at least: {invalid} malformed, {foreign} from other sites’ pages, {trap} from programs that fill a hidden field, {late} outside voting time, {used} with a code already used, {voted} from a browser that had voted, {many} from a network at its ceiling.",
  "door.network": "Most votes from one network on one question within 24 hours: {n}, rounded down.",
  "door.network.few": "No network sent {n} votes on one question within 24 hours.",
  "door.restarts": "Times that the networks’ allowances were forgotten and began anew: {n}.",
  "door.unusual": "Seal {seal} ({date} at {time}): {ballots} votes, where {usual} were usual.",
};
