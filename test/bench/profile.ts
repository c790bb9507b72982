import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { Connection } from "../fault/connection.ts";
import { cpuSeconds, startBaseline, startSawt } from "./servers.ts";
import { acknowledged, ask } from "./ways.ts";

/**
 * `node test/bench/profile.ts [cast | memory]`: where workerd's processor time goes under 64 connections, by samples of Linux's
 * `perf`, each in the one group that its innermost telling function belongs to. On standard output, as a table.
 */
const CONNECTIONS = 64;
const WARM_UP_MS = 3_000;
const SECONDS = 12;
const SAMPLES_PER_SECOND = 999;
const PERF_OUTPUT_AT_MOST = 2 ** 29;

/** First match wins, from the innermost function outwards. `JS:` marks what V8 named: the Worker's own functions. */
const GROUPS: readonly (readonly [string, RegExp])[] = [
  ["garbage collection", /CollectGarbage|Scavenge|MinorGC|cppgc::internal|Sweep|ConcurrentMark|HeapTracer/],
  ["V8 compiling", /CompilationJob|Compiler::|TieringManager|baseline::|OptimizingCompile/],
  ["signing the promise", /JS:\S*(signNote|promiseText|sign )|ED25519/],
  ["hashing the leaf", /JS:\S*(leafHash|sha256|Hash\b|Hash\.)/],
  ["doorkeeper", /JS:\S*(Hmac|keyed|keyIn|find worker|admitAll|admit|decide)\b/],
  ["SQLite", /sqlite3|SqliteDatabase|SqlStorage|ActorSqlite/],
  ["box", /JS:\S*(castAll|#write|#sync|#run|append|remember|countBallot|#commit|findBallot|parseEntry)/],
  [
    "reading and checking the request",
    /JS:\S*(readRequest|readJson|readBytes|_zod|safeParse|checkChoice|readPoll|viewAt|pollOf|askingOf|networkOf|provenanceOf|hasMark|getCookie|sameOrigin)|workerd::api::Body::|ReadableStream/,
  ],
  [
    "building the answer",
    /JS:\S*(json worker|newResponse|protect|setMark|setCookie|generateCookie|header worker|securityHeaders|compressed)|workerd::api::(Headers|Response)::/,
  ],
  [
    "calls of objects",
    /JsRpc|workerd::api::\(anonymous namespace\)::\w*(callImpl|JsValue)|capnp::|Value(Des|S)erializer|ActorOutgoing|getClientForOneCall/,
  ],
  [
    "gateway and sharing calls",
    /JS:\S*(#lead|add worker|castTogether|castBallot|cast worker|requestWith|castRequest|askAgain|within|untilAnswered|withUntold)/,
  ],
  ["timers", /JS:\S*(Timeout|setTimeout|clearTimeout)|TimeoutManager/],
  ["routing (Hono)", /JS:\S*(dispatch|match|fetch worker|handler|search)/],
  ["waking with another's answer", /DeleteQueue|CrossThread|PromiseResolveContextCheck/],
  ["HTTP and sockets", /kj_hyper::server|hyper::proto|mio::|kj::Http|TcpStream|epoll|tcp_|writev|httparse/],
];
/** Of what is left: whatever has these on its stack belongs to workerd's requests. */
const REQUESTS = /IoContext|ServiceWorkerGlobalScope|Worker|kj::/;

const way = process.argv[2] === "memory" ? "memory" : "cast";
const folder = mkdtempSync(join(tmpdir(), "sawt-profile-"));
process.env.MINIFLARE_WORKERD_V8_FLAGS = [
  "--perf-basic-prof",
  "--interpreted-frames-native-stack",
  // Which the flag before asks for, and would write where one stands.
  "--no-logfile-per-isolate",
  `--logfile=${join(folder, "v8.log")}`,
].join(" ");
const server = await (way === "cast" ? startSawt : startBaseline)(folder);
try {
  let stopped = false;
  const connections = Array.from({ length: CONNECTIONS }, () => new Connection(server.port));
  const asking = connections.map(async (connection) => {
    while (!stopped) await ask(way, connection);
  });
  process.stderr.write(`${way}: ${SECONDS} s under ${CONNECTIONS} connections\n`);
  await wait(WARM_UP_MS);
  const [answersBefore, cpuBefore] = [acknowledged(way), cpuSeconds(server) ?? 0];
  const recorded = join(folder, "perf.data");
  await record(server.server.workerdPid(), recorded);
  const cpu = (cpuSeconds(server) ?? 0) - cpuBefore;
  const micros = (cpu * 1_000_000) / (acknowledged(way) - answersBefore);
  stopped = true;
  await Promise.all(asking);
  for (const connection of connections) connection.close();
  console.log(tableOf(stacksOf(recorded), micros));
} finally {
  await server.server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function record(pid: number, into: string): Promise<void> {
  const options = ["-e", "cpu-clock", "-F", String(SAMPLES_PER_SECOND), "-g", "-p", String(pid), "-o", into];
  await promisify(execFile)("perf", ["record", ...options, "--", "sleep", String(SECONDS)]);
}

/** Stacks of samples, innermost function first. */
function stacksOf(recorded: string): string[][] {
  const text = execFileSync("perf", ["script", "-i", recorded, "-F", "ip,sym,comm"], {
    encoding: "utf8",
    maxBuffer: PERF_OUTPUT_AT_MOST,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return text.split("\n\n").flatMap((sample) => {
    const [, ...frames] = sample.trim().split("\n");
    return frames.length > 0 ? [frames] : [];
  });
}

function tableOf(stacks: readonly string[][], micros: number): string {
  const counts = new Map<string, number>();
  for (const stack of stacks) {
    const group = groupOf(stack);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, one], [, other]) => other - one);
  return [
    `${stacks.length} samples, ${Math.round(micros)} µs of processor time a request`,
    ...rows.map(([group, count]) => {
      const share = count / stacks.length;
      return `${group.padEnd(36)}${`${count}`.padStart(6)}${(share * 100).toFixed(1).padStart(8)} %${(share * micros).toFixed(0).padStart(7)} µs`;
    }),
  ].join("\n");
}

function groupOf(stack: readonly string[]): string {
  for (const frame of stack) {
    const found = GROUPS.find(([, pattern]) => pattern.test(frame));
    if (found) return found[0];
  }
  return stack.some((frame) => REQUESTS.test(frame)) ? "workerd: a request's turns" : "all else";
}
