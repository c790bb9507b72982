/** How long what lets somebody in is good for. All in milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A session that nobody uses ends within the working day. */
export const SESSION_IDLE_MS = 12 * HOUR;
/** And every session ends after a week, however busy. */
export const SESSION_MS = 7 * DAY;
/** Last use is kept by the hour: enough to recognise a forgotten device, too coarse to say when somebody works. */
export const USE_GRAIN_MS = HOUR;

/** A printed sign-in link: whoever started the server reads it now. */
export const LINK_MS = HOUR;
/** An invitation waits for a colleague's next days at work. */
export const INVITATION_MS = 3 * DAY;
/** From rendering a page to pressing its passkey button. */
export const CHALLENGE_MS = 10 * MINUTE;

/** Days for which a token can be made. */
export const TOKEN_DAYS = [7, 30, 90, 365] as const;
export const DAY_MS = DAY;

/** Wrong secrets for one link before it answers nobody any more. */
export const MOST_FAILURES = 10;

export interface Lived {
  /** Start of the hour of its last use. */
  used: number;
  /** When it ends at the latest. */
  expires: number;
}

export const isLive = ({ used, expires }: Lived, now: number): boolean =>
  now < expires && now < used + SESSION_IDLE_MS + USE_GRAIN_MS;

export const coarse = (now: number): number => now - (now % USE_GRAIN_MS);
