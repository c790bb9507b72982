import { expect, it } from "vitest";
import { GroupCommit } from "../../../src/engine/box/commit.ts";

/** Storage whose commits a test lets through one by one. */
function storage(mostItems = 100) {
  const written: number[][] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const commits = new GroupCommit<number>({
    gather: () => Promise.resolve(),
    write: (items) => written.push(items),
    sync: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    mostItems,
  });
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  return {
    written,
    commits,
    /** Adds an item and lets its commit begin. */
    begin: async (item: number) => {
      const committed = commits.add(item);
      // Its failure is for whoever awaits it.
      committed.catch(() => undefined);
      await turn();
      return { committed };
    },
    letThrough: () => {
      waiting.shift()?.resolve();
      return turn();
    },
    fail: () => {
      waiting.shift()?.reject(new Error("disk"));
      return turn();
    },
  };
}

it("lets what arrives in one moment share a commit", async () => {
  const { commits, written, letThrough } = storage();
  const all = Promise.all([1, 2, 3].map((item) => commits.add(item)));
  await letThrough();
  expect(written).toEqual([[1, 2, 3]]);
  await letThrough();
  await all;
});

it("lets what arrives during a commit share the next one", async () => {
  const { commits, written, letThrough, begin } = storage();
  const first = await begin(1);
  const all = Promise.all([2, 3, 4].map((item) => commits.add(item)));
  expect(written).toEqual([[1]]);
  await letThrough();
  expect(written).toEqual([[1], [2, 3, 4]]);
  await letThrough();
  await Promise.all([first.committed, all]);
});

it("answers nobody before the commit that holds their own item", async () => {
  const { commits, letThrough, begin } = storage();
  const answered: number[] = [];
  void (await begin(1)).committed.then(() => answered.push(1));
  void commits.add(2).then(() => answered.push(2));
  expect(answered).toEqual([]);
  await letThrough();
  expect(answered).toEqual([1]);
  await letThrough();
  expect(answered).toEqual([1, 2]);
});

it("fails those in a failed commit, and no other", async () => {
  const { commits, letThrough, fail, begin } = storage();
  const first = await begin(1);
  const outcomes = [first.committed, commits.add(2), commits.add(3)].map((committed) =>
    committed.then(
      () => "kept",
      () => "failed",
    ),
  );
  await letThrough();
  await fail();
  const later = (await begin(4)).committed.then(() => "kept");
  await letThrough();
  expect(await Promise.all([...outcomes, later])).toEqual(["kept", "failed", "failed", "kept"]);
});

it("splits a crowd into commits of a bounded size, and is idle only when all are through", async () => {
  const { commits, written, letThrough, begin } = storage(2);
  await begin(1);
  for (const item of [2, 3, 4, 5]) void commits.add(item);
  let idle = false;
  void commits.idle().then(() => {
    idle = true;
  });
  await letThrough();
  await letThrough();
  expect(commits.waiting).toBe(0);
  expect(idle).toBe(false);
  await letThrough();
  expect(written).toEqual([[1], [2, 3], [4, 5]]);
  expect(idle).toBe(true);
});

it("goes on after a write that failed at once", async () => {
  const written: number[] = [];
  const commits = new GroupCommit<number>({
    gather: () => Promise.resolve(),
    write: ([item = 0]) => {
      if (item === 1) throw new Error("disk full");
      written.push(item);
    },
    sync: () => Promise.resolve(),
    mostItems: 1,
  });
  await expect(commits.add(1)).rejects.toThrow("disk full");
  await commits.add(2);
  await commits.idle();
  expect(written).toEqual([2]);
});
