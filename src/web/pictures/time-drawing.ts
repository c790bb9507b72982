import type { TimePicture } from "./model.ts";
import type { Palette } from "./palette.ts";

/** The lines of a chart over time, without words: pixels, left to right in every language, as clocks and dates run. */
export interface Drawing {
  width: number;
  height: number;
  /** SVG elements. */
  marks: string;
  /** Where the words of each line stand: height of their middle, in the order of `lines`. */
  labels: readonly number[];
}

/** All answers have one colour (DESIGN: a highlighted leader is an editorial statement): dashes tell lines apart where they cross. */
const DASHES = [
  "",
  "9 4",
  "3 3",
  "14 4 3 4",
  "6 3 2 3 2 3",
  "1 4",
  "18 5",
  "12 3 3 3 3 3",
  "5 8",
  "2 6",
  "16 3 6 3",
  "8 2",
];

export function drawTime(
  { lines }: Pick<TimePicture, "lines">,
  palette: Palette,
  { width, height, lineHeight }: { width: number; height: number; lineHeight: number },
): Drawing {
  const y = (value: number) => height - value * (height - 4) - 2;
  const path = (points: TimePicture["lines"][number]["points"]) =>
    points.map(([px, py], i) => `${i === 0 ? "M" : "L"}${round(px * width)} ${round(y(py))}`).join("");
  const rules = [0, 0.5, 1].map(
    (at) => `<path d="M0 ${round(y(at))}H${width}" stroke="${palette.rule}" stroke-width="1" fill="none"/>`,
  );
  const drawn = lines.map(
    ({ points }, i) =>
      `<path d="${path(points)}" stroke="${palette.bar}" stroke-width="2.5" fill="none" stroke-linejoin="round"${
        DASHES[i] ? ` stroke-dasharray="${DASHES[i]}"` : ""
      }/>`,
  );
  return {
    width,
    height,
    marks: [...rules, ...drawn].join(""),
    labels: apart(
      lines.map(({ points }) => y(points.at(-1)?.[1] ?? 0)),
      lineHeight,
      height,
    ),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * Heights as near as may be to the wanted ones, but `gap` apart and inside 0 to `height` where they fit: words at the
 * ends of lines that end close together.
 */
export function apart(wanted: readonly number[], gap: number, height: number): number[] {
  const order = wanted.map((at, i) => ({ at, i })).toSorted((one, other) => one.at - other.at);
  const placed: { at: number; i: number }[] = [];
  for (const { at, i } of order) {
    const above = placed.at(-1);
    placed.push({ at: Math.max(at, above ? above.at + gap : gap / 2), i });
  }
  let floor = height - gap / 2;
  for (const each of placed.toReversed()) {
    each.at = Math.min(each.at, floor);
    floor = each.at - gap;
  }
  return placed.toSorted((one, other) => one.i - other.i).map(({ at }) => Math.round(at * 10) / 10);
}
