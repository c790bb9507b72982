import { describe, expect, it } from "vitest";
import { heightMessages, secretIn } from "../../src/client/frame-height.ts";

const said = (changes = {}) =>
  heightMessages({
    poll: "bread",
    height: 612,
    src: "https://vote.example/e/bread",
    secret: "",
    child: "",
    ...changes,
  });

describe("a frame says its height", () => {
  it("to our loader, to AMP, to Datawrapper’s script and to Medium’s", () => {
    expect(said()).toEqual([
      { source: "sawt", v: 1, type: "height", poll: "bread", height: 612 },
      { sentinel: "amp", type: "embed-size", height: 612 },
      { "datawrapper-height": { "sawt-bread": 612 } },
      '{"src":"https://vote.example/e/bread","context":"iframe.resize","height":612}',
    ]);
  });

  it("to WordPress once it knows its secret", () => {
    expect(said({ secret: "aB3dE6gH9j" })).toContainEqual({ message: "height", value: 612, secret: "aB3dE6gH9j" });
  });

  it("to pym.js under the name it was given", () => {
    expect(said({ child: "graphic-1" })).toContain("pymxPYMxgraphic-1xPYMxheightxPYMx612");
  });
});

describe("WordPress’s secret", () => {
  it.each([
    ["#?secret=aB3dE6gH9j", "aB3dE6gH9j"],
    ["#secret=aB3dE6gH9j", "aB3dE6gH9j"],
    ["#?secret=short", ""],
    ["", ""],
  ])("in %j is %j", (hash, secret) => expect(secretIn(hash)).toBe(secret));
});
