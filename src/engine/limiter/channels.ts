import { type ChannelLine, shownChannels, sumOfChannels } from "../../domain/channels.ts";
import type { ToldChannels } from "../contract.ts";
import { askDoorkeepers } from "./ask-doorkeepers.ts";

const HOUR_MS = 3_600_000;

/** Where a poll's ballots came from, as the desk may see it. */
export interface ChannelsSeen {
  lines: ChannelLine[];
  /** Doorkeepers that count, and those of them that did not answer: what they counted is missing. */
  doorkeepers: number;
  silent: number;
  /**
   * The hour in which the youngest of those that answered began to count, milliseconds since 1970: what it counted in a
   * former life is missing. Left out where none answered. The hour alone, as a doorkeeper wakes with a ballot.
   */
  since?: number;
}

/** Asks all doorkeepers, and hides what is small only in the sum: see `shownChannels`. */
export async function readChannels(env: Pick<Env, "DOORKEEPER" | "DOORKEEPERS">, poll: string): Promise<ChannelsSeen> {
  const all = await askDoorkeepers<ToldChannels>(env, (doorkeeper) => doorkeeper.channels(poll));
  const told = all.flatMap(({ asked }) => (asked.kind === "answered" ? [asked.answer] : []));
  const youngest = Math.max(...told.map(({ startedAt }) => startedAt));
  return {
    lines: shownChannels(sumOfChannels(told.map(({ counts }) => counts))),
    doorkeepers: all.length,
    silent: all.length - told.length,
    ...(told.length > 0 && { since: Math.floor(youngest / HOUR_MS) * HOUR_MS }),
  };
}
