/** Settings of a deployment, read from its variables. */
import { DEFAULT_RULES, MAX_BOXES, MOST_GALLERIES } from "../domain/numbers.ts";
import { fromDecimal } from "../log/text.ts";

/** A whole number of at least 1 and at most `most`; `otherwise` where the variable holds none. */
function count(variable: string, most: number, otherwise: number): number {
  const number = fromDecimal(variable);
  return number === undefined || number < 1 ? otherwise : Math.min(number, most);
}

/** Name of the one registry. */
export const REGISTRY = "registry";

/** Does somebody try this on their own machine? Then nobody but they can read it, and it has a vote from the start. */
export const isTrial = ({ PLATFORM, PUBLIC_HOST }: Pick<Env, "PLATFORM" | "PUBLIC_HOST">): boolean =>
  PLATFORM === "self" && /^localhost(:\d+)?$/.test(PUBLIC_HOST);

/** Milliseconds between seals while anything waits: at most a day. */
export const sealEveryMs = (env: Pick<Env, "SEAL_EVERY_SECONDS">): number =>
  count(env.SEAL_EVERY_SECONDS, 86_400, 60) * 1_000;

/** Boxes of a poll that does not say how many: a free plan and one machine are served best by one. */
export const defaultBoxes = (env: Pick<Env, "BOXES">): number => count(env.BOXES, MAX_BOXES, DEFAULT_RULES.boxes);

/** Longest box name is `{poll}/{0…63}`: the same box for the same lock, for as long as the poll lives. */
export const boxName = (poll: string, box: number): string => `${poll}/${box}`;

/** More would be asked for their counters at every seal and know little each. */
const MOST_LIMITERS = 64;

/** How many limiters share the networks; another number parts networks from what was counted of them. */
export const limiters = (env: Pick<Env, "DOORKEEPERS">): number => count(env.DOORKEEPERS, MOST_LIMITERS, 1);

/** A number alone: a name made of an address would store it. */
export const limiterName = (number: number): string => String(number);

/** Galleries that share those who watch a poll; each one with watchers is told of every change. */
export const galleries = (env: Pick<Env, "GALLERIES">): number => count(env.GALLERIES, MOST_GALLERIES, 1);

export const galleryName = (poll: string, gallery: number): string => `${poll}/${gallery}`;
