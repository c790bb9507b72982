import { describe, expect, it, test } from "vitest";
import { auditLog } from "../../src/client/audit-log.ts";
import type { Read } from "../../src/log/audit.ts";
import { VKEY } from "../log/a-log.ts";
import { BAD_LOGS } from "../log/bad-logs.ts";
import { honest, PROMISE_VKEY, servedFiles } from "../log/shown-log.ts";

const claims = { vkey: VKEY, promiseVkey: PROMISE_VKEY };
const served: Read = async (address) =>
  servedFiles(honest).get(address.replace("log/", "")) ?? { kind: "unreadable", why: address };

describe("a recount on the page", () => {
  it("tells how far it is, bundle by bundle", async () => {
    const told: [number, number][] = [];
    expect((await auditLog("log", claims, served, (read, of) => told.push([read, of]))).kind).toBe("true");
    expect(told).toEqual([
      [256, 548],
      [512, 548],
      [548, 548],
    ]);
  });

  it("that is stopped, or cannot read on, is no verdict", async () => {
    const until =
      (last: string, answer: Awaited<ReturnType<Read>>): Read =>
      async (address) =>
        address.endsWith(last) ? answer : served(address);
    expect(await auditLog("log", claims, until("001", { kind: "stopped" }), () => {})).toEqual({ kind: "stopped" });
    const failure = { kind: "unreadable", why: "no network" } as const;
    for (const last of ["checkpoint", "000", ".p/36"])
      expect(await auditLog("log", claims, until(last, failure), () => {})).toEqual(failure);
    expect(await auditLog("log", claims, until("001", new Uint8Array([1])), () => {})).toMatchObject({
      kind: "unreadable",
    });
  });
});

describe("every fault has plain words of its own", () => {
  test.each([
    ["a ballot dropped", "seal"],
    ["ballots reordered", "order"],
    ["a ballot duplicated in another batch", "lock"],
    ["a note reworded", "changed"],
    ["a seal left out", "order"],
    ["a log rewound", "shrank"],
    ["a log forked", "shrank"],
    ["a lock of another poll", "withdrawal"],
    ["a ballot withdrawn twice", "withdrawal"],
    ["a ballot after the last seal", "order"],
    ["no last seal", "missing"],
    ["an option that the question has not", "choice"],
    ["a ballot with a time in it", "form"],
    ["entries that the signature covers and nobody is shown", "missing"],
    ["a false signature", "signature"],
    ["an open entry that names another key", "signature"],
    ["an earlier checkpoint that the log did not sign", "earlier"],
    ["a promise not kept", "promise"],
  ] as const)("%s", (what, kind) => {
    expect(BAD_LOGS.find((bad) => bad.what === what)!.fault.kind).toBe(kind);
  });
});
