import { describe, expect, it } from "vitest";
import { type Answer, drawsAnew, leavesOpen, sendBallot } from "../../src/client/ballot-sender.ts";

/** A world that gives these answers in turn, and notes what was waited for. */
function world(...answers: (Answer | undefined)[]) {
  const waited: number[] = [];
  const told: string[] = [];
  let posts = 0;
  let underWay = 0;
  return {
    waited,
    told,
    posts: () => posts,
    post: async () => {
      expect(++underWay).toBe(1);
      const answer = answers[posts++];
      await Promise.resolve();
      underWay--;
      return answer;
    },
    wait: async (ms: number) => void waited.push(ms),
    random: () => 1,
    retrying: () => void told.push("retrying"),
  };
}

describe("sending a ballot", () => {
  it("is done when it is counted", async () => {
    const at = world({ status: 201 });
    expect(await sendBallot(at)).toEqual({ kind: "counted" });
    expect(at.told).toEqual([]);
  });

  it("is tried again by itself when no answer comes", async () => {
    const at = world(undefined, undefined, { status: 200 });
    expect(await sendBallot(at)).toEqual({ kind: "counted" });
    expect(at.waited).toEqual([1_000, 2_000]);
    expect(at.told).toEqual(["retrying", "retrying"]);
  });

  it("waits as long as a busy server asks, and some more", async () => {
    const at = world({ status: 503, confirmed: true, retryAfterSeconds: 7 }, { status: 201 });
    expect(await sendBallot(at)).toEqual({ kind: "counted" });
    expect(at.waited).toEqual([8_000]);
  });

  it("gives up after three more tries", async () => {
    const busy = { status: 503, confirmed: true };
    const at = world(busy, busy, busy, busy, { status: 201 });
    expect(await sendBallot(at)).toEqual({ kind: "busy" });
    expect(at.posts()).toBe(4);
  });

  it("does not say 'not counted' once an answer was lost", async () => {
    const busy = { status: 503, confirmed: true };
    expect(await sendBallot(world(undefined, busy, busy, busy))).toEqual({ kind: "unsure" });
    expect(await sendBallot(world({ status: 503 }, busy, busy, busy))).toEqual({ kind: "unsure" });
    expect(await sendBallot(world({ status: 500 }, busy, busy, busy))).toEqual({ kind: "unsure" });
  });

  it("remembers a lost answer when a refusal follows it", async () => {
    expect(await sendBallot(world(undefined, { status: 429, problem: "too-many" }))).toEqual({
      kind: "refused",
      problem: "too-many",
      lost: true,
    });
  });

  it("stops at a refusal", async () => {
    const at = world({ status: 409, problem: "not-open" });
    expect(await sendBallot(at)).toEqual({ kind: "refused", problem: "not-open", lost: false });
    expect(at.posts()).toBe(1);
  });
});

describe("the secret of a ballot", () => {
  it("is drawn for the first try, and kept for the same choice", () => {
    expect(drawsAnew(undefined, "hour")).toBe(true);
    expect(drawsAnew({ choice: "hour", open: true }, "hour")).toBe(false);
    expect(drawsAnew({ choice: "hour", open: false }, "hour")).toBe(false);
  });

  it("is drawn anew for another choice only where the first was surely refused", () => {
    expect(drawsAnew({ choice: "hour", open: false }, "leave")).toBe(true);
    expect(drawsAnew({ choice: "hour", open: true }, "leave")).toBe(false);
  });

  it("stays while its ballot may be counted", () => {
    expect(leavesOpen({ kind: "unsure" }, false)).toBe(true);
    expect(leavesOpen({ kind: "refused", problem: "already-used", lost: false }, false)).toBe(true);
    expect(leavesOpen({ kind: "busy" }, true)).toBe(true);
    expect(leavesOpen({ kind: "refused", problem: "too-many", lost: false }, true)).toBe(true);
    expect(leavesOpen({ kind: "refused", problem: "too-many", lost: true }, false)).toBe(true);
  });

  it("is free again once a box says that it holds no such ballot", () => {
    expect(leavesOpen({ kind: "refused", problem: "not-open", lost: true }, true)).toBe(false);
    expect(leavesOpen({ kind: "refused", problem: "already-voted", lost: true }, true)).toBe(false);
    expect(leavesOpen({ kind: "busy" }, false)).toBe(false);
  });
});
