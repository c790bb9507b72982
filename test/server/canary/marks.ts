import { createHash, createHmac } from "node:crypto";

/** Something to look for. `folded`: letters count alike in both cases. */
export interface Mark {
  name: string;
  bytes: Buffer;
  folded: boolean;
}

export interface MarkedAddress {
  name: string;
  /** 4 bytes of IPv4, 16 of IPv6. */
  bytes: Buffer;
  /** As it was sent, in every spelling. */
  spellings: readonly string[];
}

export interface Knowledge {
  /** Every key that the process has, by name. */
  keys: Readonly<Record<string, Uint8Array | string>>;
  /** What the process calls a network where it counts it; `hex`: of a prefix. */
  names: (hex: string) => string[];
}

const DIGESTS = ["md5", "sha1", "sha256", "sha384", "sha512"];
const KEYED = ["md5", "sha1", "sha256", "sha512"];
/** Bytes of a digest that are looked for: also one that was cut to so many is found. */
const DIGEST_BYTES = 8;

/** Every form of an address, of its prefixes, and of each of their digests that could be made with the keys. */
export function marksOf(address: MarkedAddress, knowledge: Knowledge): Mark[] {
  const prefixes = prefixesOf(address.bytes);
  const texts = [...new Set([...address.spellings, ...textsOf(address.bytes)])];
  const hexes = prefixes.map((each) => each.toString("hex"));
  const messages = [...texts, ...hexes, ...prefixes, ...hexes.flatMap(knowledge.names)];
  return [
    ...texts.flatMap(marksOfText),
    ...hexes.map((hex) => folded(`hex ${hex}`, hex)),
    ...prefixes.filter((each) => each.length >= 4).flatMap(marksOfBytes),
    ...messages.flatMap((message) => marksOfDigests(message, knowledge.keys)),
  ].map((mark) => ({ ...mark, name: `${address.name}: ${mark.name}` }));
}

/** The address; of IPv4 its /24, of IPv6 its /64, /56 and /48. */
const prefixesOf = (bytes: Buffer): Buffer[] =>
  (bytes.length === 4 ? [4, 3] : [16, 8, 7, 6]).map((length) => bytes.subarray(0, length));

function textsOf(bytes: Buffer): string[] {
  if (bytes.length === 4) {
    const parts = [...bytes];
    return [
      parts.join("."),
      `${parts.slice(0, 3).join(".")}.`,
      parts.toReversed().join("."),
      String(bytes.readUInt32BE()),
    ];
  }
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2));
  const short = groups.map((group) => group.toString(16));
  const long = short.map((group) => group.padStart(4, "0"));
  const wide = (count: number) => [short.slice(0, count).join(":"), long.slice(0, count).join(":")];
  return [
    ...[8, 4, 3].flatMap(wide),
    [...bytes.toString("hex")].toReversed().join("."),
    BigInt(`0x${bytes.toString("hex")}`).toString(),
  ];
}

const folded = (name: string, text: string): Mark => ({ name, bytes: Buffer.from(text.toLowerCase()), folded: true });
const exact = (name: string, bytes: Buffer): Mark => ({ name, bytes, folded: false });

const marksOfText = (text: string): Mark[] => [
  folded(`text ${text}`, text),
  folded(`text ${text}, escaped`, encodeURIComponent(text)),
  exact(`text ${text}, in UTF-16`, Buffer.from(text, "utf16le")),
  ...[0, 1, 2].map((shift) => exact(`text ${text}, in base64 from ${shift}`, insideBase64(Buffer.from(text), shift))),
];

const marksOfBytes = (bytes: Buffer): Mark[] => {
  const hex = bytes.toString("hex");
  return [
    exact(`bytes ${hex}`, bytes),
    exact(`bytes ${hex}, reversed`, Buffer.from(bytes.toReversed())),
    exact(`bytes ${hex}, in base64`, Buffer.from(unpadded(bytes.toString("base64")))),
    exact(`bytes ${hex}, in base64url`, Buffer.from(bytes.toString("base64url"))),
    folded(`bytes ${hex}, with colons`, hex.match(/../g)?.join(":") ?? ""),
  ];
};

/** What is the same in the base64 of any text that holds these bytes, `shift` of them after a multiple of three. */
function insideBase64(bytes: Buffer, shift: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
  const end = Math.floor(((shift + bytes.length) * 8) / 6);
  return Buffer.from(encoded.slice(Math.ceil((shift * 8) / 6), end));
}

function marksOfDigests(message: string | Buffer, keys: Knowledge["keys"]): Mark[] {
  const said = typeof message === "string" ? message : message.toString("hex");
  const plain = DIGESTS.map((kind) => [kind, createHash(kind).update(message).digest()] as const);
  const keyed = Object.entries(keys).flatMap(([name, key]) =>
    KEYED.map((kind) => [`${kind} under ${name}`, createHmac(kind, key).update(message).digest()] as const),
  );
  return [...plain, ...keyed].flatMap(([kind, digest]) => {
    const cut = digest.subarray(0, DIGEST_BYTES);
    return [
      exact(`${kind} of ${said}`, cut),
      folded(`${kind} of ${said}, in hex`, cut.toString("hex")),
      exact(`${kind} of ${said}, in base64`, Buffer.from(digest.toString("base64").slice(0, 10))),
      exact(`${kind} of ${said}, in base64url`, Buffer.from(digest.toString("base64url").slice(0, 10))),
    ];
  });
}

const unpadded = (base64: string): string => base64.replace(/=+$/, "");

/** Looks for many marks in one pass over the data. */
export class Search {
  readonly #exact: Map<number, Mark[]>;
  readonly #folded: Map<number, Mark[]>;

  constructor(marks: readonly Mark[]) {
    const short = marks.find(({ bytes }) => bytes.length < 4);
    if (short) throw new Error(`a mark of fewer than 4 bytes is found by chance: ${short.name}`);
    this.#exact = byStart(marks.filter((mark) => !mark.folded));
    this.#folded = byStart(marks.filter((mark) => mark.folded));
  }

  /** Names of the marks in the data, each with where it was found. */
  in(where: string, data: Buffer): string[] {
    const lower = Buffer.from(data);
    for (const [i, byte] of lower.entries()) if (byte >= 0x41 && byte <= 0x5a) lower[i] = byte + 0x20;
    const found = [...marksIn(data, this.#exact), ...marksIn(lower, this.#folded)];
    return [...new Set(found)].map((name) => `${where}: ${name}`);
  }
}

function byStart(marks: readonly Mark[]): Map<number, Mark[]> {
  return Map.groupBy(marks, ({ bytes }) => bytes.readUInt32BE());
}

function* marksIn(data: Buffer, marks: Map<number, Mark[]>): Generator<string> {
  for (let at = 0, start = 0; at < data.length; at++) {
    start = ((start << 8) | (data[at] ?? 0)) >>> 0;
    if (at < 3) continue;
    for (const { name, bytes } of marks.get(start) ?? [])
      if (data.subarray(at - 3, at - 3 + bytes.length).equals(bytes)) yield name;
  }
}
