import type { Channel } from "../../domain/channels.ts";

/**
 * Channels of ballots that a doorkeeper counted before their box answered that they are no new ones, by poll; told with
 * the next ballot, so that they cost no message of their own.
 */
const untold = new Map<string, Channel[]>();

const MOST_POLLS = 100;
const MOST_OF_A_POLL = 100;

/** Beyond what there is room for, a channel keeps a ballot too many: it is a hint, not the count of votes. */
export function noteMiscounted(poll: string, channel: Channel): void {
  const noted = untold.get(poll) ?? [];
  const isRoom = noted.length > 0 ? noted.length < MOST_OF_A_POLL : untold.size < MOST_POLLS;
  if (isRoom) untold.set(poll, [...noted, channel]);
}

/** What was noted since it was last taken; nothing where nothing was. */
export function takeMiscounted(poll: string): readonly Channel[] | undefined {
  const noted = untold.get(poll);
  untold.delete(poll);
  return noted;
}
