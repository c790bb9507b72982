import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startServer } from "../../src/server/server.ts";
import { cpuSeconds } from "../bench/servers.ts";
import { Connection } from "../fault/connection.ts";
import { ballot } from "../fault/voters.ts";
import { freePort } from "../server/launch.ts";
import { type Counts, sum, times } from "./counts.ts";

const ENTRY = fileURLToPath(new URL("counted/worker.ts", import.meta.url));

/** What one of each thing that happens in a day uses, counted on the running system. `alone`: nobody else is there. */
export interface Unit {
  page: { alone: Counts; crowd: Counts };
  vote: { alone: Counts; crowd: Counts };
  /** A vote and, at once, the results as its reader sees them: read from all boxes. */
  voteAndResults: { alone: Counts; crowd: Counts };
  /** A seal of few ballots; and what each further ballot of a large one adds. */
  seal: Counts;
  sealedBallot: Counts;
  /** A socket that begins to watch; and a second in which the tally moves before those who watch. */
  socket: Counts;
  movingSecond: Counts;
  /** Milliseconds of processor time in a crowd: all of workerd, objects and the counting itself. Nothing without /proc. */
  cpuMs: Record<"page" | "vote" | "voteAndResults", number | undefined>;
}

/**
 * What sets the plans apart: the `vars` of wrangler.toml, as its environments have them, but for the paid plan's boxes.
 * How many ballots share a row is a box's own matter: so many as wait for its commit. On one machine four boxes share one
 * thread, and none would ever have the crowd that each has at load.
 */
export const PLANS = {
  paid: { BOXES: "1", DOORKEEPERS: "4", GALLERIES: "4" },
  free: { BOXES: "1", DOORKEEPERS: "1", GALLERIES: "1" },
} as const;

/** How often each thing is done alone, and by a crowd. */
const FULL = { alone: 6, crowd: 2_000 };
const CONNECTIONS = 32;
const SOCKETS = 20;

/** The device mark: its pages are the voter's own. */
const VOTED = { Cookie: "sawt-voted-facebook-hour.pledge=1" };

/** Longer than a view of the poll is kept, and than any timer that an object holds. */
const ALONE_MS = 1_100;

/** `vars`: of the plan that is measured. */
export async function measureUnits(
  dataDir: string,
  vars: Record<string, string>,
  { alone: aloneTimes, crowd: crowdTimes } = FULL,
): Promise<Unit> {
  const port = await freePort();
  // On Cloudflare no request shares another's calls.
  const asOnCloudflare = vars;
  const server = await startServer({ dataDir, port, entry: ENTRY, sealEverySeconds: 86_400, vars: asOnCloudflare });
  const voter = new Voter(port);
  try {
    await voter.page("/p/facebook-hour");
    await voter.vote();
    await voter.seal();
    await voter.counts();
    const apart = (act: () => Promise<void>) => async () => {
      await act();
      await wait(ALONE_MS);
    };
    const page = () => voter.page("/p/facebook-hour");
    const voteAndSee = async (connection?: Connection) => {
      await voter.vote(connection);
      await voter.page("/p/facebook-hour/voted?answered=pledge", VOTED);
    };
    const crowd = async (act: (connection: Connection) => Promise<void>) => {
      const before = cpuSeconds({ server });
      const counts = await voter.each(crowdTimes, () => voter.crowd(act, crowdTimes), 1);
      const after = cpuSeconds({ server });
      const cpuMs = before !== undefined && after !== undefined ? ((after - before) / crowdTimes) * 1_000 : undefined;
      return { counts, cpuMs };
    };
    const alone = {
      page: await voter.each(aloneTimes, apart(page)),
      vote: await voter.each(
        aloneTimes,
        apart(() => voter.vote()),
      ),
      voteAndResults: await voter.each(aloneTimes, apart(voteAndSee)),
    };
    const seal = await voter.each(1, () => voter.seal());
    const together = {
      page: await crowd(page),
      vote: await crowd((connection) => voter.vote(connection)),
      voteAndResults: await crowd(voteAndSee),
    };
    const sealedBallot = await voter.each(crowdTimes, () => voter.seal(), 1);
    const socket = await voter.each(SOCKETS, () => voter.watch());
    const watchedVote = await voter.each(
      aloneTimes,
      apart(() => voter.vote()),
    );
    return {
      page: { alone: alone.page, crowd: together.page.counts },
      vote: { alone: alone.vote, crowd: together.vote.counts },
      voteAndResults: { alone: alone.voteAndResults, crowd: together.voteAndResults.counts },
      seal,
      sealedBallot,
      socket,
      movingSecond: sum(watchedVote, times(alone.vote, -1)),
      cpuMs: {
        page: together.page.cpuMs,
        vote: together.vote.cpuMs,
        voteAndResults: together.voteAndResults.cpuMs,
      },
    };
  } finally {
    await voter.leave();
    await server.stop();
  }
}

class Voter {
  readonly #url: string;
  readonly #port: number;
  readonly #sockets: WebSocket[] = [];
  readonly #alone: Connection;
  #ballots = 0;

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${port}`;
    this.#port = port;
    this.#alone = new Connection(port);
  }

  /** Counts of one of `many` things: `act` is done `calls` times in all. */
  async each(many: number, act: () => Promise<void>, calls = many): Promise<Counts> {
    await this.counts();
    for (let i = 0; i < calls; i++) await act();
    return times(await this.counts(), 1 / many);
  }

  async counts(): Promise<Counts> {
    return (await fetch(`${this.#url}/counts`)).json();
  }

  async page(path: string, headers: Record<string, string> = {}): Promise<void> {
    const response = await fetch(this.#url + path, { headers });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
  }

  async vote(connection = this.#alone): Promise<void> {
    const { lock, option } = ballot(this.#ballots++);
    const body = JSON.stringify({ question: "pledge", choice: [option], lock });
    const status = await connection.post("/api/v1/polls/facebook-hour/ballots", body);
    if (status !== 201) throw new Error(`a ballot is answered with ${status}`);
  }

  /** So many readers as there are connections do the same as fast as they are answered. */
  async crowd(act: (connection: Connection) => Promise<void>, times: number): Promise<void> {
    let left = times;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        const connection = new Connection(this.#port);
        while (left-- > 0) await act(connection);
        connection.close();
      }),
    );
  }

  async seal(): Promise<void> {
    await (await fetch(`${this.#url}/seal`)).arrayBuffer();
  }

  async watch(): Promise<void> {
    const socket = new WebSocket(`${this.#url.replace("http", "ws")}/api/v1/polls/facebook-hour/live`);
    this.#sockets.push(socket);
    await new Promise((resolve, reject) => {
      socket.addEventListener("message", resolve, { once: true });
      socket.addEventListener("error", reject, { once: true });
    });
  }

  async leave(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    this.#alone.close();
  }
}
