import { concatBytes, toBase64url, utf8 } from "../../src/log/text.ts";

/** CBOR (RFC 8949) of what a passkey's messages hold: small numbers, bytes, text and maps. */
type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

function cbor(value: Cbor): Uint8Array {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return concatBytes([head(3, value.length), utf8(value)]);
  if (value instanceof Uint8Array) return concatBytes([head(2, value.length), value]);
  return concatBytes([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])]);
}

const head = (major: number, count: number): Uint8Array =>
  count < 24
    ? Uint8Array.of(major * 32 + count)
    : count < 256
      ? Uint8Array.of(major * 32 + 24, count)
      : Uint8Array.of(major * 32 + 25, count >> 8, count & 255);

const sha256 = async (data: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

const PRESENT = 1;
const VERIFIED = 4;
const NEW = 64;

export interface Circumstances {
  origin?: string;
  rpId?: string;
  /** Did its owner show who they are to the device? */
  verified?: boolean;
  /** How often the device says that it was used. */
  counter?: number;
}

/** A passkey on ECDSA P-256, with its private key: what a device does, in the test's hands. */
export class Authenticator {
  readonly id = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
  #keys: CryptoKeyPair | undefined;

  /** Answers `create`: the JSON that a page's script sends. */
  async create(options: string, circumstances: Circumstances = {}): Promise<string> {
    const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    if (!("privateKey" in keys)) throw new Error("no key pair");
    this.#keys = keys;
    const raw = new Uint8Array((await crypto.subtle.exportKey("raw", keys.publicKey)) as ArrayBuffer);
    const cose = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, raw.slice(1, 33)],
        [-3, raw.slice(33)],
      ]),
    );
    const id = Uint8Array.from(atob(this.id.replace(/-/g, "+").replace(/_/g, "/")), (it) => it.charCodeAt(0));
    const credential = concatBytes([new Uint8Array(16), Uint8Array.of(0, id.length), id, cose]);
    const authData = concatBytes([await this.#state(circumstances, NEW), credential]);
    const object = new Map<string, Cbor>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    return this.#message({
      clientDataJSON: this.#client("webauthn.create", options, circumstances),
      attestationObject: toBase64url(cbor(object)),
      transports: ["internal"],
    });
  }

  /** Answers `get`. */
  async get(options: string, circumstances: Circumstances = {}): Promise<string> {
    if (!this.#keys) throw new Error("there is no passkey yet");
    const authData = await this.#state(circumstances, 0);
    const client = this.#client("webauthn.get", options, circumstances);
    const text = utf8(atob(client.replace(/-/g, "+").replace(/_/g, "/")));
    const signed = copy(concatBytes([authData, await sha256(copy(text))]));
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, this.#keys.privateKey, signed);
    return this.#message({
      clientDataJSON: client,
      authenticatorData: toBase64url(authData),
      signature: toBase64url(der(new Uint8Array(signature))),
    });
  }

  #message(response: object): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: "public-key", response });
  }

  #client(type: string, options: string, { origin = "http://localhost:8787" }: Circumstances): string {
    const { challenge } = JSON.parse(options);
    return toBase64url(utf8(JSON.stringify({ type, challenge, origin, crossOrigin: false })));
  }

  async #state({ rpId = "localhost", verified = true, counter = 0 }: Circumstances, flags: number) {
    const hash = await sha256(copy(utf8(rpId)));
    const count = Uint8Array.of(counter >>> 24, (counter >> 16) & 255, (counter >> 8) & 255, counter & 255);
    return concatBytes([hash, Uint8Array.of(PRESENT + (verified ? VERIFIED : 0) + flags), count]);
  }
}

/** A signature of WebCrypto, two numbers side by side, as the ASN.1 that devices send. */
function der(raw: Uint8Array): Uint8Array {
  const number = (bytes: Uint8Array): Uint8Array => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const short = bytes.slice(Math.max(start, 0));
    const positive = (short[0] ?? 0) > 127 ? concatBytes([Uint8Array.of(0), short]) : short;
    return concatBytes([Uint8Array.of(2, positive.length), positive]);
  };
  const both = concatBytes([number(raw.slice(0, 32)), number(raw.slice(32))]);
  return concatBytes([Uint8Array.of(48, both.length), both]);
}
