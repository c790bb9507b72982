/** What the page around a frame is told: its height, in the words that page understands. */
interface Height {
  poll: string;
  height: number;
  /** Address of the frame. */
  src: string;
  /** WordPress's word for this frame, once it is known. */
  secret: string;
  /** pym.js's name of this frame, where there is one. */
  child: string;
}

/**
 * The messages that say a height, one for each listener that newsrooms already have on their pages.
 * Our own loader and `<sawt-poll>`; AMP's `amp-iframe`; Datawrapper's script; Medium and Embedly; WordPress; pym.js v1.
 */
export const heightMessages = ({ poll, height, src, secret, child }: Height): unknown[] => [
  { source: "sawt", v: 1, type: "height", poll, height },
  { sentinel: "amp", type: "embed-size", height },
  { "datawrapper-height": { [`sawt-${poll}`]: height } },
  JSON.stringify({ src, context: "iframe.resize", height }),
  ...(secret ? [{ message: "height", value: height, secret }] : []),
  ...(child ? [["pym", child, "height", height].join("xPYMx")] : []),
];

/** WordPress appends `#?secret=…` to the address of a frame, at once or later. */
export const secretIn = (hash: string): string => /secret=(\w{10})/.exec(hash)?.[1] || "";
