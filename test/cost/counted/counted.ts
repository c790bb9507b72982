import type { DurableObject } from "cloudflare:workers";
import { type Counts, noCounts } from "../counts.ts";

/** One isolate holds the Worker and all of its objects on one machine, so they share this meter. */
export const counts: Counts = noCounts();
let cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
/** By object: when it was last called. Milliseconds since 1970. */
const calledAt = new Map<string, number>();

/**
 * Running counts go out once a second at most, so an object that is called again within a second has a timer waiting and
 * is awake for all of the time between. Else it sleeps, and costs nothing, once it has answered: reckoned as 50 ms,
 * about ten times what a call takes here. A doorkeeper with counters does not sleep: days add that.
 */
const TIMER_MS = 1_000;
const LONE_CALL_MS = 50;

/** What was counted since the last call. */
export function takeCounts(): Counts {
  for (const cursor of cursors) {
    counts.rowsRead += cursor.rowsRead;
    counts.rowsWritten += cursor.rowsWritten;
  }
  cursors = [];
  const taken = { ...counts };
  Object.assign(counts, noCounts());
  return taken;
}

type ObjectClass = new (ctx: DurableObjectState, env: Env) => DurableObject<Env>;

/** The class, with a meter on its storage, its alarm and the bindings that it calls. */
export function countedObject<Class extends ObjectClass>(Base: Class, binding: string): Class {
  // A mixin's constructor takes any arguments, or TypeScript refuses it (TS2545).
  class Counted extends (Base as ObjectClass) {
    constructor(ctx: DurableObjectState, env: Env) {
      meterStorage(ctx.storage);
      super(ctx, countedEnv(env));
    }
    override async alarm(info?: AlarmInvocationInfo): Promise<void> {
      countCall(`${binding}/${this.ctx.id.name ?? ""}`);
      await super.alarm?.(info);
    }
  }
  return Counted as unknown as Class;
}

/** The bindings, with a meter on every call of an object and of the archive. */
export function countedEnv(env: Env): Env {
  const objects = Object.entries(env).filter(([, value]) => isObjectNamespace(value));
  return {
    ...env,
    ...Object.fromEntries(objects.map(([name, value]) => [name, meterObjects(name, value)])),
    ARCHIVE: meterArchive(env.ARCHIVE),
  };
}

function countCall(object: string): void {
  counts.objectRequests += 1;
  const now = Date.now();
  const since = now - (calledAt.get(object) ?? 0);
  counts.objectSeconds += (since < TIMER_MS ? since : LONE_CALL_MS) / 1_000;
  calledAt.set(object, now);
}

const isObjectNamespace = (value: unknown): value is DurableObjectNamespace =>
  typeof value === "object" && value !== null && "getByName" in value;

const meterObjects = (binding: string, namespace: DurableObjectNamespace) => ({
  getByName: (name: string) =>
    new Proxy(namespace.getByName(name), {
      get: (stub, method) => {
        const called: unknown = Reflect.get(stub, method);
        if (typeof called !== "function") return called;
        return (...values: unknown[]) => {
          countCall(`${binding}/${name}`);
          return Reflect.apply(called, stub, values);
        };
      },
    }),
});

function meterArchive(archive: KVNamespace): KVNamespace {
  return new Proxy(archive, {
    get: (kv, method) => {
      const called: unknown = Reflect.get(kv, method);
      if (typeof called !== "function") return called;
      return (...values: unknown[]) => {
        // A bulk read is billed for each of its keys, and a miss like a hit.
        if (method === "get" || method === "getWithMetadata")
          counts.kvReads += Array.isArray(values[0]) ? values[0].length : 1;
        if (method === "put" || method === "delete") counts.kvWrites += 1;
        if (method === "list") counts.kvLists += 1;
        return Reflect.apply(called, kv, values);
      };
    },
  });
}

/** The runtime's own storage, asked through a meter: what it is given back is the runtime's too. */
function meterStorage(storage: DurableObjectStorage): void {
  const { sql } = storage;
  const exec = sql.exec.bind(sql);
  const setAlarm = storage.setAlarm.bind(storage);
  Object.defineProperty(sql, "exec", {
    value: (...values: Parameters<SqlStorage["exec"]>) => {
      const cursor = exec(...values);
      cursors.push(cursor);
      return cursor;
    },
  });
  Object.defineProperty(storage, "setAlarm", {
    value: (...values: Parameters<DurableObjectStorage["setAlarm"]>) => {
      counts.rowsWritten += 1;
      return setAlarm(...values);
    },
  });
}
