import type { Context } from "hono";
import type { Network, Prefix } from "../../engine/index.ts";
import { toHex } from "../../log/text.ts";
import type { AppEnv } from "./env.ts";
import { provenanceOfRequest } from "./request.ts";

/** An address as its bytes: 4 of IPv4, 16 of IPv6. */
type Address = Uint8Array;

/** What an address alone says of a network. */
type AddressNetwork = Pick<Network, "prefixes" | "ceiling">;

/** All readers whose address nobody trustworthy told us. */
export const UNKNOWN_NETWORK: AddressNetwork = { prefixes: [{ size: "ipv4", text: "unknown" }], ceiling: false };

/** What is known of where a request comes from. */
export interface AddressSource {
  /** "cloudflare" or "self": who wrote the headers. */
  platform: string;
  /** The header that the operator's own proxy writes; "" where there is none. */
  trustedHeader: string;
  header: (name: string) => string | undefined;
}

/**
 * The one place that says which address counts: what Cloudflare's network says, or what the operator's proxy
 * wrote last. No other header is read, since anybody can send one; nor `cf.clientIp` on one's own machine, since a client
 * writes it there by sending `MF-CF-Blob`, also to a direct socket.
 */
export function networkOf({ platform, trustedHeader, header }: AddressSource): AddressNetwork {
  if (platform === "cloudflare") return networkOfText(header("cf-connecting-ip"));
  if (trustedHeader === "") return UNKNOWN_NETWORK;
  // What stands left of the last comma was written by whoever spoke to the proxy.
  return networkOfText(header(trustedHeader)?.split(",").at(-1));
}

/** Where this request comes from. */
export const networkOfRequest = (c: Context<AppEnv>): Network => ({
  ...networkOf({
    platform: c.env.PLATFORM,
    trustedHeader: c.env.CLIENT_ADDRESS_HEADER,
    header: (name) => c.req.header(name),
  }),
  unsaid: provenanceOfRequest(c) === "unsaid",
});

function networkOfText(text: string | undefined): AddressNetwork {
  const address = text === undefined ? undefined : parseAddress(text);
  if (!address) return UNKNOWN_NETWORK;
  return { prefixes: prefixesOf(address), ceiling: isGlobal(address) };
}

/**
 * Reads an address as proxies write it: IPv4 in dotted decimal (RFC 3986 section 3.2.2), IPv6 (RFC 4291 section 2.2),
 * with a zone (RFC 4007 section 11) or a port, which are dropped. An IPv4-mapped IPv6 address is the IPv4 address.
 */
export function parseAddress(text: string): Address | undefined {
  const trimmed = text.trim();
  const [, v4] = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(trimmed) ?? [];
  if (v4 !== undefined) return parseIpv4(v4);
  const [, bracketed, bare] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([^[\]]+))$/.exec(trimmed) ?? [];
  const [v6 = ""] = (bracketed ?? bare ?? "").split("%");
  return /^[0-9a-f:.]{2,45}$/i.test(v6) ? parseIpv6(v6) : undefined;
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split(".");
  // A leading zero means octal to some and nothing to others: neither is guessed.
  if (!parts.every((part) => Number(part) <= 255 && String(Number(part)) === part)) return undefined;
  return new Uint8Array(parts.map(Number));
}

function parseIpv6(text: string): Address | undefined {
  // The URL parser is strict and gives the one short form. WHATWG URL section 3.5.
  const short = URL.parse(`http://[${text}]`)?.hostname.slice(1, -1);
  if (short === undefined) return undefined;
  const [left = [], right] = short.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = right ? Array<string>(8 - left.length - right.length).fill("0") : [];
  const groups = [...left, ...zeros, ...(right ?? [])].map((group) => Number.parseInt(group, 16));
  const bytes = new Uint8Array(groups.flatMap((group) => [group >> 8, group & 0xff]));
  return startsWith(bytes, MAPPED, 96) ? bytes.slice(12) : bytes;
}

/** The prefixes that an address is counted by, narrowest first. */
export function prefixesOf(address: Address): readonly [Prefix, ...Prefix[]] {
  if (address.length === 4) return [{ size: "ipv4", text: toHex(address) }];
  return [
    { size: "ipv6_64", text: toHex(address.subarray(0, 8)) },
    { size: "ipv6_56", text: toHex(address.subarray(0, 7)) },
    { size: "ipv6_48", text: toHex(address.subarray(0, 6)) },
  ];
}

/**
 * Is the address one reader's network on the internet? A loopback, link-local, private or carrier-internal one is more
 * likely a proxy's that stands between, and with it everybody. RFC 6890.
 */
const isGlobal = (address: Address): boolean =>
  !(address.length === 4 ? LOCAL_IPV4 : LOCAL_IPV6).some(([start, bits]) => startsWith(address, start, bits));

const LOCAL_IPV4: readonly (readonly [readonly number[], number])[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 168], 16],
];

const LOCAL_IPV6: readonly (readonly [readonly number[], number])[] = [
  [Array<number>(15).fill(0), 120], // :: and ::1
  [[0xfc], 7],
  [[0xfe, 0x80], 10],
];

/** `::ffff:0:0/96`. RFC 4291 section 2.5.5.2. */
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

const startsWith = (bytes: Uint8Array, start: readonly number[], bits: number): boolean =>
  start.every((byte, i) => {
    const shift = 8 - Math.min(8, bits - 8 * i);
    return (bytes[i] ?? 0) >> shift === byte >> shift;
  });
