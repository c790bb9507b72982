/**
 * Everything that Sawt stores, declared once: tables, archive keys and the cookie take their names from here, and the
 * page `/privacy`, `/privacy.json` and the check of docs/storage-schema.md are made of it. What is not declared here may
 * not be stored: a test opens the real storage and fails (invariant 6).
 */

/** What a thing is stored for: a line each of the page `/privacy`, in the order of this list. Words: `privacy.purposes`. */
export const PURPOSES = [
  "log",
  "box",
  "poll",
  "course",
  "request",
  "networks",
  "watching",
  "speed",
  "browser",
  "staff",
  "keys",
] as const;
type Purpose = (typeof PURPOSES)[number];

/** How long a thing stays. Words: `privacy.lifetimes`. */
export const LIFETIMES = [
  "for-ever",
  "replaced",
  "while-watched",
  "until-opened",
  "until-close",
  "with-record",
  "until-used",
  "signed-in",
  "while-working",
  "until-revoked",
  "tab",
  "until-forgotten",
  "request",
  "minutes",
  "two-days",
  "process",
] as const;
export type Lifetime = (typeof LIFETIMES)[number];

/** Who can read a thing, as `/privacy.json` says it. */
export const READERS = {
  everyone: "everyone",
  operator: "whoever runs the server, and their hosting provider",
  owners: "the owners of the desk, and whoever runs the server",
  device: "the reader, on their device; a cookie also comes to our server",
  nobody: "nobody: it is used and forgotten",
} as const;
type Reader = keyof typeof READERS;

export interface Stored {
  /** As it stands in the storage; `{places}` are filled in. */
  name: string;
  /** What it holds, and for what. */
  says: string;
  purpose: Purpose;
  lifetime: Lifetime;
  readers: Reader;
  /** Fields of its value, or of the JSON in its `json` column. */
  fields?: readonly string[];
}

/** A table of an object's SQLite. */
export interface Table extends Stored {
  /** SQL type and constraints by column. */
  columns: Readonly<Record<string, string>>;
  /** Constraints of the whole table. */
  constraint?: string;
  withoutRowid?: boolean;
}

/** The archive: Workers KV, binding `ARCHIVE`. All of it is public. */
const ARCHIVE = {
  poll: {
    name: "poll/{poll}",
    fields: ["definition", "state", "log", "notices"],
    says: "The vote as it was published: questions, dates, rules, its state, and the name and keys of its log. To show the vote, also when everything else is out of reach.",
    purpose: "poll",
    lifetime: "for-ever",
    readers: "everyone",
  },
  tally: {
    name: "tally/{poll}",
    fields: ["poll", "asOf", "counts", "sealed", "counters"],
    says: "The count and the numbers of refused votes as of the last seal. To show the result without counting again.",
    purpose: "poll",
    lifetime: "for-ever",
    readers: "everyone",
  },
  checkpoint: {
    name: "checkpoint/{poll}",
    says: "The newest signed size and root of the log. Whoever keeps it can show later that the log was not changed.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "everyone",
  },
  seal: {
    name: "log/{poll}/seal/{size}",
    fields: ["seal", "size", "sealedAt", "counts", "counters", "checkpoint", "edge"],
    says: "For each seal: its number, its time, the count, numbers of refused votes, the signed root, and hashes of the log. A seal has a time, a vote has none. To check every result that was ever published.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "everyone",
  },
  tile: {
    name: "log/{poll}/tile/{L}/{N}",
    says: "Hashes of the log, 256 at a time. To prove that an entry is in the log.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "everyone",
  },
  index: {
    name: "log/{poll}/index/{span}/{byte}",
    says: "Fingerprints of log entries and their numbers, sorted by fingerprint. A reader finds their own vote without saying which one it is.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "everyone",
  },
  bundle: {
    name: "log/{poll}/entries/{N}",
    says: "256 log entries. A vote’s entry: question, class, lock (the fingerprint of a random code), answers. Nothing else. Anyone can recount.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "everyone",
  },
  partial: {
    name: "log/{poll}/entries/{N}.p/{W}",
    says: "The same, for entries that do not fill a bundle yet. Anyone can recount from every seal on.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "everyone",
  },
} as const satisfies Record<string, Stored>;

/** Of networks there is nothing here: see what is in memory. */
const DOORKEEPER = {
  doorkeeper: {
    name: "doorkeeper",
    columns: {
      only: "INTEGER PRIMARY KEY CHECK (only = 1)",
      restarts: "INTEGER NOT NULL",
      counting: "INTEGER NOT NULL",
    },
    says: "How often this object lost what it counted of networks, and whether it is counting now. Nothing of a network. A restart makes the allowances begin anew, so restarts are published.",
    purpose: "course",
    lifetime: "for-ever",
    readers: "operator",
  },
} as const satisfies Record<string, Table>;

const BALLOT_BOX = {
  journal: {
    name: "journal",
    columns: { id: "INTEGER PRIMARY KEY", lines: "TEXT NOT NULL" },
    says: "Votes as they will stand in the public log, in the order of arrival within one box, without a time; and withdrawals with the code that proves them. A vote counts from the moment it is written here, and the same vote sent again counts once.",
    purpose: "box",
    lifetime: "for-ever",
    readers: "operator",
  },
  batch: {
    name: "batch",
    columns: { number: "INTEGER PRIMARY KEY", first: "INTEGER NOT NULL", last: "INTEGER NOT NULL" },
    says: "Which rows went to the log together. Nothing is handed over twice and nothing is left behind.",
    purpose: "box",
    lifetime: "for-ever",
    readers: "operator",
  },
  instruction: {
    name: "instruction",
    columns: { only: "INTEGER PRIMARY KEY CHECK (only = 1)", json: "TEXT NOT NULL" },
    fields: ["box", "definition", "state"],
    says: "The vote’s definition and state. The box itself decides whether voting is open.",
    purpose: "course",
    lifetime: "replaced",
    readers: "operator",
  },
  // The box of a poll of one counts networks itself.
  ...DOORKEEPER,
} as const satisfies Record<string, Table>;

/** Acts of staff that an object did: in the ledger those on a poll, in the registry those on drafts and the list. */
const STAFF_ACT = {
  name: "staff_act",
  columns: {
    request: "TEXT PRIMARY KEY",
    poll: "TEXT NOT NULL",
    state: "TEXT NOT NULL",
    at: "INTEGER NOT NULL",
  },
  says: "For each act of the newsroom the random name of its request, and whether it was done. So that the record can say what came of an act whose answer was lost. Nothing of readers.",
  purpose: "staff",
  lifetime: "with-record",
  readers: "operator",
} as const satisfies Table;

const LEDGER = {
  memory: {
    name: "memory",
    columns: { only: "INTEGER PRIMARY KEY CHECK (only = 1)", json: "TEXT NOT NULL" },
    fields: [
      "poll",
      "ordered",
      "notes",
      "closeReason",
      "closedBy",
      "counters",
      "unusual",
      "publishedSeal",
      "publishedVersion",
      "refused",
    ],
    says: "The published vote, the state asked for, notes for the next seal, and how far the archive has come. To go on after a restart.",
    purpose: "course",
    lifetime: "replaced",
    readers: "operator",
  },
  bundle: {
    name: "bundle",
    columns: { number: "INTEGER PRIMARY KEY", data: "BLOB NOT NULL" },
    says: "The entries of the log, as in the archive. The log is signed from here.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "operator",
  },
  seal: {
    name: "seal",
    columns: { number: "INTEGER PRIMARY KEY", size: "INTEGER NOT NULL", json: "TEXT NOT NULL" },
    fields: ["number", "size", "next", "counts", "sealedAt", "checkpoint", "counters"],
    says: "For each seal: size, count, numbers of refused votes, time, signed root, and the next batch of each box. The log neither shrinks nor forks.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "operator",
  },
  tile: {
    name: "tile",
    columns: { level: "INTEGER NOT NULL", number: "INTEGER NOT NULL", data: "BLOB NOT NULL" },
    constraint: "PRIMARY KEY (level, number)",
    withoutRowid: true,
    says: "Hashes of the log. To recompute the root before it is signed.",
    purpose: "log",
    lifetime: "for-ever",
    readers: "operator",
  },
  gallery: {
    name: "gallery",
    columns: { number: "INTEGER PRIMARY KEY" },
    says: "Numbers of the galleries where somebody watches. To send the live count there.",
    purpose: "watching",
    lifetime: "while-watched",
    readers: "operator",
  },
  staffAct: STAFF_ACT,
} as const satisfies Record<string, Table>;

const REGISTRY = {
  poll: {
    name: "poll",
    columns: { id: "TEXT PRIMARY KEY", definition: "TEXT NOT NULL", opened: "INTEGER NOT NULL" },
    says: "Every vote ever made, with its definition. A vote’s name is never used again.",
    purpose: "poll",
    lifetime: "for-ever",
    readers: "operator",
  },
  draft: {
    name: "draft",
    columns: {
      id: "TEXT NOT NULL",
      version: "INTEGER NOT NULL",
      json: "TEXT NOT NULL",
      by: "TEXT NOT NULL",
      at: "INTEGER NOT NULL",
    },
    constraint: "PRIMARY KEY (id, version)",
    withoutRowid: true,
    says: "Votes that are not open yet: their words, who of the newsroom changed them and when. Nothing of readers. So that nobody overwrites what a colleague wrote.",
    purpose: "staff",
    lifetime: "until-opened",
    readers: "operator",
  },
  archived: {
    name: "archived",
    columns: { id: "TEXT PRIMARY KEY" },
    says: "Names of votes put away from the newsroom’s list. To keep that list tidy.",
    purpose: "poll",
    lifetime: "for-ever",
    readers: "operator",
  },
  secret: {
    name: "secret",
    columns: { name: "TEXT PRIMARY KEY", value: "TEXT NOT NULL" },
    says: "The random seed of the signing keys, where the operator has set none. To sign logs with the same keys after a restart. It says nothing of readers.",
    purpose: "keys",
    lifetime: "for-ever",
    readers: "operator",
  },
  staffAct: STAFF_ACT,
} as const satisfies Record<string, Table>;

/** Of those who work at the desk; of readers there is nothing here. */
const STAFF = {
  account: {
    name: "account",
    columns: {
      id: "TEXT PRIMARY KEY",
      name: "TEXT NOT NULL",
      role: "TEXT NOT NULL",
      created: "INTEGER NOT NULL",
      removed: "INTEGER",
      access: "TEXT",
    },
    says: "Who works at the desk, or did: the name that each chose, and the role. No address. To let staff in, and to name them in the record.",
    purpose: "staff",
    lifetime: "with-record",
    readers: "owners",
  },
  link: {
    name: "link",
    columns: {
      id: "TEXT PRIMARY KEY",
      hash: "TEXT NOT NULL",
      kind: "TEXT NOT NULL",
      role: "TEXT",
      account: "TEXT",
      expires: "INTEGER NOT NULL",
      failures: "INTEGER NOT NULL",
    },
    says: "One-time sign-in links and invitations that nobody has used yet, as fingerprints. To let in whom they were made for.",
    purpose: "staff",
    lifetime: "until-used",
    readers: "operator",
  },
  session: {
    name: "session",
    columns: {
      id: "TEXT PRIMARY KEY",
      hash: "TEXT NOT NULL",
      account: "TEXT NOT NULL",
      how: "TEXT NOT NULL",
      created: "INTEGER NOT NULL",
      used: "INTEGER NOT NULL",
      expires: "INTEGER NOT NULL",
    },
    says: "Who is signed in: a fingerprint of the cookie’s value, by what means, and the hour of the last use. To recognise staff, and to let them end a session that they left open.",
    purpose: "staff",
    lifetime: "signed-in",
    readers: "operator",
  },
  credential: {
    name: "credential",
    columns: {
      id: "TEXT PRIMARY KEY",
      account: "TEXT NOT NULL",
      key: "BLOB NOT NULL",
      counter: "INTEGER NOT NULL",
      transports: "TEXT NOT NULL",
      created: "INTEGER NOT NULL",
      used: "INTEGER",
    },
    says: "Passkeys of staff: their public keys, a counter, and the hour of the last use. To sign in without a password. The secret part stays on the device.",
    purpose: "staff",
    lifetime: "while-working",
    readers: "operator",
  },
  token: {
    name: "token",
    columns: {
      id: "TEXT PRIMARY KEY",
      hash: "TEXT NOT NULL",
      account: "TEXT NOT NULL",
      name: "TEXT NOT NULL",
      scopes: "TEXT NOT NULL",
      created: "INTEGER NOT NULL",
      used: "INTEGER",
      expires: "INTEGER NOT NULL",
    },
    says: "Tokens for programs, as fingerprints: a name, what each may do, until when, and the hour of the last use. To let programs of the newsroom in, and to shut them out again.",
    purpose: "staff",
    lifetime: "until-revoked",
    readers: "operator",
  },
  spent: {
    name: "spent",
    columns: { what: "TEXT PRIMARY KEY", until: "INTEGER" },
    says: "Which one-time codes have been used. Each of them works once.",
    purpose: "staff",
    lifetime: "with-record",
    readers: "operator",
  },
  secret: {
    name: "secret",
    columns: { name: "TEXT PRIMARY KEY", value: "BLOB NOT NULL" },
    says: "A random key. To recognise the one-time questions that passkeys answer. It says nothing of anyone.",
    purpose: "keys",
    lifetime: "with-record",
    readers: "operator",
  },
  audit: {
    name: "audit",
    columns: {
      number: "INTEGER PRIMARY KEY",
      at: "INTEGER NOT NULL",
      account: "TEXT",
      name: "TEXT NOT NULL",
      role: "TEXT",
      act: "TEXT NOT NULL",
      poll: "TEXT",
      before: "TEXT",
      after: "TEXT",
      request: "TEXT NOT NULL",
      hash: "TEXT NOT NULL",
      outcome: "TEXT",
    },
    says: "Every act at the desk: who, what, when, before and after, and what came of it. Nothing of readers. To answer who opened, changed or closed a vote.",
    purpose: "staff",
    lifetime: "with-record",
    readers: "owners",
  },
  openAct: {
    name: "open_act",
    columns: { number: "INTEGER PRIMARY KEY" },
    says: "Numbers of those lines of the record whose act has no outcome yet. To find out what came of it.",
    purpose: "staff",
    lifetime: "replaced",
    readers: "operator",
  },
} as const satisfies Record<string, Table>;

/** What may stand in a reader's browser. On https the cookie's name begins with `__Host-`. */
const BROWSER = {
  mark: {
    name: "sawt-voted-{poll}.{question}",
    says: "A cookie, set only after voting, with the value 1, the same for everybody. To say “a vote was already recorded from this browser”.",
    purpose: "browser",
    lifetime: "until-close",
    readers: "device",
  },
  receipt: {
    name: "sawt-{poll}.{question}",
    fields: ["poll", "question", "choice", "secret", "leaf", "promise"],
    says: "In the tab’s session storage, only with JavaScript and only after voting: your last receipt. To find your vote in the results, and to let you take it back.",
    purpose: "browser",
    lifetime: "tab",
    readers: "device",
  },
  kept: {
    name: "sawt-{poll}.{leaf}",
    fields: ["poll", "question", "choice", "secret", "leaf", "promise", "withdrawn"],
    says: "In local storage, only if you press “Keep the receipt”: the same. To check your vote, or take it back, another day.",
    purpose: "browser",
    lifetime: "until-forgotten",
    readers: "device",
  },
  paused: {
    name: "sawt-paused",
    says: "In session storage, only if you pause the updates: 1 or 0. To keep them paused.",
    purpose: "browser",
    lifetime: "tab",
    readers: "device",
  },
  desk: {
    name: "sawt-desk",
    says: "A cookie, only of those who sign in to the desk: random characters. To recognise staff from one page to the next.",
    purpose: "staff",
    lifetime: "signed-in",
    readers: "device",
  },
} as const satisfies Record<string, Stored>;

/** What is in memory alone, and gone with the request or the process. */
const MEMORY = {
  request: {
    name: "request",
    fields: ["address", "host", "question", "choice", "lock", "secret", "mark"],
    says: "While your vote is being answered, our server necessarily sees your network address and your answer together; from a frame in an article, also the name of the article’s site. No site can answer otherwise. They are not written down, neither together nor apart.",
    purpose: "request",
    lifetime: "request",
    readers: "nobody",
  },
  networks: {
    name: "networks",
    fields: ["saltedHash", "windowStart", "classA", "ballots", "level", "levelAt"],
    says: "Ballots by network: numbers, under a hash of the network’s prefix with a random salt that changes every day and is never written. So that one network cannot pass for many readers. Beyond an allowance its votes are shown apart; beyond a ceiling they wait.",
    purpose: "networks",
    lifetime: "two-days",
    readers: "nobody",
  },
  locks: {
    name: "locks",
    fields: ["lock", "class"],
    says: "The lock of a recent vote and its class, without its network. So that a vote sent again is not counted again against its network.",
    purpose: "networks",
    lifetime: "minutes",
    readers: "nobody",
  },
  sockets: {
    name: "sockets",
    says: "Open connections of those who watch the live count, without a name or number. To send them the count.",
    purpose: "watching",
    lifetime: "while-watched",
    readers: "nobody",
  },
  isolate: {
    name: "isolate",
    fields: ["polls", "tallies", "keys"],
    says: "Published votes, their counts, and the signing keys: nothing of readers. To answer quickly.",
    purpose: "speed",
    lifetime: "process",
    readers: "nobody",
  },
} as const satisfies Record<string, Stored>;

/** Where things are. A Durable Object class has a place of its own, also where it stores nothing: see `OBJECTS`. */
export const PLACES = [
  "archive",
  "ballotBox",
  "ledger",
  "registry",
  "staff",
  "doorkeeper",
  "gallery",
  "browser",
  "memory",
] as const;
export type Place = (typeof PLACES)[number];

export const STORED = {
  archive: ARCHIVE,
  ballotBox: BALLOT_BOX,
  ledger: LEDGER,
  registry: REGISTRY,
  staff: STAFF,
  doorkeeper: DOORKEEPER,
  gallery: {},
  browser: BROWSER,
  memory: MEMORY,
} as const satisfies Record<Place, Record<string, Stored>>;

/** Place of each Durable Object class of wrangler.toml. */
export const OBJECTS = {
  BallotBox: "ballotBox",
  Ledger: "ledger",
  Registry: "registry",
  Staff: "staff",
  Doorkeeper: "doorkeeper",
  Gallery: "gallery",
} as const satisfies Record<string, Place>;

/** Things of a place, in the order of their declaration. */
export const storedIn = (place: Place): readonly (Stored | Table)[] => Object.values(STORED[place]);

/** Names of a table's columns; of anything else, none. */
export const columnsOf = (stored: Stored | Table): readonly string[] =>
  "columns" in stored ? Object.keys(stored.columns) : [];

type PlacesOf<Name extends string> = Name extends `${string}{${infer Place}}${infer Rest}`
  ? Place | PlacesOf<Rest>
  : never;

/** The name of a stored thing with its `{places}` filled in. */
export const nameOf = <Name extends string>(
  { name }: { name: Name },
  values: Record<PlacesOf<Name>, string | number>,
): string =>
  Object.entries<string | number>(values).reduce<string>(
    (filled, [place, value]) => filled.replace(`{${place}}`, () => String(value)),
    name,
  );

/** Creates a declared table where it does not stand yet. `prefix`: of its name, for one that is built beside another. */
export function createTable(sql: { exec: (query: string) => unknown }, table: Table, prefix = ""): void {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${type}`);
  const parts = [...columns, ...(table.constraint ? [table.constraint] : [])].join(", ");
  const options = table.withoutRowid ? " WITHOUT ROWID" : "";
  sql.exec(`CREATE TABLE IF NOT EXISTS ${prefix}${table.name} (${parts})${options}`);
}

/** Adds columns that were declared after a table was created. Their type must allow for no value. */
export function addColumns(sql: SqlStorage, { name, columns }: Table): void {
  const there = sql.exec<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`).toArray();
  for (const [column, type] of Object.entries(columns))
    if (!there.some((each) => each.name === column)) sql.exec(`ALTER TABLE ${name} ADD COLUMN ${column} ${type}`);
}
