import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPORT_FILES, type ExportFile } from "../../../../src/web/export/files.ts";
import { ACTS_PER_POINT, apart, SEALS_AT_ONCE } from "../../../../src/web/export/time-series.ts";
import { streamOf } from "../../../../src/web/http/stream.ts";
import { viewOfSnapshot } from "../a-snapshot.ts";
import { aLongLog, quietSeals } from "./a-long-log.ts";

const points = async (acts: number[]): Promise<number[]> => {
  const shown: number[] = [];
  for await (const { seal } of apart(quietSeals(acts))) shown.push(seal);
  return shown;
};

describe("points of a time series", () => {
  it("are seals far enough apart that no single voter's minute is told, and always the first and the newest", async () => {
    expect(await points([0])).toEqual([0]);
    expect(await points([0, 1, 1, 1])).toEqual([0, 3]);
    expect(await points([0, 12, 30, 11])).toEqual([0, 1, 2, 3]);
    // Nine after seal 1, then one more: seal 3 covers ten.
    expect(await points([0, 10, 9, 1])).toEqual([0, 1, 3]);
    // The newest seal stands for the one before it, which it follows too closely.
    expect(await points([0, 10, 10, 3])).toEqual([0, 1, 3]);
  });

  it("cover ten acts or more each, whatever the log, but where the whole log has fewer", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(25), { minLength: 1, maxLength: 30 }), async (acts) => {
        acts[0] = 0;
        const shown = await points(acts);
        const upTo = (seal: number) => acts.slice(0, seal + 1).reduce((sum, more) => sum + more, 0);
        expect([shown[0], shown.at(-1)]).toEqual([0, acts.length - 1]);
        for (const [i, seal] of shown.entries())
          if (i > 0 && shown.length > 2)
            expect(upTo(seal) - upTo(shown[i - 1]!)).toBeGreaterThanOrEqual(ACTS_PER_POINT);
      }),
    );
  });
});

/** 1,000,000 ballots in 10,001 seals: a week of a busy vote. */
const SEALS = 10_001;

describe("timeseries.csv of a million ballots", { timeout: 30_000 }, () => {
  async function opened() {
    const { archive, snapshot, asked } = aLongLog(SEALS);
    const file: ExportFile = EXPORT_FILES["timeseries.csv"];
    const site = "https://vote.example";
    const made = await file.make({ snapshot, view: viewOfSnapshot(snapshot), archive, language: "ar", site });
    if (made.kind !== "series") throw new Error("no series");
    expect(asked.records).toBe(0);
    let written = 0;
    let held = 0;
    const stream = streamOf(made.header, made.series.points(), (point) => {
      written += 1;
      held = Math.max(held, asked.records - written);
      return made.write(point);
    });
    return { stream, asked, series: made.series, held: () => held };
  }

  it("is read a hundred seals at a time, as fast as it is taken, and holds no more than those", async () => {
    const { stream, asked, series, held } = await opened();
    expect(series.seals).toBe(SEALS);
    await Promise.resolve();
    expect(asked.records).toBe(0);
    const reader = stream.getReader();
    await reader.read();
    // Nobody asks for more: nothing more is made but the piece that waits.
    expect(asked.records).toBeLessThanOrEqual(3 * SEALS_AT_ONCE);

    let pieces = 1;
    let largest = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pieces += 1;
      largest = Math.max(largest, piece.value.length);
    }
    expect(asked).toEqual({ most: SEALS_AT_ONCE, records: SEALS - 1 });
    expect(held()).toBeLessThanOrEqual(SEALS_AT_ONCE);
    expect(pieces).toBeGreaterThan(50);
    expect(largest).toBeLessThan(64 * 1024);
  });

  it("stops reading when its reader goes away", async () => {
    const { stream, asked } = await opened();
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(asked.records).toBeLessThanOrEqual(3 * SEALS_AT_ONCE);
  });

  it("has every seal in the order of the log, and ends with the newest", async () => {
    const { stream } = await opened();
    const text = await new Response(stream).text();
    const seals = fromCsv(text);
    expect(seals).toHaveLength(SEALS);
    expect(seals.slice(0, 2)).toEqual([
      [0, 0, "2026-07-01T00:00:00Z"],
      [1, 100, "2026-07-01T00:01:00Z"],
    ]);
    expect(seals.at(-1)).toEqual([10_000, 1_000_000, "2026-07-07T22:40:00Z"]);
    expect(seals.map(([seal]) => seal)).toEqual(Array.from({ length: SEALS }, (_, seal) => seal));
  });
});

type Point = [seal: number, ballots: number, asOf: string];

const fromCsv = (text: string): Point[] =>
  parse<Record<string, string>>(text, { bom: true, columns: true, record_delimiter: "\r\n" })
    .filter((row) => row.option_id === "leave" && row.question_id === "pledge")
    .map((row) => [Number(row.seal), Number(row.ballots), row.as_of_utc ?? ""]);
