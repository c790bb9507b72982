import { expect, it, vi } from "vitest";
import { emptyCounts } from "../../../src/domain/tally.ts";
import { LiveTally } from "../../../src/engine/ledger/live-tally.ts";
import type { LedgerStore } from "../../../src/engine/ledger/store.ts";
import { READ_PATIENCE } from "../../../src/engine/rpc.ts";
import { parsed } from "../../domain/a-definition.ts";

it("a box that is silent after a restart delays one look, and by less than whoever looks waits for the ledger", async () => {
  const definition = parsed();
  const poll = { definition, state: { version: 1, published: true, paused: false }, log: identity };
  const asked = vi.fn((box: number) =>
    box === 1
      ? new Promise(() => undefined)
      : Promise.resolve({ box, version: 1, counts: emptyCounts(definition), waiting: 0 }),
  );
  const env = {
    BALLOT_BOX: { getByName: (name: string) => ({ running: () => asked(Number(name.split("/")[1])) }) },
  } as unknown as Env;
  const store = {
    lastSeal: () => ({ number: 0, size: 2, counts: emptyCounts(definition), sealedAt: 7 }),
  } as unknown as LedgerStore;
  const live = new LiveTally(env, store, () => poll);

  const tooLate = new Promise((resume) => setTimeout(resume, READ_PATIENCE.timeoutMs - 100, "too late"));
  expect(await Promise.race([live.read(poll), tooLate])).toMatchObject({ asOf: 7 });
  expect(asked).toHaveBeenCalledTimes(4);
  expect(await live.read(poll)).toMatchObject({ asOf: 7 });
  expect(asked, "for a while nobody asks again").toHaveBeenCalledTimes(4);
});

const identity = { origin: "sawt.example/log/bread", vkey: "", promiseVkey: "" };
