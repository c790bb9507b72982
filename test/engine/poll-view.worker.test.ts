import { afterEach, expect, it, vi } from "vitest";
import { noCounters } from "../../src/domain/counters.ts";
import type { PollDefinition } from "../../src/domain/definition.ts";
import facebookHour from "../../src/domain/seed/facebook-hour.json";
import { emptyCounts } from "../../src/domain/tally.ts";
import { readPoll } from "../../src/engine/poll-view.ts";

afterEach(() => void vi.restoreAllMocks());

/** Polls without number, all open; `asked`: the ledgers that were asked, in order. */
function manyPolls() {
  const asked: string[] = [];
  const definition = facebookHour as unknown as PollDefinition;
  const view = (id: string) => ({
    poll: { definition: { ...definition, id }, state: { version: 1, published: true, paused: false }, log: {} },
    tally: { poll: id, counts: emptyCounts(definition) },
    counters: noCounters(),
  });
  const env = {
    ARCHIVE: { get: async () => null },
    REGISTRY: { getByName: () => ({ isOpened: async () => true }) },
    LEDGER: {
      getByName: (id: string) => {
        asked.push(id);
        return { view: async () => view(id) };
      },
    },
  } as unknown as Env;
  return { env, asked };
}

it("keeps fifty polls, those read last: a crawler of old polls takes no more memory than that", async () => {
  vi.spyOn(Date, "now").mockReturnValue(Date.parse("2026-11-24T12:00:00Z"));
  const { env, asked } = manyPolls();
  for (let i = 0; i < 51; i++) await readPoll(env, `old-${i}`);
  expect(asked).toHaveLength(51);
  await readPoll(env, "old-50");
  await readPoll(env, "old-1");
  expect(asked).toHaveLength(51);
  expect((await readPoll(env, "old-0"))?.definition.id).toBe("old-0");
  expect(asked.slice(51)).toEqual(["old-0"]);
});

it("asks nobody for what is no poll's id, and remembers nothing of it", async () => {
  const { env, asked } = manyPolls();
  for (const id of ["", "Old", "x".repeat(33), "../desk", "%00"]) expect(await readPoll(env, id)).toBeUndefined();
  expect(asked).toEqual([]);
});
