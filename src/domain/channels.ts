import { roundedDown } from "./counters.ts";

/** Where a ballot was cast: on the vote page, or in a frame, on the site of this host where one is known. */
export type Channel = { from: "page" } | { from: "frame"; host?: string };

/** Ballots by channel. `elsewhere`: in frames of unknown hosts, and of hosts that there was no room to name. */
export interface ChannelCounts {
  page: number;
  hosts: ReadonlyMap<string, number>;
  elsewhere: number;
}

/** A line of what the desk is shown. `frames`: all that no line names; `page-and-frames`: the vote page with them. */
export type ChannelLine =
  | { channel: "page" | "frames" | "page-and-frames"; ballots: number }
  | { channel: "frame"; host: string; ballots: number };

/** No line stands for fewer ballots, and no picture differs from the one before it by fewer. */
export const FEWEST_SHOWN = 10;

/** Hosts that are named for one poll: a program can name any. */
export const MOST_HOSTS = 50;

export const noBallots = (): ChannelCounts => ({ page: 0, hosts: new Map(), elsewhere: 0 });

/**
 * One ballot more (`by` 1), or one less that was no new one after all (-1): below nothing too, where another doorkeeper
 * counted it, so that the sum is right. Where hosts are too many the smallest gives way.
 */
export function withBallot(counts: ChannelCounts, channel: Channel, by: 1 | -1): ChannelCounts {
  if (channel.from === "page") return { ...counts, page: counts.page + by };
  const { host } = channel;
  if (host === undefined) return { ...counts, elsewhere: counts.elsewhere + by };
  const hosts = new Map(counts.hosts).set(host, (counts.hosts.get(host) ?? 0) + by);
  if (hosts.size <= MOST_HOSTS) return { ...counts, hosts };
  const [least, ballots] = [...counts.hosts].reduce((one, other) => (other[1] < one[1] ? other : one));
  hosts.delete(least);
  return { ...counts, hosts, elsewhere: counts.elsewhere + ballots };
}

export const sumOfChannels = (all: readonly ChannelCounts[]): ChannelCounts =>
  all.reduce((sum, { page, hosts, elsewhere }) => {
    const both = new Map(sum.hosts);
    for (const [host, ballots] of hosts) both.set(host, (both.get(host) ?? 0) + ballots);
    return { page: sum.page + page, hosts: both, elsewhere: sum.elsewhere + elsewhere };
  }, noBallots());

/**
 * Counts of one poll as one doorkeeper keeps them, and as it tells them: a picture that is drawn anew after FEWEST_SHOWN
 * ballots. A line that moved with each ballot would say, beside the live tally, how that one reader voted.
 */
export interface ChannelPicture {
  counted: ChannelCounts;
  shown: ChannelCounts;
  /** Ballots counted since `shown` was drawn. */
  since: number;
}

export const emptyPicture = (): ChannelPicture => ({ counted: noBallots(), shown: noBallots(), since: 0 });

export function pictureWith(picture: ChannelPicture, channel: Channel, by: 1 | -1): ChannelPicture {
  const counted = withBallot(picture.counted, channel, by);
  const since = picture.since + by;
  return since < FEWEST_SHOWN ? { ...picture, counted, since } : { counted, shown: counted, since: 0 };
}

/**
 * Counts as the desk may see them. The lines part all ballots among them, so that nothing is left over: whoever takes them
 * from the total, which is public, uncovers no channel of fewer than FEWEST_SHOWN. Hosts too small for a line join the
 * frames that no line names; where these or the vote page are too few, the two are one line, and where that is too small
 * still, the smallest named host joins it. Numbers are rounded down to two digits. Too few ballots in all: no line.
 */
export function shownChannels({ page: ofPage, hosts, elsewhere }: ChannelCounts): ChannelLine[] {
  const largestFirst = [...hosts].sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
  const named = largestFirst.filter(([, ballots]) => ballots >= FEWEST_SHOWN);
  const few = largestFirst.filter(([, ballots]) => ballots < FEWEST_SHOWN);
  const page = Math.max(0, ofPage);
  const frames = Math.max(
    0,
    few.reduce((sum, [, ballots]) => sum + ballots, elsewhere),
  );
  const isOne = isFew(page) || isFew(frames);
  const together = page + frames + (isFew(page + frames) ? (named.pop()?.[1] ?? 0) : 0);
  const lines: ChannelLine[] = [
    isOne ? { channel: "page-and-frames", ballots: together } : { channel: "page", ballots: page },
    ...named.map(([host, ballots]) => ({ channel: "frame" as const, host, ballots })),
    { channel: "frames", ballots: isOne ? 0 : frames },
  ];
  return lines
    .filter(({ ballots }) => ballots >= FEWEST_SHOWN)
    .map((line) => ({ ...line, ballots: roundedDown(line.ballots) }));
}

const isFew = (ballots: number): boolean => ballots > 0 && ballots < FEWEST_SHOWN;
