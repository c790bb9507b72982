import { createHmac } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { toBase64url, utf8 } from "../../log/text.ts";
import { challengeEnds, makeChallenge } from "./challenge.ts";
import type { Account, PasskeyOptions } from "./contract.ts";
import { CHALLENGE_MS, MOST_FAILURES } from "./lifetimes.ts";
import { parseAssertion, parseAttestation } from "./passkey-json.ts";
import { type RelyingParty, relyingParty } from "./relying-party.ts";
import type { StaffStores } from "./stores.ts";

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
