import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { bundlePath, bundlesBetween, cutBundle, decodeBundle, encodeBundle } from "../../src/log/bundle.ts";
import { utf8 } from "../../src/log/text.ts";

describe("a bundle", () => {
  it("is each entry after its length in two bytes, the higher first", () => {
    expect([...encodeBundle([utf8("ab"), utf8(""), utf8("c")])]).toEqual([0, 2, 97, 98, 0, 0, 0, 1, 99]);
    expect([...encodeBundle([new Uint8Array(258)]).subarray(0, 3)]).toEqual([1, 2, 0]);
    expect(encodeBundle([])).toEqual(new Uint8Array(0));
  });

  it("holds entries of up to 65,535 bytes", () => {
    const longest = new Uint8Array(65_535).fill(7);
    expect(decodeBundle(encodeBundle([longest]))).toEqual([longest]);
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow("an entry of 65536 bytes does not fit a bundle");
  });

  it("decodes to the entries it was made of", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 })), (entries) => {
        expect(decodeBundle(encodeBundle(entries))).toEqual(entries);
      }),
    );
  });

  it("cut short anywhere but between entries is refused", () => {
    const bundle = encodeBundle([utf8("ab"), utf8("cde")]);
    const read = (length: number) => {
      try {
        return decodeBundle(bundle.subarray(0, length)).length;
      } catch (error) {
        return error instanceof RangeError ? error.message : error;
      }
    };
    const [inLength, inEntry] = ["a bundle ends inside a length", "a bundle ends inside an entry"];
    expect(Array.from({ length: 10 }, (_, length) => read(length))).toEqual([
      ...[0, inLength, inEntry, inEntry],
      ...[1, inLength, inEntry, inEntry, inEntry, 2],
    ]);
  });

  it("cut to its first entries is the bundle of those", () => {
    const entries = ["a", "bc", ""].map(utf8);
    expect(cutBundle(encodeBundle(entries), 2)).toEqual(encodeBundle(entries.slice(0, 2)));
    expect(cutBundle(encodeBundle(entries), 256)).toEqual(encodeBundle(entries));
  });
});

test.each([
  [0, 256, "entries/000"],
  [0, 255, "entries/000.p/255"],
  [0, 1, "entries/000.p/1"],
  [255, 256, "entries/255"],
  [999, 7, "entries/999.p/7"],
  [1000, 256, "entries/x001/000"],
  [123456, 256, "entries/x123/456"],
  [1234067, 256, "entries/x001/x234/067"],
  [1234067, 8, "entries/x001/x234/067.p/8"],
])("bundle %i with %i entries is at %s", (number, width, path) => {
  expect(bundlePath(number, width)).toBe(path);
});

test("a full bundle is what is meant where no width is given", () => {
  expect(bundlePath(1234067)).toBe("entries/x001/x234/067");
});

describe("growing from one size to another touches these bundles", () => {
  test.each<[from: number, size: number, bundles: [number, number][]]>([
    [0, 0, []],
    [0, 2, [[0, 2]]],
    [2, 2, [[0, 2]]],
    [0, 256, [[0, 256]]],
    [256, 256, []],
    [
      255,
      257,
      [
        [0, 256],
        [1, 1],
      ],
    ],
    [256, 257, [[1, 1]]],
    [
      300,
      1000,
      [
        [1, 256],
        [2, 256],
        [3, 232],
      ],
    ],
  ])("%i to %i", (from, size, bundles) => {
    expect(bundlesBetween(from, size)).toEqual(bundles.map(([number, width]) => ({ number, width })));
  });
});
