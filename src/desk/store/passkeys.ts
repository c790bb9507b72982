/** Passkeys of the staff: WebAuthn level 3, https://www.w3.org/TR/webauthn-3/. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import * as z from "zod/mini";
import { createTable, STORED } from "../../engine/schema.ts";

import { concatBytes, fromBase64url, fromUtf8, toBase64url, utf8 } from "../../log/text.ts";
import { coarse, type Spent } from "./codes.ts";
import { type Account, CHALLENGE_MS, MOST_FAILURES, type PasskeyOptions, type PasskeySeen } from "./contract.ts";

type PasskeyFound = { kind: "found"; account: string } | { kind: "refused" } | { kind: "too-many" };

/** COSE algorithms: EdDSA, ECDSA on P-256, RSA. What every device has at least one of. */
const ALGORITHMS = [-8, -7, -257];

/**
 * Passkeys with user verification, discoverable, without attestation: which make of device somebody has is nothing we need
 * to know. The library is loaded at the first use, so no reader's request carries it.
 */
export class Passkeys {
  readonly #credentials: Credentials;
  readonly #spent: Spent;
  readonly #party: RelyingParty | undefined;
  readonly #key: Uint8Array;
  /** Failed attempts by passkey, in memory: whoever goes on guessing keeps this object awake. */
  readonly #failures = new Map<string, { count: number; since: number }>();

  /** `publicHost`: the host that readers see; empty where none is set. */
  constructor(sql: SqlStorage, spent: Spent, publicHost: string) {
    this.#credentials = new Credentials(sql);
    this.#spent = spent;
    this.#party = relyingParty(publicHost);
    this.#key = challengeKey(sql);
  }

  of(account: string): PasskeySeen[] {
    return this.#credentials.of(account).map(({ id, created, used }) => ({ id, created, used }));
  }

  /** False: the account has no such passkey. */
  remove(account: string, id: string): boolean {
    if (this.#credentials.find(id)?.account !== account) return false;
    this.#credentials.remove(id);
    return true;
  }

  removeAllOf(account: string): void {
    this.#credentials.removeAllOf(account);
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
    const known = this.#credentials.of(id);
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
  async add(account: string, response: string, now: number): Promise<boolean> {
    const parsed = parseAttestation(response);
    if (!parsed || !this.#party) return false;
    const { challenge, answer } = parsed;
    const until = challengeEnds(this.#hmac, `add ${account}`, challenge, now);
    if (until === undefined) return false;
    const found = await verifyNew(answer, challenge, this.#party);
    // After the await: another answer to the same challenge may have come in between.
    if (!found || this.#spent.has(challenge) || this.#credentials.find(found.id)) return false;
    this.#spent.add(challenge, now, until);
    this.#credentials.add({ ...found, account, transports: answer.response.transports ?? [] }, now);
    return true;
  }

  /** Whose passkey answered a challenge of ours, which is spent by that. */
  async find(response: string, now: number): Promise<PasskeyFound> {
    const parsed = parseAssertion(response);
    if (!parsed || !this.#party) return { kind: "refused" };
    const { challenge, answer } = parsed;
    const until = challengeEnds(this.#hmac, "sign-in", challenge, now);
    const credential = this.#credentials.find(answer.id);
    if (until === undefined || !credential) return { kind: "refused" };
    if (this.#hasFailedTooOften(credential.id, now)) return { kind: "too-many" };
    const counter = await verifyKnown(answer, challenge, this.#party, credential);
    // After the await: the challenge may be spent.
    if (counter === undefined || this.#spent.has(challenge)) {
      this.#failed(credential.id, now);
      return { kind: "refused" };
    }
    // The counter may have gone further too, or the passkey away.
    if (!this.#credentials.use(credential, counter, now)) return { kind: "refused" };
    this.#spent.add(challenge, now, until);
    return { kind: "found", account: credential.account };
  }

  #challenge(purpose: string, now: number): string {
    return makeChallenge(this.#hmac, purpose, crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)), now);
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

/** Whom a passkey is made for: it works on this host and on no other. Section 5.1.2. */
interface RelyingParty {
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
 * A challenge that says itself until when it is good and what for, so that a page which anybody may open stores nothing.
 * `purpose`: `sign-in`, or `add` and an account. Section 13.4.3.
 */
export function makeChallenge(hmac: Hmac, purpose: string, random: Uint8Array, now: number): string {
  const head = concatBytes([random.subarray(0, RANDOM_BYTES), expiryBytes(now + CHALLENGE_MS)]);
  return toBase64url(concatBytes([head, mac(hmac, purpose, head)]));
}

/** When a challenge of ours for this purpose ends; nothing for any other text, or one whose time is over. */
export function challengeEnds(hmac: Hmac, purpose: string, challenge: string, now: number): number | undefined {
  const bytes = fromBase64url(challenge);
  const head = bytes?.subarray(0, RANDOM_BYTES + EXPIRY_BYTES);
  if (!bytes || !head || !isSame(bytes, concatBytes([head, mac(hmac, purpose, head)]))) return undefined;
  const ends = head.subarray(RANDOM_BYTES).reduce((sum, byte) => sum * 256 + byte, 0);
  return now < ends ? ends : undefined;
}

const mac = (hmac: Hmac, purpose: string, head: Uint8Array): Uint8Array =>
  hmac(concatBytes([utf8(`sawt-challenge/v1\n${purpose}\n`), head]));

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

const expiryBytes = (at: number): Uint8Array =>
  Uint8Array.from({ length: EXPIRY_BYTES }, (_, i) => Math.floor(at / 256 ** (EXPIRY_BYTES - 1 - i)) % 256);

/** The key of the challenges: drawn at the first need and kept, so that a restart does not spoil a page. */
function challengeKey(sql: SqlStorage): Uint8Array {
  createTable(sql, STORED.staff.secret);
  const [kept] = sql.exec<{ value: ArrayBuffer }>("SELECT value FROM secret WHERE name = 'challenge'").toArray();
  if (kept) return new Uint8Array(kept.value);
  const drawn = crypto.getRandomValues(new Uint8Array(32));
  sql.exec("INSERT INTO secret (name, value) VALUES ('challenge', ?)", drawn);
  return drawn;
}

/** A passkey as it is kept: its public key, and how often its device says that it was used. */
interface Credential {
  id: string;
  account: string;
  /** COSE_Key. */
  key: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  created: number;
  used: number | null;
}

type Row = Omit<Credential, "key" | "transports"> & { key: ArrayBuffer; transports: string };

class Credentials {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    createTable(sql, STORED.staff.credential);
  }

  add({ id, account, key, counter, transports }: Omit<Credential, "created" | "used">, now: number): void {
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
  use({ id, counter: before }: Credential, counter: number, now: number): boolean {
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

const clientData = z.object({ challenge: z.string() });

/** What a browser's script sends of a new passkey, and the challenge that it answers. */
function parseAttestation(text: string): { challenge: string; answer: RegistrationResponseJSON } | undefined {
  const answer = parseJson(attestation, text);
  const challenge = answer && challengeOf(answer.response.clientDataJSON);
  if (!answer || challenge === undefined) return undefined;
  const { transports, ...response } = answer.response;
  return {
    challenge,
    answer: { ...answer, response: { ...response, ...(transports && { transports }) }, clientExtensionResults: {} },
  };
}

/** The same of a passkey that is used. */
function parseAssertion(text: string): { challenge: string; answer: AuthenticationResponseJSON } | undefined {
  const answer = parseJson(assertion, text);
  const challenge = answer && challengeOf(answer.response.clientDataJSON);
  return answer && challenge !== undefined
    ? { challenge, answer: { ...answer, clientExtensionResults: {} } }
    : undefined;
}

function challengeOf(clientDataJson: string): string | undefined {
  const json = fromBase64url(clientDataJson);
  return json && parseJson(clientData, json)?.challenge;
}

function parseJson<Shape extends z.ZodMiniType>(schema: Shape, json: string | Uint8Array): z.infer<Shape> | undefined {
  if (json.length > LONGEST) return undefined;
  try {
    return z.safeParse(schema, JSON.parse(typeof json === "string" ? json : fromUtf8(json))).data;
  } catch {
    return undefined;
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
  { id, key, counter }: Credential,
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
