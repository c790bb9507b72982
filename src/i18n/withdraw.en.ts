import type { Strings } from "./strings.ts";
import type { withdrawAr } from "./withdraw.ar.ts";

/** Words of receipts, and of the page on which a reader takes a ballot back, in English. */
export const withdrawEn: Pick<Strings, keyof typeof withdrawAr> = {
  "receipt.keep": "Keep the receipt",
  "receipt.kept": "The receipt is kept in this browser.",
  "receipt.link": "Receipt, and taking the vote back",
  "receipt.shows": "A receipt shows how someone voted.",
  "withdraw.again": "Take the vote back and vote again",
  "withdraw.h": "Receipt, and taking a vote back",
  "withdraw.lead":
    "Here you check that your vote is in the public log, and take it back if you have changed your mind. A receipt shows how you voted: show it to nobody who should not know, and do not keep it on a shared device.",
  "receipt.here": "Receipts in this browser",
  "receipt.noscript":
    "Showing kept receipts needs JavaScript. Whoever noted a receipt code before voting can take the vote back with the form below.",
  "receipt.none": "This browser holds no receipt of this vote.",
  "receipt.choice": "You voted:",
  "receipt.tab": "This receipt is not kept: it goes when this tab is closed.",
  "receipt.looking": "Looking for your vote in the public log…",
  "receipt.included": "Your vote is in the signed public log: line {index} of {size}, counting from zero.",
  "receipt.waiting":
    "Your vote counts and is not in the log yet: it goes in with the next seal, usually within minutes.",
  "receipt.hidden":
    "The results of this vote are hidden until it closes, and so is the log. After closing, the receipt will check your vote here.",
  "receipt.false":
    "The log we were given does not prove that your vote is in it. Keep the receipt and the signed promise in it: they are evidence.",
  "receipt.unread": "The log could not be read; that says nothing about your vote. Try again later.",
  "receipt.damaged": "This receipt is damaged: it fits no vote that the log could hold.",
  "receipt.again": "Look again",
  "receipt.proof": "Download the proof",
  "receipt.download": "Download the receipt",
  "receipt.forget": "Forget this receipt",
  "receipt.forgotten": "This browser has forgotten the receipt. The vote stands as it was.",
  "withdraw.code.h": "Take a vote back by its receipt code",
  "withdraw.question": "Question",
  "withdraw.code":
    "43 letters, digits, hyphens and underscores, as shown before the vote. The code is stored only if it takes a vote back.",
  "withdraw.button": "Take this vote back",
  "withdraw.sure":
    "Take this vote back? It cannot be undone. Two lines will stand in the public log: the vote, and its withdrawal. The code is published with it: whoever knows it can link the vote to the receipt.",
  "withdraw.yes": "Yes, take it back",
  "withdraw.no": "No, leave it",
  "withdraw.sending": "Taking the vote back…",
  "withdraw.done.h": "Vote taken back",
  "withdraw.done":
    "Your vote is taken back and no longer counts in the results. Two lines will stand in the public log: the vote, and its withdrawal. You may vote again.",
  "withdraw.revote": "Vote again",
  "withdraw.was": "This vote has been taken back.",
  "withdraw.unknown": "No vote on this question has this code. No vote was taken back.",
  "withdraw.late": "A vote can be taken back only while voting is open or paused. No vote was taken back.",
  "withdraw.busy": "Many people are voting right now. No vote was taken back. Try again shortly.",
  "withdraw.unsure":
    "We have no confirmation that the vote was taken back. Try again with the same code: twice is the same as once.",
  "unconfirmed.h.withdraw": "We have no confirmation of the withdrawal",
  "withdraw.not.h": "No vote was taken back",
  "withdraw.size": "The form received is too large. No vote was taken back.",
  "withdraw.form": "The form arrived in a shape that is not accepted. No vote was taken back.",
  "withdraw.noquestion": "The question received is not one of this vote’s. No vote was taken back.",
  "withdraw.malformed": "Write the whole receipt code: 43 characters, capital and small letters as they were.",
  "withdraw.foreign": "This request came from another site. No vote was taken back.",
  "withdraw.know.h": "Good to know",
  "withdraw.know": [
    "A vote can be taken back while voting is open or paused, and no more after it closes.",
    "Taking back erases nothing: the line of the vote and the line of its withdrawal stand in the public log, so that the count stays checkable.",
    "Afterwards one may vote again. The network does not get back what the vote used of its allowance.",
    "The proof shows that the vote is in the log; the receipt can take it back. Both show how you voted.",
    "To look for your vote, your browser asks for others along with it (at least 64, where there are as many): the server does not learn which is yours.",
  ],
  "withdraw.lost.h": "If the receipt is lost",
  "withdraw.lost":
    "Nothing can be done: neither we nor anybody else can find your vote, because nobody knows which one is yours. That is the price of nobody knowing. Your vote still counts.",
};
