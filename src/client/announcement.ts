/** What was last said aloud, or stood on the page when it came. Time in milliseconds. */
export interface Said {
  at: number;
  total: number;
  leader: string;
}

const ONCE_IN_MS = 60_000;
const WORTH_SAYING = 0.01;

/** Politely: once a minute at most, and only if the total moved by 1 % or another answer leads (WCAG 4.1.3, 2.2.2). */
export const isWorthSaying = (said: Said, now: Said): boolean =>
  now.at - said.at >= ONCE_IN_MS &&
  (now.leader !== said.leader || Math.abs(now.total - said.total) >= Math.max(1, said.total * WORTH_SAYING));
