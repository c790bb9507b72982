import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Channel,
  type ChannelCounts,
  type ChannelLine,
  emptyPicture,
  FEWEST_SHOWN,
  MOST_HOSTS,
  noBallots,
  pictureWith,
  shownChannels,
  sumOfChannels,
  withBallot,
} from "../../src/domain/channels.ts";

const counts = (page: number, hosts: Record<string, number> = {}, elsewhere = 0): ChannelCounts => ({
  page,
  hosts: new Map(Object.entries(hosts)),
  elsewhere,
});
const totalOf = ({ page, hosts, elsewhere }: ChannelCounts) =>
  [...hosts.values()].reduce((sum, ballots) => sum + ballots, page + elsewhere);
const lines = (...args: Parameters<typeof counts>): Record<string, number> =>
  Object.fromEntries(
    shownChannels(counts(...args)).map((line) => [line.channel === "frame" ? line.host : line.channel, line.ballots]),
  );

const frameAt = (host: string): Channel => ({ from: "frame", host });
const aHost = fc.integer({ min: 1, max: 60 }).map((n) => `site-${n}.example`);
const aChannel: fc.Arbitrary<Channel> = fc.oneof(
  fc.constant<Channel>({ from: "page" }),
  fc.constant<Channel>({ from: "frame" }),
  aHost.map(frameAt),
);
const someCounts: fc.Arbitrary<ChannelCounts> = fc.record({
  page: fc.nat({ max: 300 }),
  hosts: fc.array(fc.tuple(aHost, fc.nat({ max: 200 })), { maxLength: 8 }).map((hosts) => new Map(hosts)),
  elsewhere: fc.nat({ max: 40 }),
});

describe("where votes came from, as the desk is shown it", () => {
  it("is the vote page, hosts with the largest first, and the frames that no line names, rounded down", () => {
    expect(lines(1_187, { "b.example": 48, "a.example": 315, "c.example": 48 }, 21)).toEqual({
      page: 1_100,
      "a.example": 310,
      "b.example": 40,
      "c.example": 40,
      frames: 20,
    });
    expect(Object.keys(lines(0, { "b.example": 48, "a.example": 315, "c.example": 48 }))).toEqual([
      "a.example",
      "b.example",
      "c.example",
    ]);
  });

  it("names no host of fewer than ten", () => {
    expect(lines(40, { "a.example": 30, "b.example": 9, "c.example": 4 })).toEqual({
      page: 40,
      "a.example": 30,
      frames: 10,
    });
  });

  it("shows page and frames as one where either is too few, with the smallest host where both are", () => {
    expect(lines(40, { "a.example": 30, "b.example": 14, "c.example": 4 })).toEqual({
      "page-and-frames": 40,
      "a.example": 30,
      "b.example": 10,
    });
    expect(lines(40, { "a.example": 3 })).toEqual({ "page-and-frames": 40 });
    expect(lines(3, { "a.example": 30, "b.example": 12 }, 11)).toEqual({
      "page-and-frames": 10,
      "a.example": 30,
      "b.example": 10,
    });
    expect(lines(3, { "a.example": 30, "b.example": 12 })).toEqual({ "page-and-frames": 10, "a.example": 30 });
    expect(lines(3, { "a.example": 30, "b.example": 12 }, 5)).toEqual({ "page-and-frames": 20, "a.example": 30 });
  });

  it("shows nothing of fewer than ten in all", () => {
    for (const nothing of [lines(0), lines(9), lines(3, {}, 6), lines(0, { "a.example": 9 })])
      expect(nothing).toEqual({});
  });

  it("is for any counts lines of at least ten that part all ballots among them, but for what rounding takes", () => {
    fc.assert(
      fc.property(someCounts, (all) => {
        const shown = shownChannels(all);
        for (const { ballots } of shown) expect(ballots).toBeGreaterThanOrEqual(FEWEST_SHOWN);
        const total = totalOf(all);
        expect(shown.length > 0).toBe(total >= FEWEST_SHOWN);
        const sum = shown.reduce((up, { ballots }) => up + ballots, 0);
        expect(sum).toBeLessThanOrEqual(total);
        expect(total - sum).toBeLessThan(10 + shown.length * 10 + total * 0.1);
        for (const line of shown)
          if (line.channel === "frame") expect(all.hosts.get(line.host)).toBeGreaterThanOrEqual(line.ballots);
      }),
    );
  });

  it("with the public total lets nobody reckon a channel of fewer than ten", () => {
    // All counts of up to 36 ballots by what is seen of them: to whoever knows the hosts and that nothing was lost.
    const most = 36;
    const seen = new Map<string, ChannelCounts[]>();
    for (let total = 0; total <= most; total++)
      for (let page = 0; page <= total; page++)
        for (let one = 0; one <= total - page; one++)
          for (let other = 0; other <= total - page - one; other++) {
            const all = counts(page, { "a.example": one, "b.example": other }, total - page - one - other);
            const view = `${total} ${JSON.stringify(shownChannels(all))}`;
            const possible = seen.get(view);
            if (possible) possible.push(all);
            else seen.set(view, [all]);
          }
    const uncovered = [...seen].flatMap(([view, possible]) =>
      [
        possible.map(({ page }) => page),
        possible.map(({ elsewhere }) => elsewhere),
        possible.map(({ hosts }) => hosts.get("a.example") ?? 0),
        possible.map(({ hosts }) => hosts.get("b.example") ?? 0),
      ].flatMap((values) => {
        const [one = 0, ...others] = new Set(values);
        return others.length === 0 && one > 0 && one < FEWEST_SHOWN ? [`${view}: ${one}`] : [];
      }),
    );
    expect(uncovered.slice(0, 20)).toEqual([]);
  });
});

describe("counting", () => {
  it("adds, and takes back what was no new ballot, also where another doorkeeper counted it", () => {
    const voted = [{ from: "page" } as const, frameAt("a.example"), { from: "frame" } as const, frameAt("a.example")];
    const all = voted.reduce((sum, channel) => withBallot(sum, channel, 1), noBallots());
    expect(all).toEqual(counts(1, { "a.example": 2 }, 1));
    const elsewhere = voted.reduce((sum, channel) => withBallot(sum, channel, -1), noBallots());
    expect(totalOf(sumOfChannels([all, elsewhere]))).toBe(0);
    expect(shownChannels(elsewhere)).toEqual([]);
    expect(lines(12, { "a.example": -1 }, -3)).toEqual({ page: 10 });
  });

  it("names at most fifty hosts: the smallest gives way, so that made-up ones do not drive out the real", () => {
    fc.assert(
      fc.property(fc.array(aChannel, { maxLength: 400 }), (channels) => {
        const all = channels.reduce((sum, channel) => withBallot(sum, channel, 1), noBallots());
        expect(all.hosts.size).toBeLessThanOrEqual(MOST_HOSTS);
        expect(totalOf(all)).toBe(channels.length);
      }),
    );
    let all = counts(0, { "real.example": 2 });
    for (let i = 0; i < 500; i++) all = withBallot(all, frameAt(`made-up-${i}.example`), 1);
    expect([all.hosts.size, all.hosts.get("real.example"), totalOf(all)]).toEqual([MOST_HOSTS, 2, 502]);
    all = withBallot(all, frameAt("made-up-0.example"), -1);
    expect([all.hosts.get("real.example"), totalOf(all)]).toEqual([2, 501]);
  });

  it("sums what doorkeepers tell, before anything is hidden", () => {
    const sum = sumOfChannels([counts(6, { "a.example": 6 }), counts(5, { "a.example": 5, "b.example": 4 }, 7)]);
    expect(sum).toEqual(counts(11, { "a.example": 11, "b.example": 4 }, 7));
    expect(sumOfChannels([])).toEqual(noBallots());
  });

  it("shows a new picture after ten ballots and not before, so that no line tells of one", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(aChannel, fc.constantFrom<1 | -1>(1, 1, 1, -1)), { maxLength: 300 }), (votes) => {
        let picture = emptyPicture();
        let since = 0;
        for (const [channel, by] of votes) {
          const next = pictureWith(picture, channel, by);
          since += by;
          if (next.shown === picture.shown) expect(since).toBeLessThan(FEWEST_SHOWN);
          else {
            expect(since).toBe(FEWEST_SHOWN);
            expect(next.shown).toEqual(next.counted);
            since = 0;
          }
          picture = next;
        }
      }),
    );
  });

  it("has lines of one shape for the desk", () => {
    expect(shownChannels(counts(12, { "a.example": 25 }, 10))).toEqual([
      { channel: "page", ballots: 10 },
      { channel: "frame", host: "a.example", ballots: 20 },
      { channel: "frames", ballots: 10 },
    ] satisfies ChannelLine[]);
  });
});
