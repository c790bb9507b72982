/** Settings of a deployment, read from its variables. */
import { DEFAULT_RULES, MAX_BOXES, MOST_GALLERIES } from "../domain/numbers.ts";

/** Milliseconds between seals while anything waits (DESIGN section 6). */
export function sealEveryMs(env: Pick<Env, "SEAL_EVERY_SECONDS">): number {
  const seconds = Number(env.SEAL_EVERY_SECONDS);
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : 60) * 1_000;
}

/** Boxes of a poll that does not say how many: a free plan and one machine are served best by one (DESIGN section 6). */
export function defaultBoxes(env: Pick<Env, "BOXES">): number {
  const number = Number(env.BOXES);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, MAX_BOXES) : DEFAULT_RULES.boxes;
}

/** Longest box name is `{poll}/{0…63}`: the same box for the same lock, for as long as the poll lives. */
export const boxName = (poll: string, box: number): string => `${poll}/${box}`;

/** More would be asked for their counters at every seal and know little each. */
const MOST_LIMITERS = 64;

/** How many limiters share the networks; another number parts networks from what was counted of them. */
export function limiters(env: Pick<Env, "DOORKEEPERS">): number {
  const number = Number(env.DOORKEEPERS);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, MOST_LIMITERS) : 1;
}

/** A number alone: a name made of an address would store it. */
export const limiterName = (number: number): string => String(number);

/** Galleries that share those who watch a poll; each one with watchers is told of every change. */
export function galleries(env: Pick<Env, "GALLERIES">): number {
  const number = Number(env.GALLERIES);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, MOST_GALLERIES) : 1;
}

export const galleryName = (poll: string, gallery: number): string => `${poll}/${gallery}`;
