import { afterEach, expect, it, vi } from "vitest";
import { ask } from "../../web/api/ask.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../a-poll.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("a seal that took in far more than usual is named by the API and on the method page; no ballot is touched", async () => {
  const poll = await openPoll({ rules: { boxes: 1 } });
  vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
  const sealed = async (ballots: number) => {
    const names = Array.from({ length: ballots }, (_, i) => `${Date.now()} ${i}`);
    await Promise.all(names.map((name) => boxOf(poll).cast(aBallot(name))));
    vi.setSystemTime(Date.now() + 60_000);
    await ledgerOf(poll).seal();
  };
  for (let minute = 0; minute < 11; minute++) await sealed(4);
  expect((await ledgerOf(poll).view())?.unusual).toBeUndefined();
  await sealed(60);
  const view = await ledgerOf(poll).view();
  expect(view?.unusual).toEqual([{ seal: 12, sealedAt: Date.now(), ballots: 60, usual: 4 }]);
  expect(view?.tally.counts.pledge?.ballots).toEqual({ a: 104, c: 0 });

  const ofApi = await (await ask(`/api/v1/polls/${poll.id}`)).json<{ unusualSeals: object[] }>();
  expect(ofApi.unusualSeals).toMatchObject([{ seal: 12, ballots: 60, usual: 4 }]);
  const page = (await (await ask(`/en/p/${poll.id}/method`)).text()).replace(/<[^>]*>/g, "");
  expect(page).toMatch(/Seal 12 \(.*\): 60 votes, where 4 were usual\./);
});
