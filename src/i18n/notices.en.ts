import type { noticesAr } from "./notices.ar.ts";
import type { Strings } from "./strings.ts";

/** What readers are told of a correction, and of a vote that was declared void, in English. */
export const noticesEn: Pick<Strings, keyof typeof noticesAr> = {
  "notice.voided": "The newsroom declared this vote void on {date} at {time}:",
  "notice.corrected": "The wording of this vote was corrected on {date}.",
  "notice.see": "What was corrected",
  "notice.h": "Corrections and declarations",
  "notice.lead":
    "The first wording stays in the first line of the public log, where every correction has a line of its own. Neither the answers, nor their order, nor the rules have changed.",
  "notice.day": "Corrected on {date} at {time}",
  "notice.before": "It read",
  "notice.after": "It reads",
  "notice.reason": "Reason",
};
