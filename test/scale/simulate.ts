import { type Outcome, simulate } from "./day.ts";
import { SCALES } from "./scale.ts";

/** `npm run scale`: what a national day asks of each part, as a Markdown table. */
const outcomes = SCALES.map((scale) => {
  process.stderr.write(`${scale.name}\n`);
  return simulate(scale);
});

const whole = (value: number): string => Math.round(value).toLocaleString("en");
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const ROWS: readonly [string, (outcome: Outcome) => string][] = [
  ["votes a second, on average", ({ perSecond }) => whole(perSecond)],
  ["votes a second, in the busiest minute", ({ busiest }) => whole(busiest)],
  ["of these to the busiest box", ({ busiestBox }) => whole(busiestBox)],
  ["ballots waiting for a seal, at the most", ({ waitingAtMost }) => whole(waitingAtMost)],
  ["hours behind at midnight", ({ hoursBehind }) => hoursBehind.toFixed(1)],
  ["watchers on a socket", ({ onSockets }) => whole(onSockets)],
  ["watchers who ask instead", ({ asking }) => whole(asking)],
  ["class a, behind carriers' addresses", ({ classA }) => percent(classA)],
  ["class c", ({ classC }) => percent(classC)],
  ["told to wait by the ceiling", ({ refused }) => percent(refused)],
];

console.log(`| | ${SCALES.map(({ name }) => name).join(" | ")} |`);
console.log(`|---|${SCALES.map(() => "--:").join("|")}|`);
for (const [name, cell] of ROWS) console.log(`| ${name} | ${outcomes.map(cell).join(" | ")} |`);
