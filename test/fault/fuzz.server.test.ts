import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { amount, isLong } from "../long.ts";
import { endAll, freePort, newFolder, until } from "../server/launch.ts";
import { type Heap, heapOf, residentMb } from "./fuzz/heap.ts";
import { Paintings } from "./fuzz/paintings.ts";
import { anyRequest, type FuzzedRequest, POLL } from "./fuzz/requests.ts";
import { type Answer, Sender } from "./fuzz/send.ts";

const REQUESTS = amount(1_500, 100_000);
/** The long tests draw one each time, and name it where something is wrong. */
const SEED = Number(process.env.FUZZ_SEED || (isLong ? Date.now() % 2 ** 31 : 7));
const AT_ONCE = 16;
const BATCH = 1_000;
const A_REQUEST_MS = 30;

/** Memory is looked at after each fifth, and compared with the first: until then code is compiled, and caches fill up. */
const LOOK_EVERY = BATCH * Math.max(1, Math.round(REQUESTS / 5 / BATCH));
const MB = 1_048_576;

/**
 * What may be held more at the end than after the first fifth, garbage collected: a leak of 40 bytes a request is found by 100,000
 * requests, one of 1.5 KB by 3,000. It is no less for code that is compiled as it becomes hot, and its statistics.
 */
const MAY_GROW_BYTES = 3 * MB;

/** What an isolate keeps for a while: pictures (8 MB), answers (10 MB); and room for the locks of the ballots. */
const MAY_KEEP_BYTES = 19 * MB;

/**
 * What a server takes from the system at most: garbage waits there until a heap is full of it, and what was once taken is
 * seldom given back (docs/threat-model.md).
 */
const MOST_RESIDENT_MB = 640;

/** The isolates that readers' requests run in: the Worker with its objects, and the embedded KV. */
const ISOLATES = ["core:user:sawt", "kv:ns"] as const;

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.stop();
  await endAll();
});

it(
  "no request whatever brings the server to fail, hang, grow or count what it did not acknowledge",
  async () => {
    const said: string[] = [];
    const port = await freePort();
    server = await startServer({
      dataDir: newFolder(),
      port,
      sealEverySeconds: 1,
      inspected: true,
      log: (line) => said.push(line),
    });
    const { url } = server;
    const { log } = await (await fetch(`${url}/api/v1/polls/${POLL}`)).json();
    const sender = new Sender(port);
    const requests = anyRequest(log.origin);
    const counted = new Counted();
    const paintings = new Paintings();
    const statuses = new Map<number, number>();
    const wrong: { answer: Answer; request: FuzzedRequest }[] = [];
    const looks: Held[] = [];
    const started = performance.now();

    for (let done = 0; done < REQUESTS; done += BATCH) {
      const batch = fc.sample(requests, { numRuns: Math.min(BATCH, REQUESTS - done), seed: SEED + done });
      let next = 0;
      const work = async () => {
        for (let request = batch[next++]; request; request = batch[next++]) {
          const answer = await sender.send(request);
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          paintings.note(request, answer, performance.now());
          if (isFailure(answer, request)) wrong.push({ answer, request });
          else counted.note(request, answer);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      const sent = done + batch.length;
      if (sent % LOOK_EVERY > 0 && sent < REQUESTS) continue;
      looks.push(await heldBy(server));
      if (isLong) console.log(`${sent} requests: ${told(looks.at(-1))}`);
    }
    const seconds = (performance.now() - started) / 1_000;
    sender.close();
    if (isLong)
      console.log(
        `${REQUESTS} requests in ${seconds.toFixed(0)} s, seed ${SEED}: ` +
          `${[...statuses]
            .sort(([one], [other]) => one - other)
            .map(([status, n]) => `${status} × ${n}`)
            .join(", ")}; ` +
          `${counted.ballots} ballots, ${counted.withdrawn} taken back`,
      );

    expect(wrong.slice(0, 3), `of ${wrong.length}, with FUZZ_SEED=${SEED}`).toEqual([]);
    expect(paintings.refusedWithoutReason()).toEqual([]);
    // invariant 1 and 5: what was acknowledged is counted, once, and nothing else is.
    const expected = { ballots: counted.ballots, withdrawn: counted.withdrawn };
    await until(async () => JSON.stringify(await tallyOf(url)) === JSON.stringify(expected));
    expect(await tallyOf(url)).toEqual(expected);
    expect(counted.ballots).toBeGreaterThan(0);
    expect(counted.withdrawn).toBeGreaterThan(0);
    for (const isolate of ISOLATES) {
      const [first, last] = [looks[0]?.[isolate], looks.at(-1)?.[isolate]];
      const grown = (of: keyof Heap) => (last?.[of] ?? Number.NaN) - (first?.[of] ?? Number.NaN);
      expect(grown("objects") + grown("embedder"), isolate).toBeLessThan(MAY_GROW_BYTES);
      expect(grown("buffers"), isolate).toBeLessThan(MAY_KEEP_BYTES);
    }
    expect(Math.max(...looks.map((look) => look.residentMb))).toBeLessThan(MOST_RESIDENT_MB);
    // Whatever the Worker did not expect, it says there: an uncaught error or a rejection that nobody handled.
    expect(said).toEqual([]);
  },
  120_000 + REQUESTS * A_REQUEST_MS,
);

type Held = Record<(typeof ISOLATES)[number], Heap> & {
  /** Before any garbage was collected for this look. */
  residentMb: number;
};

async function heldBy({ url, miniflare, workerdPid }: RunningServer): Promise<Held> {
  const resident = residentMb(workerdPid());
  const inspector = await miniflare.getInspectorURL();
  // Asks the Worker, which asks the embedded KV.
  const nudge = async () => (await fetch(`${url}/log/${POLL}/checkpoint`)).arrayBuffer();
  const [worker, kv] = ISOLATES;
  return {
    [worker]: await heapOf(inspector, worker, nudge),
    [kv]: await heapOf(inspector, kv, nudge),
    residentMb: resident,
  };
}

const told = (held: Held | undefined): string =>
  [
    `resident ${held?.residentMb} MB`,
    ...ISOLATES.map((isolate) => {
      const heap = Object.entries(held?.[isolate] ?? {}).map(([of, bytes]) => `${of} ${(bytes / MB).toFixed(2)} MB`);
      return `${isolate} ${heap.join(", ")}`;
    }),
  ].join("; ");

/**
 * No failures: a format that oEmbed lets a provider not have is 501 by its specification (section 2.3.4), and a picture
 * is 503 once the isolate has painted as many as it may: see `Paintings`.
 */
const isFailure = ({ status }: Answer, { path }: FuzzedRequest): boolean =>
  status <= 0 ||
  (status >= 500 && !(status === 501 && path.startsWith("/oembed")) && !(status === 503 && Paintings.isOne(path)));

/** What the server said it counted. */
class Counted {
  readonly #ballots = new Set<string>();
  readonly #withdrawn = new Set<string>();
  #withoutSecret = 0;

  get ballots(): number {
    return this.#ballots.size + this.#withoutSecret;
  }

  get withdrawn(): number {
    return this.#withdrawn.size;
  }

  note({ act }: FuzzedRequest, { status, location }: Answer): void {
    const isDone = [200, 201].includes(status) || (status === 303 && /[?&]done=/.test(location));
    if (!act || !isDone) return;
    const { kind, question, secret } = act;
    if (kind === "withdrawal") this.#withdrawn.add(`${question} ${secret}`);
    else if (secret) this.#ballots.add(`${question} ${secret}`);
    else this.#withoutSecret += 1;
  }
}

async function tallyOf(url: string): Promise<{ ballots: number; withdrawn: number }> {
  const { questions } = await (await fetch(`${url}/api/v1/polls/${POLL}/tally`)).json();
  const sum = (of: "ballots" | "withdrawn") =>
    Object.values<Record<typeof of, { a: number; c: number }>>(questions).reduce(
      (total, question) => total + question[of].a + question[of].c,
      0,
    );
  return { ballots: sum("ballots"), withdrawn: sum("withdrawn") };
}
