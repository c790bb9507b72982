import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../src/server/build.ts";
import type { Counts } from "./counts.ts";
import { countsOf, DAYS, millionVotes } from "./days.ts";
import { measureUnits, PLANS, type Unit } from "./measure.ts";
import { nameOf, plotPrices } from "./plot.ts";
import { CPU_MS, dollarsOf, PRICES_AS_OF, priceOf, shareOfFreeDay } from "./prices.ts";

/** `npm run cost`: what days of different sizes use and cost, counted on the running system. Tables in Markdown. */
const say = (line: string) => process.stderr.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), "sawt-cost-"));
try {
  say("counting on the paid plan's settings");
  const paid = await measureUnits(join(folder, "paid"), PLANS.paid);
  say("counting on the free plan's settings");
  const free = await measureUnits(join(folder, "free"), PLANS.free);

  const million = priceOf(millionVotes(paid), CPU_MS);
  const viral = priceOf(countsOf(DAYS.viral, paid), CPU_MS);
  console.log(`Prices of ${PRICES_AS_OF}.\n`);
  console.log(`### A million votes at load: $${dollarsOf(million).toFixed(2)}\n\n${priceTable(million)}\n`);
  console.log(`### ${DAYS.viral.name}: $${dollarsOf(viral).toFixed(2)}\n\n${priceTable(viral)}\n`);
  console.log(`### ${DAYS.quiet.name}\n\n${quotaTable(countsOf(DAYS.quiet, free))}\n`);
  console.log(`### ${DAYS.idle.name}: $${dollarsOf(priceOf(countsOf(DAYS.idle, paid), CPU_MS)).toFixed(2)}`);
  console.log(`\n### Processor time\n\n${cpuTable(paid)}`);
  const picture = join(ROOT, "docs/cost.svg");
  writeFileSync(picture, plotPrices("A million votes at load, paid plan", million));
  say(`written to ${picture}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function priceTable(prices: ReturnType<typeof priceOf>): string {
  const rows = prices.filter(({ dollars }) => dollars >= 0.0005);
  return [
    "| what | how many | dollars |",
    "|---|--:|--:|",
    ...rows.map(({ kind, count, dollars }) => `| ${nameOf(kind)} | ${whole(count)} | ${dollars.toFixed(3)} |`),
  ].join("\n");
}

function quotaTable(counts: Counts): string {
  const shares = Object.entries(shareOfFreeDay(counts)) as [keyof Counts, number][];
  return [
    "| what | how many | of the day's quota |",
    "|---|--:|--:|",
    ...shares.map(([kind, share]) => `| ${nameOf(kind)} | ${whole(counts[kind])} | ${(share * 100).toFixed(1)} % |`),
  ].join("\n");
}

function cpuTable({ cpuMs }: Unit): string {
  const { page, vote, voteAndResults } = cpuMs;
  const rows = [
    ["a vote", vote],
    ["a vote and its results", voteAndResults],
    ["a page, the same for all", page],
  ] as const;
  return [
    "| measured here, all of workerd and the counting itself | ms |",
    "|---|--:|",
    ...rows.map(([what, ms]) => `| ${what} | ${ms?.toFixed(2) ?? "not known"} |`),
    `| reckoned for each Worker request | ${CPU_MS.toFixed(2)} |`,
  ].join("\n");
}

function whole(count: number): string {
  return Math.round(count).toLocaleString("en");
}
