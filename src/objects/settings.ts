/** Settings of a deployment, read from its variables. */

/** Milliseconds between seals while anything waits (DESIGN section 6). */
export function sealEveryMs(env: Pick<Env, "SEAL_EVERY_SECONDS">): number {
  const seconds = Number(env.SEAL_EVERY_SECONDS);
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : 60) * 1_000;
}

/** Longest box name is `{poll}/{0…63}`: the same box for the same lock, for as long as the poll lives. */
export const boxName = (poll: string, box: number): string => `${poll}/${box}`;

export const galleryName = (poll: string, gallery: number): string => `${poll}/${gallery}`;
