import type { privacy as arabic } from "../ar/privacy.ts";

/** Words of what is stored: what for, and for how long. English. */
export const privacy: typeof arabic = {
  heading: "What is stored, for what, and for how long",
  lead: "This list is made from the declarations that create the storage itself; a test opens the storage and fails when it holds anything else.",
  forPrograms: "Every table and every field, in English and for programs (JSON)",
  kept: "Kept:",
  purposes: {
    log: "The public log: of each vote the question, the class, the lock (the fingerprint of a random code) and the answers, and nothing else; of each seal its time, the count, the signature, and the hashes that prove the log. So that anyone can recount. A seal has a time, a vote has none.",
    box: "Votes on their way to the log, in the order of arrival within one box, without a time; and withdrawals with the code that proves them. A vote counts from the moment it is written here, and the same vote sent twice counts once.",
    poll: "The vote as it was published, its result, and the numbers of refused votes as of the last seal. To show them, and so that a vote’s name is never used again.",
    course:
      "How far a running vote has come, and how often the counting of networks began anew. To go on after a restart. Nothing of a network.",
    request:
      "While your vote is being answered, our server necessarily sees your network address and your answer together; from a frame in an article, also the name of the article’s site. No site can answer otherwise. They are not written down, neither together nor apart.",
    networks:
      "In memory only: numbers of votes by network, under a hash with a random salt that changes every day and is never written; and the lock of a recent vote, without its network. So that one network cannot pass for many readers.",
    watching: "Open connections of those who watch the live count, without a name or number. To send them the count.",
    speed:
      "In memory only: published votes, their counts, and the signing keys. To answer quickly. Nothing of readers.",
    browser:
      "In your browser, only after you voted or where you ask for it: a cookie with the value 1, the same for everybody, your receipt, and the pause of updates. To say “a vote was already recorded from this browser”, and so that you find your vote and can take it back.",
    staff:
      "Of those who work at the desk, and of them alone: the name that each chose and the role, their ways to sign in as fingerprints and public keys with the hour of the last use, drafts, and every act. To let them in, and to answer who opened, changed or closed a vote. Nothing of readers.",
    keys: "Random keys: to sign the log, and to recognise the questions that passkeys answer. They say nothing of anyone.",
  },
  lifetimes: {
    "for-ever": "as long as the vote is published",
    replaced: "until it is replaced by a newer one",
    "while-watched": "as long as somebody watches",
    "until-opened": "until the vote is opened or the draft deleted",
    "until-close": "until the vote closes, or 180 days",
    "with-record": "as long as the record of acts is kept",
    "until-used": "until it is used or runs out: an hour, an invitation three days",
    "signed-in": "until signing out, 12 hours unused, or 7 days",
    "while-working": "until it is removed, or its holder leaves the desk",
    "until-revoked": "until it is revoked or runs out, or its holder leaves the desk",
    tab: "until the tab is closed",
    "until-forgotten": "until you delete it",
    request: "some milliseconds, until the answer is sent",
    minutes: "10 to 20 minutes",
    "two-days": "within 48 hours of the network’s last vote, or until the server restarts",
    process: "until the server’s process ends",
  },
};
