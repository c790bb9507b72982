import { createHash, createPrivateKey, createPublicKey, sign, verify as verifySignature } from "node:crypto";
import type { Sha256 } from "../../src/log/hash.ts";
import type { NoteSigner, Verify } from "../../src/log/note.ts";

export const sha256: Sha256 = (data) => createHash("sha256").update(data).digest();

/** An Ed25519 signer whose seed is 32 times the same byte, or the bytes given. */
export function signer(name: string, seed: number | Uint8Array): NoteSigner {
  const bytes = typeof seed === "number" ? Buffer.alloc(32, seed) : seed;
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), bytes]),
    format: "der",
    type: "pkcs8",
  });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  return { name, publicKey: Buffer.from(x, "base64url"), sign: (message) => sign(null, message, key) };
}

export const verify: Verify = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verifySignature(null, message, key, signature);
};

/** 32 bytes in base64url, the same for the same name. */
export const bytes32 = (name: string): string => createHash("sha256").update(name).digest("base64url");
