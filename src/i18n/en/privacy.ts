import type { StoredWords } from "../stored.ts";

/** Words of what is stored, place by place. English. */
export const privacy: StoredWords = {
  heading: "Everything that is stored, item by item",
  lead: "This list is made from the declarations that create the storage itself; a test opens the storage and fails when it holds anything else.",
  forPrograms: "The same list for programs (JSON)",
  why: "Why:",
  kept: "Kept:",
  read: "Can be read by:",
  nothing: "Nothing is stored here.",
  places: {
    archive: {
      name: "The public archive (Workers KV)",
      items: {
        poll: {
          what: "The vote as it was published: questions, dates, rules, its state, and the name and keys of its log.",
          why: "To show the vote, also when everything else is out of reach.",
        },
        tally: {
          what: "The count and the numbers of refused votes as of the last seal.",
          why: "To show the result without counting again.",
        },
        checkpoint: {
          what: "The newest signed size and root of the log.",
          why: "Whoever keeps it can show later that the log was not changed.",
        },
        seal: {
          what: "For each seal: its number, its time, the count, numbers of refused votes, the signed root, and hashes of the log. A seal has a time, a vote has none.",
          why: "To check every result that was ever published.",
        },
        tile: { what: "Hashes of the log, 256 at a time.", why: "To prove that an entry is in the log." },
        index: {
          what: "Fingerprints of log entries and their numbers, sorted by fingerprint.",
          why: "A reader finds their own vote without saying which one it is.",
        },
        bundle: {
          what: "256 log entries. A vote’s entry: question, class, lock (the fingerprint of a random code), answers. Nothing else.",
          why: "Anyone can recount.",
        },
        partial: {
          what: "The same, for entries that do not fill a bundle yet.",
          why: "Anyone can recount from every seal on.",
        },
      },
    },
    ballotBox: {
      name: "Ballot boxes (Durable Object BallotBox, SQLite)",
      items: {
        journal: {
          what: "Votes as they will stand in the public log, in the order of arrival within one box, without a time; and withdrawals with the code that proves them.",
          why: "A vote counts from the moment it is written here, and the same vote sent again counts once.",
        },
        batch: {
          what: "Which rows went to the log together.",
          why: "Nothing is handed over twice and nothing is left behind.",
        },
        instruction: {
          what: "The vote’s definition and state.",
          why: "The box itself decides whether voting is open.",
        },
        doorkeeper: {
          what: "How often this object lost what it counted of networks, and whether it is counting now. Nothing of a network.",
          why: "A restart makes the allowances begin anew, so restarts are published.",
        },
      },
    },
    ledger: {
      name: "The ledger (Durable Object Ledger, SQLite)",
      items: {
        memory: {
          what: "The published vote, the state asked for, notes for the next seal, and how far the archive has come.",
          why: "To go on after a restart.",
        },
        bundle: { what: "The entries of the log, as in the archive.", why: "The log is signed from here." },
        seal: {
          what: "For each seal: size, count, numbers of refused votes, time, signed root, and the next batch of each box.",
          why: "The log neither shrinks nor forks.",
        },
        tile: { what: "Hashes of the log.", why: "To recompute the root before it is signed." },
        gallery: { what: "Numbers of the galleries where somebody watches.", why: "To send the live count there." },
      },
    },
    registry: {
      name: "The registry (Durable Object Registry, SQLite)",
      items: {
        poll: { what: "Every vote ever made, with its definition.", why: "A vote’s name is never used again." },
        draft: {
          what: "Votes that are not open yet: their words, who of the newsroom changed them and when. Nothing of readers.",
          why: "So that nobody overwrites what a colleague wrote.",
        },
        archived: { what: "Names of votes put away from the newsroom’s list.", why: "To keep that list tidy." },
        secret: {
          what: "The random seed of the signing keys, where the operator has set none.",
          why: "To sign logs with the same keys after a restart. It says nothing of readers.",
        },
      },
    },
    staff: {
      name: "The staff (Durable Object Staff, SQLite)",
      items: {
        account: {
          what: "Who works at the desk, or did: the name that each chose, the role, and where Cloudflare Access is used a digest of the identifier that it gives. No address.",
          why: "To let staff in, and to name them in the record.",
        },
        link: {
          what: "One-time sign-in links and invitations that nobody has used yet, as fingerprints.",
          why: "To let in whom they were made for.",
        },
        session: {
          what: "Who is signed in: a fingerprint of the cookie’s value, by what means, and the hour of the last use.",
          why: "To recognise staff, and to let them end a session that they left open.",
        },
        credential: {
          what: "Passkeys of staff: their public keys, a counter, and the hour of the last use.",
          why: "To sign in without a password. The secret part stays on the device.",
        },
        token: {
          what: "Tokens for programs, as fingerprints: a name, what each may do, until when, and the hour of the last use.",
          why: "To let programs of the newsroom in, and to shut them out again.",
        },
        spent: { what: "Which one-time codes have been used.", why: "Each of them works once." },
        secret: {
          what: "A random key.",
          why: "To recognise the one-time questions that passkeys answer. It says nothing of anyone.",
        },
        audit: {
          what: "Every act at the desk: who, what, when, before and after. Nothing of readers.",
          why: "To answer who opened, changed or closed a vote.",
        },
      },
    },
    doorkeeper: {
      name: "Doorkeepers (Durable Object Doorkeeper, SQLite)",
      items: {
        doorkeeper: {
          what: "How often this object lost what it counted of networks, and whether it is counting now. Nothing of a network.",
          why: "A restart makes the allowances begin anew, so restarts are published.",
        },
      },
    },
    gallery: { name: "Galleries (Durable Object Gallery)", items: {} },
    browser: {
      name: "Your browser",
      items: {
        mark: {
          what: "A cookie, set only after voting, with the value 1, the same for everybody.",
          why: "To say “a vote was already recorded from this browser”.",
        },
        receipt: {
          what: "In the tab’s session storage, only with JavaScript and only after voting: your last receipt.",
          why: "To find your vote in the results, and to let you take it back.",
        },
        kept: {
          what: "In local storage, only if you press “Keep the receipt”: the same.",
          why: "To check your vote, or take it back, another day.",
        },
        paused: { what: "In session storage, only if you pause the updates: 1 or 0.", why: "To keep them paused." },
        desk: {
          what: "A cookie, only of those who sign in to the desk: random characters.",
          why: "To recognise staff from one page to the next.",
        },
      },
    },
    memory: {
      name: "In memory only, written nowhere",
      items: {
        request: {
          what: "While your vote is being answered, our server necessarily sees your network address and your answer together; from a frame in an article, also the name of the article’s site.",
          why: "No site can answer otherwise. They are not written down, neither together nor apart.",
        },
        networks: {
          what: "Ballots by network: numbers, under a hash of the network’s prefix with a random salt that changes every day and is never written.",
          why: "So that one network cannot pass for many readers. Beyond an allowance its votes are shown apart; beyond a ceiling they wait.",
        },
        locks: {
          what: "The lock of a recent vote and its class, without its network.",
          why: "So that a vote sent again is not counted again against its network.",
        },
        sockets: {
          what: "Open connections of those who watch the live count, without a name or number.",
          why: "To send them the count.",
        },
        isolate: {
          what: "Published votes, their counts, and the signing keys: nothing of readers.",
          why: "To answer quickly.",
        },
      },
    },
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
  readers: {
    everyone: "everyone",
    operator: "whoever runs the server, and their hosting provider",
    owners: "the owners of the desk, and whoever runs the server",
    staff: "the staff at the desk, rounded and nothing below ten; and whoever runs the server",
    device: "you, on this device; the cookie also comes to our server",
    nobody: "nobody: it is used and forgotten",
  },
};
