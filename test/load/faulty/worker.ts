import type { DurableObject } from "cloudflare:workers";
import sawtWorker, * as sawt from "../../../src/index.ts";

/**
 * Sawt with an archive that can be made slow or made to fail while it runs: the same app and the same classes, told another
 * `ARCHIVE`. `POST /soak/archive?mode=sound|slow|failing&order=number` sets how it is, unless a later order came before; a
 * restart makes it sound again.
 */
type Mode = "sound" | "slow" | "failing";
const MODES: readonly Mode[] = ["sound", "slow", "failing"];

/** Milliseconds that each call of a slow archive takes before it is done. */
const SLOW_MS = { least: 2_000, most: 4_000 };

/** One isolate holds the Worker and all of its objects on one machine, so they share this. */
let mode: Mode = "sound";
let lastOrder = 0;

const faulty = (archive: KVNamespace): KVNamespace =>
  new Proxy(archive, {
    get: (kv, method) => {
      const called: unknown = Reflect.get(kv, method);
      if (typeof called !== "function") return called;
      return async (...values: unknown[]) => {
        if (mode === "slow") await scheduler.wait(SLOW_MS.least + Math.random() * (SLOW_MS.most - SLOW_MS.least));
        if (mode === "failing") throw new Error(`KV ${String(method)} failed: 500 Internal Server Error`);
        return Reflect.apply(called, kv, values);
      };
    },
  });

type ObjectClass = new (ctx: DurableObjectState, env: Env) => DurableObject<Env>;

function withFaultyArchive<Class extends ObjectClass>(Base: Class): Class {
  // A mixin's constructor takes any arguments, or TypeScript refuses it (TS2545).
  class Faulty extends (Base as ObjectClass) {
    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, { ...env, ARCHIVE: faulty(env.ARCHIVE) });
    }
  }
  return Faulty as unknown as Class;
}

export const BallotBox = withFaultyArchive(sawt.BallotBox);
export const Doorkeeper = withFaultyArchive(sawt.Doorkeeper);
export const Ledger = withFaultyArchive(sawt.Ledger);
export const Gallery = withFaultyArchive(sawt.Gallery);
export const Registry = withFaultyArchive(sawt.Registry);
export const Staff = withFaultyArchive(sawt.Staff);

export default {
  async fetch(request, env, ctx): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/soak/archive") {
      const order = Number(searchParams.get("order"));
      if (order > lastOrder) mode = MODES.find((each) => each === searchParams.get("mode")) ?? mode;
      lastOrder = Math.max(lastOrder, order);
      return Response.json({ mode });
    }
    return sawtWorker.fetch(request, { ...env, ARCHIVE: faulty(env.ARCHIVE) }, ctx);
  },
} satisfies ExportedHandler<Env>;
