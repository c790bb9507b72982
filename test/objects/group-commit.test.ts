import { expect, it } from "vitest";
import { GroupCommit } from "../../src/objects/group-commit.ts";

/** Storage whose commits a test lets through one by one. */
function storage(mostItems = 100) {
  const written: number[][] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const commits = new GroupCommit<number>({
    write: (items) => written.push(items),
    sync: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    mostItems,
  });
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  return {
    written,
    commits,
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

it("lets what arrives during a commit share the next one", async () => {
  const { commits, written, letThrough } = storage();
  const all = Promise.all([1, 2, 3, 4].map((item) => commits.add(item)));
  expect(written).toEqual([[1]]);
  await letThrough();
  expect(written).toEqual([[1], [2, 3, 4]]);
  await letThrough();
  await all;
});

it("answers nobody before the commit that holds their own item", async () => {
  const { commits, letThrough } = storage();
  const answered: number[] = [];
  for (const item of [1, 2]) void commits.add(item).then(() => answered.push(item));
  expect(answered).toEqual([]);
  await letThrough();
  expect(answered).toEqual([1]);
  await letThrough();
  expect(answered).toEqual([1, 2]);
});

it("fails those in a failed commit, and no other", async () => {
  const { commits, letThrough, fail } = storage();
  const outcomes = [1, 2, 3].map((item) =>
    commits.add(item).then(
      () => "kept",
      () => "failed",
    ),
  );
  await letThrough();
  await fail();
  const later = commits.add(4).then(() => "kept");
  await letThrough();
  expect(await Promise.all([...outcomes, later])).toEqual(["kept", "failed", "failed", "kept"]);
});

it("splits a crowd into commits of a bounded size, and is idle only when all are through", async () => {
  const { commits, written, letThrough } = storage(2);
  for (const item of [1, 2, 3, 4, 5]) void commits.add(item);
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
