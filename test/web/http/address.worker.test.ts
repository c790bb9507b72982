import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  type AddressSource,
  networkOf,
  parseAddress,
  prefixesOf,
  UNKNOWN_NETWORK,
} from "../../../src/web/http/address.ts";

const hex = (text: string) => {
  const address = parseAddress(text);
  return address && Array.from(address, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

describe("an address is read as proxies write it", () => {
  test.each([
    ["203.0.113.77", "cb00714d"],
    [" 203.0.113.77 ", "cb00714d"],
    ["203.0.113.77:52100", "cb00714d"],
    ["2001:db8::1", "20010db8000000000000000000000001"],
    ["2001:DB8:0:0:0:0:0:1", "20010db8000000000000000000000001"],
    ["[2001:db8::1]", "20010db8000000000000000000000001"],
    ["[2001:db8::1]:443", "20010db8000000000000000000000001"],
    ["::", "00000000000000000000000000000000"],
    ["::1", "00000000000000000000000000000001"],
    ["2001:db8::", "20010db8000000000000000000000000"],
    ["1:2:3:4:5:6:7:8", "00010002000300040005000600070008"],
    ["fe80::1%eth0", "fe800000000000000000000000000001"],
    ["::ffff:203.0.113.77", "cb00714d"],
    ["::ffff:cb00:714d", "cb00714d"],
    ["64:ff9b::203.0.113.77", "0064ff9b0000000000000000cb00714d"],
  ])("%s", (text, bytes) => {
    expect(hex(text)).toBe(bytes);
  });

  test.each([
    "",
    "unknown",
    "203.0.113",
    "203.0.113.256",
    "203.0.113.077",
    "0x7f.0.0.1",
    "2130706433",
    "203.0.113.77, 10.0.0.1",
    "203.0.113.77/32",
    "2001:db8",
    "2001:db8:::1",
    "1:2:3:4:5:6:7:8:9",
    "2001:db8::g",
    "[2001:db8::1",
    "2001:db8::1]",
    "localhost:80",
    "::1/64",
    "a".repeat(5_000),
  ])("garbage is no address: %s", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it("never throws, and gives 4 or 16 bytes or nothing", () => {
    const parts = fc.constantFrom(..."0123456789abcdefg:.%[]/, ");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts, { maxLength: 50 }).map((all) => all.join("")),
        ),
        (text) => {
          expect([undefined, 4, 16]).toContain(parseAddress(text)?.length);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("reads every address back from each way to write it", () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseAddress(text)?.join(".")).toBe(text);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(parseAddress(text)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});

it("IPv4 is counted by the address, IPv6 by /64, /56 and /48", () => {
  const prefixes = (text: string) =>
    prefixesOf(parseAddress(text) ?? new Uint8Array()).map(({ size, text }) => [size, text]);
  expect(prefixes("203.0.113.77")).toEqual([["ipv4", "cb00714d"]]);
  expect(prefixes("2001:db8:1:2345:6789::1")).toEqual([
    ["ipv6_64", "20010db800012345"],
    ["ipv6_56", "20010db8000123"],
    ["ipv6_48", "20010db80001"],
  ]);
});

describe("which address counts", () => {
  const HEADERS: Record<string, string> = {
    "cf-connecting-ip": "203.0.113.1",
    "x-forwarded-for": "198.51.100.1, 203.0.113.2",
    "x-real-ip": "203.0.113.3",
    forwarded: "for=203.0.113.4",
    "mf-cf-blob": '{"clientIp":"203.0.113.5"}',
  };
  const counted = (changes: Partial<AddressSource>) =>
    networkOf({
      platform: "self",
      trustedHeader: "",
      header: (name) => HEADERS[name.toLowerCase()],
      ...changes,
    }).prefixes[0].text;

  it("on Cloudflare the one that its network says, whatever else is set or sent", () => {
    expect(counted({ platform: "cloudflare" })).toBe("cb007101");
    expect(counted({ platform: "cloudflare", trustedHeader: "X-Real-IP" })).toBe("cb007101");
  });

  it("on one's own machine no header that anybody can send: nobody's", () => {
    expect(counted({})).toBe("unknown");
    expect(counted({ header: () => "203.0.113.9" })).toBe("unknown");
  });

  it("behind a proxy the last value of the one header that it writes", () => {
    expect(counted({ trustedHeader: "X-Forwarded-For" })).toBe("cb007102");
    expect(counted({ trustedHeader: "X-Real-IP" })).toBe("cb007103");
    expect(counted({ trustedHeader: "X-Not-Sent" })).toBe("unknown");
  });

  it("an unknown network has an allowance and no ceiling", () => {
    expect(UNKNOWN_NETWORK).toEqual({ prefixes: [{ size: "ipv4", text: "unknown" }], ceiling: false });
  });

  test.each([
    ["203.0.113.77", true],
    ["2001:db8::1", true],
    ["1.0.0.0", true],
    ["9.255.255.255", true],
    ["11.0.0.0", true],
    ["100.63.255.255", true],
    ["100.128.0.0", true],
    ["126.255.255.255", true],
    ["128.0.0.0", true],
    ["169.253.255.255", true],
    ["169.255.0.0", true],
    ["172.15.255.255", true],
    ["172.32.0.0", true],
    ["192.167.255.255", true],
    ["192.169.0.0", true],
    ["::100", true],
    ["fbff::1", true],
    ["fe00::1", true],
    ["fe7f::1", true],
    ["fec0::1", true],
    ["0.1.2.3", false],
    ["10.1.2.3", false],
    ["100.64.0.1", false],
    ["100.127.255.255", false],
    ["127.0.0.1", false],
    ["169.254.1.1", false],
    ["172.16.0.1", false],
    ["172.31.255.255", false],
    ["192.168.1.1", false],
    ["::1", false],
    ["::ffff:192.168.1.1", false],
    ["fd12:3456::1", false],
    ["fc00::1", false],
    ["fdff::1", false],
    ["fe80::1%eth0", false],
    ["febf::1", false],
    ["::", false],
  ])("%s may be refused: %s, since a local address may be a proxy's and stand for everybody", (text, ceiling) => {
    expect(networkOf({ platform: "self", trustedHeader: "X-Reader", header: () => text }).ceiling).toBe(ceiling);
  });
});
