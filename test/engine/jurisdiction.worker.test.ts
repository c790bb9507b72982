import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { inJurisdiction, jurisdictionOf, NAMESPACES, PlacedObject } from "../../src/engine/jurisdiction.ts";
import * as index from "../../src/index.ts";
import wrangler from "../../wrangler.toml?raw";
import { openPoll } from "./a-poll.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const bindings = [...wrangler.matchAll(/\{ name = "(\w+)", class_name = "(\w+)"/g)];

describe("where objects are kept", () => {
  it("is anywhere, or inside the one jurisdiction that is set", () => {
    for (const unset of [undefined, ""]) expect(jurisdictionOf(unset)).toBeUndefined();
    for (const set of ["eu", "fedramp"] as const) expect(jurisdictionOf(set)).toBe(set);
  });

  it("is nowhere where the word is not known: nothing is answered rather than kept elsewhere", () => {
    for (const unknown of ["EU", "ma", " eu", "eu,fedramp"]) {
      const words = `JURISDICTION must be empty or one of eu, fedramp, and is "${unknown}"`;
      expect(() => jurisdictionOf(unknown)).toThrow(words);
      expect(() => index.default.fetch(aRequest("none"), within(unknown), createExecutionContext())).toThrow(words);
    }
  });

  it("is where the Worker asks, of every class, and leaves all other bindings as they are", () => {
    const asked: [namespace: string, jurisdiction: string][] = [];
    const all = { ...env, JURISDICTION: "eu" };
    for (const name of NAMESPACES)
      Object.assign(all, {
        [name]: { jurisdiction: (jurisdiction: string) => asked.push([name, jurisdiction]) && `${name} there` },
      });
    const there = inJurisdiction(all);
    expect(asked).toEqual(NAMESPACES.map((name) => [name, "eu"]));
    for (const name of NAMESPACES) expect(there[name]).toBe(`${name} there`);
    expect([there.ARCHIVE, there.PLATFORM]).toEqual([env.ARCHIVE, env.PLATFORM]);
    expect(inJurisdiction(all)).toBe(there);
    expect(asked.length).toBe(NAMESPACES.length);
    expect(inJurisdiction(env)).toBe(env);
  });

  it("is settled for every class that wrangler.toml binds, and each asks the others there", () => {
    expect(new Set(bindings.map(([, name]) => name))).toEqual(new Set(NAMESPACES));
    for (const [, , className = ""] of bindings) {
      const found: unknown = Object.entries(index).find(([name]) => name === className)?.[1];
      expect([className, typeof found === "function" && found.prototype instanceof PlacedObject]).toEqual([
        className,
        true,
      ]);
    }
  });

  it("is asked of the platform itself: this one, which has no jurisdictions, says so; one that has them serves", async () => {
    const { id } = await openPoll();
    const fetch = (settings: Env) => index.default.fetch(aRequest(id), settings, createExecutionContext());
    expect(() => fetch(within("eu"))).toThrow("Jurisdiction restrictions are not implemented in workerd.");
    const proto: { jurisdiction(name: string): unknown } = Object.getPrototypeOf(env.LEDGER);
    const asked = vi.spyOn(proto, "jurisdiction").mockImplementation(function (this: unknown) {
      return this;
    });
    expect((await fetch(within("fedramp"))).status).toBe(200);
    expect(asked.mock.calls).toEqual(NAMESPACES.map(() => ["fedramp"]));
  });
});

const within = (jurisdiction: string): Env => ({ ...env, JURISDICTION: jurisdiction });
const aRequest = (poll: string) =>
  new Request<unknown, IncomingRequestCfProperties>(`http://localhost:8787/api/v1/polls/${poll}/tally`);
