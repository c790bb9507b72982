/**
 * Everything that Sawt stores, declared once: tables, archive keys and the cookie take their names from here, and the
 * page `/privacy`, `/privacy.json` and the check of docs/storage-schema.md are made of it. What is not declared here may
 * not be stored: a test opens the real storage and fails (invariant 6). Its words: src/i18n/stored.{ar,fr,en}.ts.
 */

/** How long a thing stays; in words in `StoredWords.lifetimes`. */
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

/** Who can read a thing; in words in `StoredWords.readers`. */
export const READERS = ["everyone", "operator", "owners", "staff", "device", "nobody"] as const;
export type Reader = (typeof READERS)[number];

export interface Stored {
  /** As it stands in the storage; `{places}` are filled in. */
  name: string;
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
    lifetime: "for-ever",
    readers: "everyone",
  },
  tally: {
    name: "tally/{poll}",
    fields: ["poll", "asOf", "counts", "sealed", "counters"],
    lifetime: "for-ever",
    readers: "everyone",
  },
  checkpoint: { name: "checkpoint/{poll}", lifetime: "for-ever", readers: "everyone" },
  seal: {
    name: "log/{poll}/seal/{size}",
    fields: ["seal", "size", "sealedAt", "counts", "counters", "checkpoint", "edge"],
    lifetime: "for-ever",
    readers: "everyone",
  },
  tile: { name: "log/{poll}/tile/{L}/{N}", lifetime: "for-ever", readers: "everyone" },
  index: { name: "log/{poll}/index/{span}/{byte}", lifetime: "for-ever", readers: "everyone" },
  bundle: { name: "log/{poll}/entries/{N}", lifetime: "for-ever", readers: "everyone" },
  partial: { name: "log/{poll}/entries/{N}.p/{W}", lifetime: "for-ever", readers: "everyone" },
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
    lifetime: "for-ever",
    readers: "operator",
  },
} as const satisfies Record<string, Table>;

const BALLOT_BOX = {
  journal: {
    name: "journal",
    columns: { id: "INTEGER PRIMARY KEY", lines: "TEXT NOT NULL" },
    lifetime: "for-ever",
    readers: "operator",
  },
  batch: {
    name: "batch",
    columns: { number: "INTEGER PRIMARY KEY", first: "INTEGER NOT NULL", last: "INTEGER NOT NULL" },
    lifetime: "for-ever",
    readers: "operator",
  },
  instruction: {
    name: "instruction",
    columns: { only: "INTEGER PRIMARY KEY CHECK (only = 1)", json: "TEXT NOT NULL" },
    fields: ["box", "definition", "state"],
    lifetime: "replaced",
    readers: "operator",
  },
  // The box of a poll of one counts networks itself.
  ...DOORKEEPER,
} as const satisfies Record<string, Table>;

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
    lifetime: "replaced",
    readers: "operator",
  },
  bundle: {
    name: "bundle",
    columns: { number: "INTEGER PRIMARY KEY", data: "BLOB NOT NULL" },
    lifetime: "for-ever",
    readers: "operator",
  },
  seal: {
    name: "seal",
    columns: { number: "INTEGER PRIMARY KEY", size: "INTEGER NOT NULL", json: "TEXT NOT NULL" },
    fields: ["number", "size", "next", "counts", "sealedAt", "checkpoint", "counters"],
    lifetime: "for-ever",
    readers: "operator",
  },
  tile: {
    name: "tile",
    columns: { level: "INTEGER NOT NULL", number: "INTEGER NOT NULL", data: "BLOB NOT NULL" },
    constraint: "PRIMARY KEY (level, number)",
    withoutRowid: true,
    lifetime: "for-ever",
    readers: "operator",
  },
  gallery: {
    name: "gallery",
    columns: { number: "INTEGER PRIMARY KEY" },
    lifetime: "while-watched",
    readers: "operator",
  },
} as const satisfies Record<string, Table>;

const REGISTRY = {
  poll: {
    name: "poll",
    columns: { id: "TEXT PRIMARY KEY", definition: "TEXT NOT NULL", opened: "INTEGER NOT NULL" },
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
    lifetime: "until-opened",
    readers: "operator",
  },
  archived: { name: "archived", columns: { id: "TEXT PRIMARY KEY" }, lifetime: "for-ever", readers: "operator" },
  secret: {
    name: "secret",
    columns: { name: "TEXT PRIMARY KEY", value: "TEXT NOT NULL" },
    lifetime: "for-ever",
    readers: "operator",
  },
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
    lifetime: "until-revoked",
    readers: "operator",
  },
  spent: {
    name: "spent",
    columns: { what: "TEXT PRIMARY KEY", until: "INTEGER" },
    lifetime: "with-record",
    readers: "operator",
  },
  secret: {
    name: "secret",
    columns: { name: "TEXT PRIMARY KEY", value: "BLOB NOT NULL" },
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
    },
    lifetime: "with-record",
    readers: "owners",
  },
} as const satisfies Record<string, Table>;

/** What may stand in a reader's browser. On https the cookie's name begins with `__Host-`. */
const BROWSER = {
  mark: { name: "sawt-voted-{poll}.{question}", lifetime: "until-close", readers: "device" },
  receipt: {
    name: "sawt-{poll}.{question}",
    fields: ["poll", "question", "choice", "secret", "leaf", "promise"],
    lifetime: "tab",
    readers: "device",
  },
  kept: {
    name: "sawt-{poll}.{leaf}",
    fields: ["poll", "question", "choice", "secret", "leaf", "promise", "withdrawn"],
    lifetime: "until-forgotten",
    readers: "device",
  },
  paused: { name: "sawt-paused", lifetime: "tab", readers: "device" },
  desk: { name: "sawt-desk", lifetime: "signed-in", readers: "device" },
} as const satisfies Record<string, Stored>;

/** What is in memory alone, and gone with the request or the process. */
const MEMORY = {
  request: {
    name: "request",
    fields: ["address", "host", "question", "choice", "lock", "secret", "mark"],
    lifetime: "request",
    readers: "nobody",
  },
  networks: {
    name: "networks",
    fields: ["saltedHash", "windowStart", "classA", "ballots", "level", "levelAt"],
    lifetime: "two-days",
    readers: "nobody",
  },
  locks: { name: "locks", fields: ["lock", "class"], lifetime: "minutes", readers: "nobody" },
  sockets: { name: "sockets", lifetime: "while-watched", readers: "nobody" },
  isolate: { name: "isolate", fields: ["polls", "tallies", "keys"], lifetime: "process", readers: "nobody" },
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
