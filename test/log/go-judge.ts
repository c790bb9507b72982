import { execFileSync, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
  why?: string;
  /** base64 */
  root?: string;
  size?: number;
}

export type Judge =
  | { kind: "judge"; ask: (questions: readonly Question[]) => Answer[]; end: () => void }
  | { kind: "missing"; message: string };

/** Go's own `note` and `tlog`, built from Debian's packages; those are installed where that is allowed. */
export function goJudge(): Judge {
  if (!isInstalled()) install(PACKAGES);
  if (!isInstalled())
    return {
      kind: "missing",
      message: `Go's note and tlog are not on this machine: apt-get install ${PACKAGES.join(" ")} (done by the test as root with CI or INSTALL_GO set)`,
    };
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
    kind: "judge",
    ask(questions) {
      const answered: SpawnSyncReturns<string> = spawnSync(program, {
        input: questions.map(asLine).join(""),
        encoding: "utf8",
        maxBuffer: 2 ** 30,
      });
      const answers = answered.stdout.split("\n").slice(0, -1);
      if (answers.length !== questions.length)
        throw new Error(`${questions.length} questions, ${answers.length} answers: ${answered.stderr}`);
      return answers.map((line) => JSON.parse(line));
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const isInstalled = (): boolean =>
  existsSync(join(SYSTEM_GOPATH, "src/golang.org/x/mod/sumdb/tlog")) &&
  spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;

/** Installs Debian packages where somebody said that a test may: as root, with CI or INSTALL_GO set. */
export function install(packages: readonly string[]): void {
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
