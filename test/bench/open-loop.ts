import { Connection } from "../fault/connection.ts";
import type { Measured } from "./servers.ts";
import { percentile } from "./throughput.ts";
import { ask, type WayName } from "./ways.ts";

/** Milliseconds from the moment a request was due to its answer. */
export interface Latency {
  perSecond: number;
  p50: number;
  p99: number;
  worst: number;
}

/**
 * Latency when requests come at random moments, so many a second on average, whether or not earlier ones have been
 * answered: a server that stalls makes all who arrive meanwhile wait, and each of them is counted from the moment it was
 * due (no coordinated omission).
 */
export async function measureLatency(
  server: Measured,
  way: WayName,
  perSecond: number,
  seconds: number,
): Promise<Latency> {
  const idle: Connection[] = [];
  const all: Connection[] = [];
  const waits: number[] = [];
  const underWay = new Set<Promise<void>>();
  const from = performance.now();
  const end = from + seconds * 1_000;
  for (let due = from; due < end; due += pauseOf(perSecond)) {
    while (performance.now() < due) await new Promise((resume) => setTimeout(resume, due - performance.now()));
    const one = arrive(due).finally(() => underWay.delete(one));
    underWay.add(one);
  }
  await Promise.all(underWay);
  for (const connection of all) connection.close();
  return { perSecond, p50: percentile(waits, 0.5), p99: percentile(waits, 0.99), worst: percentile(waits, 1) };

  async function arrive(due: number): Promise<void> {
    const connection = idle.pop() ?? new Connection(server.port);
    if (!all.includes(connection)) all.push(connection);
    await ask(way, connection);
    waits.push(performance.now() - due);
    idle.push(connection);
  }
}

/** Milliseconds to the next arrival of a Poisson process. */
const pauseOf = (perSecond: number): number => (-Math.log(1 - Math.random()) / perSecond) * 1_000;
