import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Asked } from "../../src/engine/rpc.ts";
import { SharedCalls } from "../../src/engine/shared-calls.ts";

/** An object that answers when it is told to, and what it was asked. */
function anObject() {
  const asked: string[][] = [];
  const open: PromiseWithResolvers<(string | undefined)[]>[] = [];
  const call = (items: string[]) => {
    asked.push(items);
    const answer = Promise.withResolvers<(string | undefined)[]>();
    open.push(answer);
    return answer.promise;
  };
  return { asked, open, call };
}

const ONCE = { attempts: 1, timeoutMs: 5_000 };

function voters(calls: SharedCalls<string, string>, call: (items: string[]) => Promise<(string | undefined)[]>) {
  const told = new Map<string, Asked<string>>();
  const arrive = (...items: string[]) => {
    for (const item of items) calls.add(item, call, (answer) => told.set(item, answer));
  };
  return { told, arrive };
}

/** What was to happen in this turn has happened. */
const turn = () => vi.advanceTimersByTimeAsync(0);
const answered = (answer: string) => ({ kind: "answered", answer });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("calls that requests share", () => {
  it("leave at once for one that comes alone, and go together for those that come meanwhile", async () => {
    const { asked, open, call } = anObject();
    const { told, arrive } = voters(new SharedCalls(ONCE), call);
    arrive("one");
    await turn();
    expect(asked).toEqual([["one"]]);
    arrive("two");
    await turn();
    arrive("three");
    await turn();
    expect(asked).toEqual([["one"]]);
    open[0]?.resolve(["1"]);
    await turn();
    expect(told).toEqual(new Map([["one", answered("1")]]));
    expect(asked[1]).toEqual(["two", "three"]);
    open[1]?.resolve(["2", "3"]);
    await turn();
    expect([told.get("two"), told.get("three")]).toEqual([answered("2"), answered("3")]);
  });

  it("answer each what is its own; one without an answer is lost, and the others are not", async () => {
    const { open, call } = anObject();
    const { told, arrive } = voters(new SharedCalls(ONCE), call);
    arrive("one", "two", "three");
    await turn();
    open[0]?.resolve(["1", undefined, "3"]);
    await turn();
    expect([...told.values()]).toEqual([answered("1"), { kind: "lost" }, answered("3")]);
  });

  it("are lost to all of a call that failed and to no other", async () => {
    const { open, call } = anObject();
    const { told, arrive } = voters(new SharedCalls(ONCE), call);
    arrive("one", "two");
    await turn();
    arrive("three");
    open[0]?.reject(new Error("Network connection lost."));
    await turn();
    expect(told).toEqual(
      new Map([
        ["one", { kind: "lost" }],
        ["two", { kind: "lost" }],
      ]),
    );
    open[1]?.resolve(["3"]);
    await turn();
    expect(told.get("three")).toEqual(answered("3"));
  });

  it("tell all of a call that an object is overloaded", async () => {
    const { open, call } = anObject();
    const { told, arrive } = voters(new SharedCalls(ONCE), call);
    arrive("one", "two");
    await turn();
    open[0]?.reject(Object.assign(new Error("overloaded"), { overloaded: true }));
    await turn();
    expect([...told.values()]).toEqual([{ kind: "overloaded" }, { kind: "overloaded" }]);
  });

  it("hold nobody up for longer than a moment while a call is not answered", async () => {
    const { asked, call } = anObject();
    const { arrive } = voters(new SharedCalls(ONCE), call);
    arrive("one");
    await turn();
    arrive("two");
    await vi.advanceTimersByTimeAsync(49);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([["one"], ["two"]]);
  });

  it("carry at most 250 items each", async () => {
    const { asked, open, call } = anObject();
    const { arrive } = voters(new SharedCalls(ONCE), call);
    arrive("first");
    await turn();
    arrive(...Array.from({ length: 600 }, (_, i) => `${i}`));
    open[0]?.resolve(["1"]);
    await turn();
    expect(asked.map(({ length }) => length)).toEqual([1, 250, 250, 100]);
    expect(asked.flat()).toEqual(["first", ...Array.from({ length: 600 }, (_, i) => `${i}`)]);
  });

  it("take 1,500 that wait and no more: the next is told so, and asked nothing", async () => {
    const { asked, call } = anObject();
    const { told, arrive } = voters(new SharedCalls(ONCE), call);
    arrive(...Array.from({ length: 1_501 }, (_, i) => `${i}`));
    await turn();
    expect([told.size, told.get("1500")]).toEqual([1, { kind: "overloaded" }]);
    expect(asked.flat()).toHaveLength(1_500);
  });

  it("go on after a leader that died with its call: nobody waits in its group", async () => {
    const { asked, call } = anObject();
    const { arrive } = voters(new SharedCalls({ attempts: 1, timeoutMs: 3_600_000 }), call);
    arrive("one");
    await turn();
    arrive("two");
    vi.setSystemTime(Date.now() + 15_000);
    arrive("three");
    await turn();
    expect(asked).toEqual([["one"], ["three"]]);
  });
});
