import { createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from "node:crypto";
import { type NoteSigner, promiseKeyName, type Verify, verifierKey } from "../log/note.ts";
import type { LogIdentity } from "./rpc.ts";

/** SHA-256 of node:crypto: synchronous, as `src/log/` wants it. */
export const sha256 = (data: Uint8Array): Uint8Array => createHash("sha256").update(data).digest();

/** Every key of a poll, derived from the one secret (docs/design.md, Keys). */
export interface PollKeys {
  checkpoint: NoteSigner;
  promise: NoteSigner;
  /** Which box a lock goes to: keyed, so that nobody can aim at one box. */
  boxOf: (lock: string, boxes: number) => number;
  /** Which doorkeeper a network goes to, by its widest prefix: keyed, so that nobody can crowd one. */
  doorkeeperOf: (prefix: string, doorkeepers: number) => number;
  /** What the burst brake knows a prefix by. `day`: whole days since 1970. */
  brakeKey: (prefix: string, day: number) => string;
}

/** PKCS #8 wrapping of a raw Ed25519 seed. RFC 8410 section 7. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** HKDF-SHA-256 of `LOG_SEED` with info "sawt/v1|" + purpose + "|" + poll, 32 bytes. RFC 5869. */
const derive = (seed: Uint8Array, purpose: string, poll: string): Buffer =>
  Buffer.from(hkdfSync("sha256", seed, new Uint8Array(0), `sawt/v1|${purpose}|${poll}`, 32));

/** Keys of the poll whose log has this origin. `seed`: the 32 bytes of `LOG_SEED`. */
export function pollKeys(seed: Uint8Array, poll: string, origin: string): PollKeys {
  const route = derive(seed, "route", poll);
  const keyed = (text: string): Buffer => createHmac("sha256", route).update(text).digest();
  return {
    checkpoint: ed25519Signer(origin, derive(seed, "checkpoint", poll)),
    promise: ed25519Signer(promiseKeyName(origin), derive(seed, "promise", poll)),
    // Where there is but one, nothing is to be hidden: a hash is 15 µs of a vote.
    boxOf: (lock, boxes) => (boxes === 1 ? 0 : keyed(lock).readUInt32BE(0) % boxes),
    doorkeeperOf: (prefix, doorkeepers) =>
      doorkeepers === 1 ? 0 : keyed(`doorkeeper ${prefix}`).readUInt32BE(0) % doorkeepers,
    brakeKey: (prefix, day) => keyed(`brake ${day} ${prefix}`).toString("base64url"),
  };
}

export const logIdentity = (keys: PollKeys): LogIdentity => ({
  origin: keys.checkpoint.name,
  vkey: verifierKey(sha256, keys.checkpoint),
  promiseVkey: verifierKey(sha256, keys.promise),
});

/** Reads the `LOG_SEED` secret: 32 bytes in base64url or hex. Says what is wrong without repeating it. */
export function parseSeed(secret: string): Uint8Array {
  const seed = Buffer.from(secret, /^[0-9a-f]{64}$/i.test(secret) ? "hex" : "base64url");
  if (seed.length !== 32) throw new Error("LOG_SEED must be 32 bytes in base64url or hex");
  return seed;
}

/** Ed25519 of node:crypto: synchronous, as `src/log/` wants it. RFC 8032. */
export const verifyEd25519: Verify = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, message, key, signature);
};

function ed25519Signer(name: string, seed: Buffer): NoteSigner {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  return { name, publicKey: Buffer.from(x, "base64url"), sign: (message) => sign(null, message, key) };
}
