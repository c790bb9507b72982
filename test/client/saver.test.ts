import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Said, saver } from "../../src/client/saver.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A saver whose sends are answered one after the other; the last answer stands for all that follow. */
function aSaver(...answers: (() => unknown)[]) {
  const said: Said[] = [];
  let sends = 0;
  const of = saver(
    async () => (answers[sends++] ?? answers.at(-1))?.(),
    (it) => void said.push(it),
  );
  return { ...of, said: () => said.map(({ kind }) => kind), sends: () => sends };
}

const lost = () => {
  throw new Error("no network");
};
const saved = () => ({ kind: "saved", version: 2 });

it("saves once after a pause in typing", async () => {
  const draft = aSaver(saved);
  for (let i = 0; i < 5; i++) {
    draft.typed();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect([draft.sends(), draft.said()]).toEqual([1, ["saving", "saved"]]);
});

it("tries again by itself until a save succeeds, less and less often", async () => {
  const draft = aSaver(lost, lost, lost, saved);
  draft.typed();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(draft.said()).toEqual(["saving", "unsaved", "saving", "unsaved", "saving", "unsaved", "saving", "saved"]);
  await vi.advanceTimersByTimeAsync(180_000);
  expect(draft.sends()).toBe(4);
});

it("tries at once when the network is back", async () => {
  const draft = aSaver(lost, lost, lost, saved);
  draft.typed();
  await vi.advanceTimersByTimeAsync(1_500);
  for (let i = 0; i < 3; i++) {
    draft.online();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(draft.said().at(-1)).toBe("saved");
});

it("sends nothing when the network is back and nothing was typed since the last save", async () => {
  const draft = aSaver(saved);
  draft.typed();
  await vi.advanceTimersByTimeAsync(2_000);
  draft.online();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(draft.sends()).toBe(1);
});

it.each([
  ["a page that a proxy answers with", () => JSON.parse("<html>")],
  ["JSON that is nobody's", () => ({ error: "gateway" })],
  ["a saved draft without its version", () => ({ kind: "saved" })],
  ["nothing", () => null],
])("takes %s for no answer, and tries again", async (_, answer) => {
  const draft = aSaver(answer, saved);
  draft.typed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(draft.said()).toEqual(["saving", "unsaved", "saving", "saved"]);
});

it.each([{ kind: "conflict", by: "Brahim" }, { kind: "gone" }])(
  "saves no more once the desk said %o",
  async (answer) => {
    const draft = aSaver(() => answer);
    draft.typed();
    await vi.advanceTimersByTimeAsync(2_000);
    draft.typed();
    draft.online();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([draft.sends(), draft.said()]).toEqual([1, ["saving", answer.kind]]);
  },
);

it("saves what was typed while a save was under way", async () => {
  const { promise, resolve: answer } = Promise.withResolvers();
  const draft = aSaver(() => promise, saved);
  draft.typed();
  await vi.advanceTimersByTimeAsync(1_500);
  draft.typed();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(draft.sends()).toBe(1);
  answer(saved());
  await vi.advanceTimersByTimeAsync(1_500);
  expect([draft.sends(), draft.said().at(-1)]).toEqual([2, "saved"]);
});

it("is silent once the form is sent by its button", async () => {
  const draft = aSaver(lost);
  draft.typed();
  await vi.advanceTimersByTimeAsync(1_500);
  draft.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(draft.sends()).toBe(1);
});
