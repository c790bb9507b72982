import { execFileSync, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isLong } from "../long.ts";

/** What Debian's golang-go and golang-golang-x-mod-dev bring. */
const PACKAGES = ["golang-go", "golang-golang-x-mod-dev"];
const SYSTEM_GOPATH = "/usr/share/gocode";
const MAIN = join(import.meta.dirname, "../integration/go/main.go");

export type Question =
  | { kind: "checkpoint"; vkey: string; note: Uint8Array }
  | { kind: "root"; bundle: Uint8Array; size: number }
  | { kind: "inclusion"; index: number; size: number; leaf: Uint8Array; root: Uint8Array; proof: readonly Uint8Array[] }
  | {
      kind: "consistency";
      from: number;
      size: number;
      old: Uint8Array;
      root: Uint8Array;
      proof: readonly Uint8Array[];
    };

export interface Answer {
  ok: boolean;
  /** The first letters of its base64. */
  root?: string;
  size?: number;
}

/** What Go answers. Letters of a root enough to tell roots apart. */
export const rootLetters = (base64: string): string => base64.slice(0, 5);

export interface Judge {
  ask: (questions: readonly Question[]) => Answer[];
  end: () => void;
}

/** Answers that Go gave, by the SHA-256 of the questions: a letter for each, and the roots and sizes of those that have one. */
const RECORD = join(import.meta.dirname, "go-answers.json");
type Recorded = Record<string, { ok: string; roots?: string; sizes?: string }>;

/**
 * Go's own `note` and `tlog`: as they answered once (`RECORD_GO=1` with the long tests writes that down); in the long tests as they
 * answer now, from Debian's packages, which must be the same.
 */
export function goJudge(): Judge {
  const go = liveGo();
  if (!go) return recordedJudge;
  return {
    ...go,
    ask(questions) {
      const answers = go.ask(questions);
      if (process.env.RECORD_GO) record(questions, answers);
      if (JSON.stringify(recordedJudge.ask(questions)) !== JSON.stringify(answers))
        throw new Error(`Go answers otherwise than ${RECORD} says`);
      return answers;
    },
  };
}

/** Go itself, in the long tests, where it is on this machine. */
export function liveGo(): Judge | undefined {
  if (!isLong) return undefined;
  if (!isInstalled()) install(PACKAGES);
  if (isInstalled()) return builtJudge();
  console.warn(`Skipped: Go's note and tlog are not on this machine: apt-get install ${PACKAGES.join(" ")}`);
  return undefined;
}

const readRecord = (): Recorded => (existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : {});

const keyOf = (questions: readonly Question[]): string =>
  createHash("sha256").update(questions.map(asLine).join("")).digest("hex");

function record(questions: readonly Question[], answers: readonly Answer[]): void {
  const listed = (of: "root" | "size") => answers.map((answer) => answer[of] ?? "").join(" ");
  const [roots, sizes] = [listed("root"), listed("size")];
  const recorded = {
    ...readRecord(),
    [keyOf(questions)]: {
      ok: answers.map(({ ok }) => (ok ? "y" : "n")).join(""),
      ...(roots.trim() && { roots }),
      ...(sizes.trim() && { sizes }),
    },
  };
  writeFileSync(RECORD, `${JSON.stringify(recorded, null, 2)}\n`);
}

const recordedJudge: Judge = {
  ask(questions) {
    const recorded = readRecord()[keyOf(questions)];
    if (!recorded)
      throw new Error("Go was never asked this: TEST_LONG=1 RECORD_GO=1 npx vitest run test/log/go-differential");
    const [roots, sizes] = [recorded.roots?.split(" "), recorded.sizes?.split(" ")];
    return [...recorded.ok].map((letter, i) => ({
      ok: letter === "y",
      ...(roots?.[i] && { root: roots[i] }),
      ...(sizes?.[i] && { size: Number(sizes[i]) }),
    }));
  },
  end: () => {},
};

function builtJudge(): Judge {
  const folder = mkdtempSync(join(tmpdir(), "sawt-go-"));
  const program = join(folder, "judge");
  execFileSync("go", ["build", "-o", program, MAIN], {
    env: {
      PATH: process.env.PATH,
      GO111MODULE: "off",
      GOPATH: `${folder}:${SYSTEM_GOPATH}`,
      GOCACHE: join(folder, "cache"),
      GOFLAGS: "",
      HOME: folder,
    },
  });
  return {
    ask(questions) {
      const answered: SpawnSyncReturns<string> = spawnSync(program, {
        input: questions.map(asLine).join(""),
        encoding: "utf8",
        maxBuffer: 2 ** 30,
      });
      const answers = answered.stdout.split("\n").slice(0, -1);
      if (answers.length !== questions.length)
        throw new Error(`${questions.length} questions, ${answers.length} answers: ${answered.stderr}`);
      return answers.map((line) => {
        const { ok, root, size } = JSON.parse(line);
        return { ok, ...(root && { root: rootLetters(root) }), ...(size && { size }) };
      });
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const isInstalled = (): boolean =>
  existsSync(join(SYSTEM_GOPATH, "src/golang.org/x/mod/sumdb/tlog")) &&
  spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;

/** Installs Debian packages where somebody said that a test may: a long one, as root, with CI or INSTALL_GO set. */
export function install(packages: readonly string[]): void {
  if (!isLong) return;
  if (process.getuid?.() !== 0 || !(process.env.CI || process.env.INSTALL_GO) || !existsSync("/usr/bin/apt-get"))
    return;
  const aptGet = (...args: string[]) => spawnSync("apt-get", args, { stdio: "ignore" }).status === 0;
  const installed = () => aptGet("install", "-y", "--no-install-recommends", ...packages);
  // A new machine has no list of packages yet, an old one may name versions that are gone.
  if (!installed() && aptGet("update")) installed();
}

/** Bytes as base64, as Go reads them. */
const asLine = (question: Question): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(question).map(([name, value]) => [name, inBase64(value)])))}\n`;

const inBase64 = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return Array.isArray(value) ? value.map(inBase64) : value;
};
