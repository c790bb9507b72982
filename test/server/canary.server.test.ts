/**
 * The storage canary: readers at marked addresses do all that a reader can do, on the real server; then everything that
 * it stored, said and answered is searched for their addresses, in every form and under every digest that the process
 * could have made (invariant 6). WP216 asks of anonymous data that nobody can be singled out, linked or inferred from it:
 * with no trace of an address, a device, a language or a page, a ballot is one of all ballots.
 */
import { hkdfSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterEach, expect, it } from "vitest";
import { REFUSAL_KINDS } from "../../src/domain/counters.ts";
import { type MarkedAddress, marksOf, Search } from "./canary/marks.ts";
import { aSecret, lockOf, MarkedReader, SAID } from "./canary/reader.ts";
import { endAll, freePort, type Launch, launched, newFolder, until } from "./launch.ts";

afterEach(endAll);

const POLL = "facebook-hour";
const API = `/api/v1/polls/${POLL}`;
const entry = (name: string) => fileURLToPath(new URL(`./canary/${name}.js`, import.meta.url));

const ADDRESSES: MarkedAddress[] = [
  {
    name: "IPv4",
    bytes: Buffer.from([203, 0, 113, 77]),
    spellings: ["203.0.113.77", "203.0.113.77:5177", "::ffff:203.0.113.77"],
  },
  {
    name: "IPv6",
    bytes: Buffer.from("20010db8077a1ee7c0ffee0077ca9a71", "hex"),
    spellings: [
      "2001:db8:77a:1ee7:c0ff:ee00:77ca:9a71",
      "2001:0DB8:077A:1EE7:C0FF:EE00:77CA:9A71",
      "[2001:db8:77a:1ee7:c0ff:ee00:77ca:9a71]:5177",
      "2001:db8:77a:1ee7:c0ff:ee00:119.202.154.113",
    ],
  },
];

/** Of known-draws.js: the seed of all keys, and the salt of every doorkeeper. */
const KNOWN_DRAW = new Uint8Array(32).map((_, i) => 0xc0 + i);
const PURPOSES = ["checkpoint", "promise", "route", "doorkeeper", "brake", "device", "address", "network"];
const QUESTIONS = ["pledge", "concern", "hosting"];
const SIZES = ["ipv4", "ipv6_64", "ipv6_56", "ipv6_48"];

function everyMark(origin: string): Search {
  const derived = PURPOSES.flatMap((purpose) =>
    [POLL, ""].map((poll) => {
      const key = hkdfSync("sha256", KNOWN_DRAW, new Uint8Array(0), `sawt/v1|${purpose}|${poll}`, 32);
      return [`the key for ${purpose} of "${poll}"`, new Uint8Array(key)];
    }),
  );
  const keys = {
    "the seed or a salt": KNOWN_DRAW,
    "the seed in base64url": Buffer.from(KNOWN_DRAW).toString("base64url"),
    "the seed in hex": Buffer.from(KNOWN_DRAW).toString("hex"),
    "the poll's name": POLL,
    "the log's origin": origin,
    ...Object.fromEntries(derived),
  };
  const day = Math.floor(Date.now() / 86_400_000);
  const names = (hex: string) => [
    `doorkeeper ${hex}`,
    ...[day - 1, day].map((each) => `brake ${each} ${hex}`),
    ...QUESTIONS.flatMap((question) => SIZES.map((size) => `${POLL} ${question} ${size} ${hex}`)),
  ];
  const said = SAID.map((text) => ({ name: `what a browser said: ${text}`, bytes: Buffer.from(text), folded: true }));
  return new Search([...ADDRESSES.flatMap((address) => marksOf(address, { keys, names })), ...said]);
}

const serve = async (name: string): Promise<Launch> =>
  launched(newFolder(), await freePort(), { CLIENT_ADDRESS_HEADER: "X-Real-IP", SEAL_EVERY_SECONDS: "1" }, entry(name));

function filesOf(folder: string): { where: string; what: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .flatMap((path) => [
      { where: `file ${path.slice(folder.length + 1)}`, what: readFileSync(path) },
      { where: "name of a file", what: Buffer.from(path) },
    ]);
}

const outputOf = ({ stdout, stderr }: Launch) => [
  { where: "standard output", what: Buffer.from(stdout()) },
  { where: "standard error", what: Buffer.from(stderr()) },
];

const found = (search: Search, places: readonly { where: string; what: Buffer }[]): string[] =>
  places.flatMap(({ where, what }) => search.in(where, what));

it("leaves no trace of any reader's address in what is stored, said or answered", async () => {
  const server = await serve("known-draws");
  const heard: { where: string; what: Buffer }[] = [];
  const { log } = await (await fetch(`${server.url}${API}`)).json();
  const readers = ADDRESSES.flatMap(({ spellings }) =>
    spellings.map((address) => new MarkedReader(server.url, address, heard)),
  );

  for (const reader of readers) await everythingAReaderDoes(reader, log.origin);
  // The form of a frame alone knows on which site it stands: its answers are searched apart.
  const forms: { where: string; what: Buffer }[] = [];
  for (const { spellings } of ADDRESSES)
    for (const address of spellings)
      await votesInAFrame(
        new MarkedReader(server.url, address, forms),
        new MarkedReader(server.url, address, heard),
        log.origin,
      );
  await moreThanAnAllowance(readers, log.origin);
  const tally = async () => (await fetch(`${server.url}${API}/tally`)).json();
  const all = async () => {
    const { questions, sealed } = await tally();
    const cast = Object.values<{ ballots: { a: number; c: number } }>(questions);
    return cast.reduce((sum, { ballots }) => sum + ballots.a + ballots.c, 0) - sealed.ballots;
  };
  expect(await until(async () => (await all()) === 0)).toBe(true);
  for (const reader of readers) await everythingThatCanBeRead(reader);
  // What is published of the door is numbers: of refusals by kind, and no network's so small as these.
  const counters = async () => (await (await fetch(`${server.url}${API}`)).json()).counters;
  expect(await until(async () => (await counters()).refused.invalid > 0)).toBe(true);
  const { refused, ...others } = await counters();
  expect(Object.values(refused).map((count) => typeof count)).toEqual(REFUSAL_KINDS.map(() => "number"));
  expect(Object.keys(refused)).toEqual(REFUSAL_KINDS);
  expect(others).toEqual({ largestNetwork: 0, restarts: 0 });

  const search = everyMark(log.origin);
  const running = filesOf(server.dataDir);
  // The search looks where the ballots are: also in what SQLite has not moved out of its journal yet.
  expect(running.some(({ where, what }) => where.includes(".sqlite") && what.includes("ballot pledge "))).toBe(true);
  expect(running.some(({ what }) => what.includes(log.origin))).toBe(true);
  expect(found(search, [...running, ...heard])).toEqual([]);
  expect(found(search, forms)).toEqual([]);

  server.signal("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(found(search, [...filesOf(server.dataDir), ...outputOf(server)])).toEqual([]);
});

/**
 * Each marked network casts more than its allowance, on a question that nobody else answers. What is within stands in class
 * `a` and the rest in `c`, for each network apart: so its own address came to where networks are counted, or all readers
 * would be one.
 */
async function moreThanAnAllowance(readers: readonly MarkedReader[], origin: string): Promise<void> {
  const cast = async (reader: MarkedReader | undefined, times: number) => {
    for (let i = 0; i < times; i++) {
      const ballot = { question: "hosting", choice: ["morocco"], lock: lockOf(origin, "hosting", aSecret()) };
      const vote = await reader?.json(`${API}/ballots`, ballot, { "sec-fetch-site": "same-origin" });
      expect(vote?.status).toBe(201);
    }
  };
  const classes = async () => JSON.parse(String((await ipv4?.ask(`${API}/tally`))?.body)).questions.hosting.ballots;
  const shows = async (expected: { a: number; c: number }) => {
    await until(async () => isDeepStrictEqual(await classes(), expected));
    expect(await classes()).toEqual(expected);
  };
  const [ipv4, , , ipv6] = readers;
  await cast(ipv4, 24);
  await shows({ a: 20, c: 4 });
  await cast(ipv6, 7);
  await shows({ a: 25, c: 6 });
}

/** Votes, takes back, errs and is refused, each in every way. */
async function everythingAReaderDoes(reader: MarkedReader, origin: string): Promise<void> {
  const ballot = (secret: string, more: object = {}) => ({
    question: "pledge",
    choice: ["leave"],
    lock: lockOf(origin, "pledge", secret),
    ...more,
  });
  const [byApi, byForm] = [aSecret(), aSecret()];
  expect((await reader.json(`${API}/ballots`, ballot(byApi))).status).toBe(201);
  expect((await reader.json(`${API}/ballots`, ballot(byApi))).status).toBe(200);
  expect((await reader.json(`${API}/ballots`, ballot(byApi, { choice: ["same"] }))).status).toBe(409);
  const form = { question: "pledge", choice: "less", secret: byForm };
  expect((await reader.form(`/p/${POLL}/vote`, form)).status).toBe(200);
  expect((await reader.form(`/fr/p/${POLL}/vote`, { ...form, choice: "same" })).status).toBe(409);
  expect((await reader.form(`/p/${POLL}/withdraw`, { question: "pledge", secret: byForm })).status).toBe(303);
  expect((await reader.json(`${API}/withdrawals`, { question: "pledge", secret: byApi })).status).toBe(200);
  expect((await reader.json(`${API}/withdrawals`, { question: "pledge", secret: aSecret() })).status).toBe(404);

  const refused = await Promise.all([
    reader.json(`${API}/ballots`, ballot(aSecret()), { "sec-fetch-site": "cross-site" }),
    reader.json(`${API}/ballots`, ballot(aSecret()), { origin: "null" }),
    reader.json(`${API}/ballots`, "{"),
    reader.json(`${API}/ballots`, ballot(aSecret(), { lock: "short" })),
    reader.json(`${API}/ballots`, ballot(aSecret(), { choice: ["none such"] })),
    reader.json(`${API}/ballots`, ballot(aSecret(), { padding: "x".repeat(4_000) })),
    reader.json(`${API}/ballots`, ballot(aSecret()), { "content-type": "text/plain" }),
    reader.json("/api/v1/polls/none/ballots", ballot(aSecret())),
    reader.form(`/p/${POLL}/vote`, { question: "pledge" }),
    reader.form(`/p/${POLL}/vote`, { ...form, secret: "short" }),
    reader.form(`/en/p/${POLL}/vote`, form, { "sec-fetch-site": "cross-site" }),
    reader.form(`/p/${POLL}/withdraw`, { question: "pledge", secret: "short" }),
    reader.form("/p/none/vote", form),
    reader.form("/desk/sign-in", { code: aSecret() }),
  ]);
  for (const { status } of refused) expect([status, status >= 400 && status < 500]).toEqual([status, true]);
}

/** In an article whose site the browser names: as the script does, as the form does, and by a form that comes back. An old
 * frame's form still names that site. */
async function votesInAFrame(asking: MarkedReader, voting: MarkedReader, origin: string): Promise<void> {
  const to = `/e/${POLL}/vote?host=${SAID[1]}`;
  expect((await asking.ask(`/e/${POLL}`)).status).toBe(200);
  expect((await asking.ask(`${to}&choice=hour`)).status).toBe(200);
  const ballot = { question: "pledge", choice: ["hour"], lock: lockOf(origin, "pledge", aSecret()) };
  const own = { "sec-fetch-site": "same-origin" };
  expect((await voting.json(`${API}/ballots?from=frame&host=${SAID[1]}`, ballot, own)).status).toBe(201);
  expect((await voting.form(to, { question: "pledge", choice: "hour", secret: aSecret() })).status).toBe(200);
  expect((await asking.form(to, { question: "pledge" })).status).toBe(422);
  expect((await voting.ask(`/e/${POLL}?view=results`)).status).toBe(200);
}

async function everythingThatCanBeRead(reader: MarkedReader): Promise<void> {
  const pages = ["", "/results", "/method", "/verify", "/withdraw", "/embed", "/results.csv", "/results.json", "/vote"];
  const others = ["/", "/privacy", "/privacy.json", "/healthz", "/api", API, `${API}/tally`, `${API}/live`, "/nowhere"];
  const logs = ["checkpoint", "checkpoint/2", "tile/entries/000.p/2", "tile/0/000.p/2", "index/all"];
  const paths = [
    ...pages.map((page) => `/p/${POLL}${page}`),
    ...others,
    ...logs.map((each) => `/log/${POLL}/${each}`),
    "/desk",
  ];
  for (const path of paths) expect((await reader.ask(path)).status).toBeLessThan(500);
}

it("would see a trace: each of these, written on purpose, is found where it was written", async () => {
  const server = await serve("leaking");
  const heard: { where: string; what: Buffer }[] = [];
  const reader = new MarkedReader(server.url, "203.0.113.77", heard);
  const leaks: [as: string, into: string, seen: RegExp][] = [
    ["text", "key", /^file .*: IPv4: text 203\.0\.113\.77$/],
    ["hmac", "value", /^file .*: IPv4: sha256 under the seed or a salt of cb00714d, in base64url$/],
    ["packed", "table", /^file .*\.sqlite.*: IPv4: bytes cb00714d$/],
    [
      "salted",
      "table",
      /^file .*\.sqlite.*: IPv4: sha256 under the seed or a salt of facebook-hour pledge ipv4 cb00714d$/,
    ],
    ["md5", "table", /^file .*\.sqlite.*: IPv4: md5 of 203\.0\.113\.77$/],
    ["integer", "output", /^standard error: IPv4: text 3405803853$/],
    ["sha256", "output", /^standard error: IPv4: sha256 of 203\.0\.113\.77, in hex$/],
    ["hex", "header", /^answer 200 to POST \/leak.*: IPv4: hex cb00714d$/],
    ["base64", "body", /^answer 200 to POST \/leak.*: IPv4: text 203\.0\.113\.77, in base64 from \d$/],
  ];
  for (const [as, into] of leaks)
    expect((await reader.ask(`/leak?as=${as}&into=${into}`, { method: "POST" })).status).toBe(200);

  server.signal("SIGTERM");
  await server.ended;
  const seen = found(everyMark("localhost"), [...filesOf(server.dataDir), ...outputOf(server), ...heard]);
  for (const [as, into, trace] of leaks)
    expect([as, into, seen.some((each) => trace.test(each))]).toEqual([as, into, true]);
});
