import { createHmac } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import * as z from "zod/mini";
import { concatBytes, fromUtf8, toBase64url, utf8 } from "../../log/text.ts";
import { type Account, CHALLENGE_MS, coarse, MOST_FAILURES, type PasskeyOptions } from "./contract.ts";
import type { StaffStores } from "./stores.ts";

/** Whom a passkey is made for: it works on this host and on no other. WebAuthn level 3, section 5.1.2. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** From the host that readers see; nothing while it is not set, or is an address, which no passkey can be bound to. */
export function relyingParty(publicHost: string): RelyingParty | undefined {
  const isLocal = /^localhost(:\d+)?$/i.test(publicHost);
  const url = URL.parse(`${isLocal ? "http" : "https"}://${publicHost}`);
  if (!url || publicHost === "" || /^[\d.]+$|^\[/.test(url.hostname)) return undefined;
  return { id: url.hostname, origin: url.origin };
}

type Hmac = (data: Uint8Array) => Uint8Array;

const RANDOM_BYTES = 16;
const EXPIRY_BYTES = 6;

/**
 * A challenge for a passkey that says itself until when it is good and what for, so that a page which anybody may open stores
 * nothing. `purpose`: `sign-in`, or `add` and an account. WebAuthn level 3, section 13.4.3.
 */
export function makeChallenge(hmac: Hmac, purpose: string, random: Uint8Array, now: number): string {
  const head = concatBytes([random.subarray(0, RANDOM_BYTES), expiryBytes(now + CHALLENGE_MS)]);
  return toBase64url(concatBytes([head, signed(hmac, purpose, head)]));
}

/** When a challenge of ours for this purpose ends; nothing for any other text, or one whose time is over. */
export function challengeEnds(hmac: Hmac, purpose: string, challenge: string, now: number): number | undefined {
  const bytes = bytesOf(challenge);
  const head = bytes?.subarray(0, RANDOM_BYTES + EXPIRY_BYTES);
  if (!head || toBase64url(concatBytes([head, signed(hmac, purpose, head)])) !== challenge) return undefined;
  const ends = head.subarray(RANDOM_BYTES).reduce((sum, byte) => sum * 256 + byte, 0);
  return now < ends ? ends : undefined;
}

const signed = (hmac: Hmac, purpose: string, head: Uint8Array): Uint8Array =>
  hmac(concatBytes([utf8(`sawt-challenge/v1\n${purpose}\n`), head]));

const expiryBytes = (at: number): Uint8Array =>
  Uint8Array.from({ length: EXPIRY_BYTES }, (_, i) => Math.floor(at / 256 ** (EXPIRY_BYTES - 1 - i)) % 256);

const bytesOf = (text: string): Uint8Array | undefined =>
  /^[A-Za-z0-9_-]{72}$/.test(text)
    ? Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0))
    : undefined;

/** Longest answer that a device gives: an RSA key and its attestation, with room to spare. */
const LONGEST = 32_768;

const bytes = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/));

const attestation = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.optional(z.array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]))),
  }),
});

const assertion = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  response: z.object({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }),
});

/** What a browser's script sends of a new passkey, and the challenge that it answers. */
export function parseAttestation(text: string): { challenge: string; answer: RegistrationResponseJSON } | undefined {
  const answer = parse(attestation, text);
  const challenge = answer && challengeOf(answer.response.clientDataJSON);
  if (!answer || challenge === undefined) return undefined;
  const { transports, ...response } = answer.response;
  return {
    challenge,
    answer: { ...answer, response: { ...response, ...(transports && { transports }) }, clientExtensionResults: {} },
  };
}

/** The same of a passkey that is used. */
export function parseAssertion(text: string): { challenge: string; answer: AuthenticationResponseJSON } | undefined {
  const answer = parse(assertion, text);
  const challenge = answer && challengeOf(answer.response.clientDataJSON);
  return answer && challenge !== undefined
    ? { challenge, answer: { ...answer, clientExtensionResults: {} } }
    : undefined;
}

function parse<Shape extends z.ZodMiniType>(schema: Shape, text: string): z.infer<Shape> | undefined {
  try {
    return text.length > LONGEST ? undefined : z.safeParse(schema, JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const clientData = z.object({ challenge: z.string() });

function challengeOf(clientDataJson: string): string | undefined {
  try {
    const json = atob(clientDataJson.replace(/-/g, "+").replace(/_/g, "/"));
    return z.safeParse(clientData, JSON.parse(fromUtf8(Uint8Array.from(json, (character) => character.charCodeAt(0)))))
      .data?.challenge;
  } catch {
    return undefined;
  }
}

/** A passkey as it is kept: its public key, and how often its device says that it was used. */
export interface Credential {
  id: string;
  account: string;
  /** COSE_Key. */
  key: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  created: number;
  used: number | null;
}

type Row = {
  id: string;
  account: string;
  key: ArrayBuffer;
  counter: number;
  transports: string;
  created: number;
  used: number | null;
};

/** Passkeys of the staff. */
export class Credentials {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(credential: Omit<Credential, "created" | "used">, now: number): void {
    const { id, account, key, counter, transports } = credential;
    this.#sql.exec(
      "INSERT INTO credential (id, account, key, counter, transports, created) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      account,
      key,
      counter,
      JSON.stringify(transports),
      coarse(now),
    );
  }

  find(id: string): Credential | undefined {
    return this.#rows("id = ?", id)[0];
  }

  of(account: string): Credential[] {
    return this.#rows("account = ? ORDER BY created, id", account);
  }

  /** Notes a use, unless another one came in between: false then. */
  use(id: string, before: number, counter: number, now: number): boolean {
    const { rowsWritten } = this.#sql.exec(
      "UPDATE credential SET counter = ?, used = ? WHERE id = ? AND counter = ?",
      counter,
      coarse(now),
      id,
      before,
    );
    return rowsWritten > 0;
  }

  remove(id: string): void {
    this.#sql.exec("DELETE FROM credential WHERE id = ?", id);
  }

  removeAllOf(account: string): void {
    this.#sql.exec("DELETE FROM credential WHERE account = ?", account);
  }

  #rows(where: string, value: string): Credential[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM credential WHERE ${where}`, value)
      .toArray()
      .map(({ key, transports, ...row }) => ({ ...row, key: new Uint8Array(key), transports: JSON.parse(transports) }));
  }
}

/** The key that challenges are signed with: drawn at the first need and kept, so that a restart does not spoil a page. */
export class Secret {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  key(): Uint8Array {
    const [kept] = this.#sql
      .exec<{ value: ArrayBuffer }>("SELECT value FROM secret WHERE name = 'challenge'")
      .toArray();
    if (kept) return new Uint8Array(kept.value);
    const drawn = crypto.getRandomValues(new Uint8Array(32));
    this.#sql.exec("INSERT INTO secret (name, value) VALUES ('challenge', ?)", drawn);
    return drawn;
  }
}

export type PasskeyFound = { kind: "found"; account: Account } | { kind: "refused" } | { kind: "too-many" };

/** COSE algorithms: EdDSA, ECDSA on P-256, RSA. What every device has at least one of. */
const ALGORITHMS = [-8, -7, -257];

/**
 * Passkeys: WebAuthn with user verification, discoverable, without attestation: which make of device somebody has is
 * nothing we need to know. The library is loaded at the first use: no reader's request carries it.
 */
export class Passkeys {
  readonly #stores: StaffStores;
  readonly #party: RelyingParty | undefined;
  readonly #key: Uint8Array;
  /** Failed attempts by passkey, in memory: whoever goes on guessing keeps this object awake. */
  readonly #failures = new Map<string, { count: number; since: number }>();

  constructor(stores: StaffStores, publicHost: string) {
    this.#stores = stores;
    this.#party = relyingParty(publicHost);
    this.#key = stores.secret.key();
  }

  /** What the browser needs to ask for a passkey; nothing where there is no host to bind one to. */
  signInOptions(now: number): PasskeyOptions | undefined {
    if (!this.#party) return undefined;
    const json = {
      challenge: this.#challenge("sign-in", now),
      rpId: this.#party.id,
      timeout: CHALLENGE_MS,
      userVerification: "required",
    };
    return { json: JSON.stringify(json) };
  }

  addOptions({ id, name }: Account, now: number): PasskeyOptions | undefined {
    if (!this.#party) return undefined;
    const known = this.#stores.credentials.of(id);
    const json = {
      challenge: this.#challenge(`add ${id}`, now),
      rp: { id: this.#party.id, name: "Sawt" },
      user: { id: toBase64url(utf8(id)), name, displayName: name },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
      timeout: CHALLENGE_MS,
      attestation: "none",
      excludeCredentials: known.map((each) => ({ type: "public-key", id: each.id, transports: each.transports })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    };
    return { json: JSON.stringify(json) };
  }

  /** Keeps a new passkey of the account. False: the answer is not one to a challenge of ours for it. */
  async add(account: Account, response: string, now: number): Promise<boolean> {
    const parsed = parseAttestation(response);
    if (!parsed || !this.#party) return false;
    const { challenge, answer } = parsed;
    const until = challengeEnds(this.#hmac, `add ${account.id}`, challenge, now);
    if (until === undefined) return false;
    const found = await verifyNew(answer, challenge, this.#party);
    const { credentials, spent } = this.#stores;
    // After the await: another answer to the same challenge may have come in between.
    if (!found || spent.has(challenge) || credentials.find(found.id)) return false;
    spent.add(challenge, now, until);
    credentials.add({ ...found, account: account.id, transports: answer.response.transports ?? [] }, now);
    return true;
  }

  /** Whose passkey answered a challenge of ours, which is spent by that. */
  async find(response: string, now: number): Promise<PasskeyFound> {
    const parsed = parseAssertion(response);
    if (!parsed || !this.#party) return { kind: "refused" };
    const { challenge, answer } = parsed;
    const { credentials, accounts, spent } = this.#stores;
    const until = challengeEnds(this.#hmac, "sign-in", challenge, now);
    const credential = credentials.find(answer.id);
    if (until === undefined || !credential) return { kind: "refused" };
    if (this.#hasFailedTooOften(credential.id, now)) return { kind: "too-many" };
    const counter = await verifyKnown(answer, challenge, this.#party, credential);
    // After the await: the challenge may be spent, the counter further, the account gone.
    const account = accounts.find(credential.account);
    if (counter === undefined || spent.has(challenge) || !account) {
      this.#failed(credential.id, now);
      return { kind: "refused" };
    }
    if (!credentials.use(credential.id, credential.counter, counter, now)) return { kind: "refused" };
    spent.add(challenge, now, until);
    return { kind: "found", account };
  }

  #challenge(purpose: string, now: number): string {
    return makeChallenge(this.#hmac, purpose, crypto.getRandomValues(new Uint8Array(16)), now);
  }

  readonly #hmac = (data: Uint8Array): Uint8Array => createHmac("sha256", this.#key).update(data).digest();

  #hasFailedTooOften(id: string, now: number): boolean {
    const failures = this.#failures.get(id);
    if (failures && now - failures.since > CHALLENGE_MS) this.#failures.delete(id);
    return (this.#failures.get(id)?.count ?? 0) >= MOST_FAILURES;
  }

  #failed(id: string, now: number): void {
    const { count, since } = this.#failures.get(id) ?? { count: 0, since: now };
    this.#failures.set(id, { count: count + 1, since });
  }
}

/** A new passkey's id, public key and counter, where everything about the answer is right. */
async function verifyNew(answer: RegistrationResponseJSON, challenge: string, party: RelyingParty) {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!registrationInfo) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { id, key: publicKey, counter };
  } catch {
    // The library throws for every answer that is wrong, and only its words say how.
    return undefined;
  }
}

/** The new counter, where signature, origin, user verification and counter are right. */
async function verifyKnown(
  answer: AuthenticationResponseJSON,
  challenge: string,
  party: RelyingParty,
  { id, key, counter }: { id: string; key: Uint8Array<ArrayBuffer>; counter: number },
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id, publicKey: key, counter },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}
