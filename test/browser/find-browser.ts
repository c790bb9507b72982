import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { ROOT } from "../../src/server/build.ts";

/** What Playwright is to launch. Without a path: the browser that it installed itself. */
export interface FoundBrowser {
  executablePath?: string;
  args: string[];
  /** On top of this process's environment. */
  env?: Record<string, string>;
}

type Found = Omit<FoundBrowser, "args">;

/** Headless as any user, root included, and silent: what the pages ask for is all that goes over the network. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Older ones do not understand all that this Playwright says to them. */
const OLDEST_MAJOR = 130;

/** Hands what was found on to Playwright's workers, which load the configuration again. */
const HANDED_ON = "SAWT_TEST_BROWSER";

/** Set, it hides the system's browsers, to try what a machine without one does. */
const WITHOUT_SYSTEM = "SAWT_TEST_WITHOUT_SYSTEM_BROWSER";

/**
 * A Chromium for the tests, with nothing done by hand: the one that `CHROMIUM_PATH` names, else the system's, else the one that
 * `@sparticuz/chromium` carries (Linux on x64), else Playwright's own, which it then downloads.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const handedOn = process.env[HANDED_ON];
  if (handedOn) return JSON.parse(handedOn);
  const found = named() ?? ofSystem() ?? carried() ?? ofPlaywright();
  const browser = { ...found, args: ARGS, env: { ...found.env, ...phoneFonts() } };
  process.env[HANDED_ON] = JSON.stringify(browser);
  console.log(`Browser     ${browser.executablePath ?? "Playwright's own Chromium"}`);
  return browser;
}

function named(): Found | undefined {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) return undefined;
  if (!existsSync(executablePath)) throw new Error(`CHROMIUM_PATH names ${executablePath}, where there is nothing.`);
  return { executablePath };
}

function ofSystem(): Found | undefined {
  if (process.env[WITHOUT_SYSTEM]) return undefined;
  const executablePath = usualPlaces().find((path) => existsSync(path) && isUsable(path));
  return executablePath === undefined ? undefined : { executablePath };
}

function usualPlaces(): string[] {
  const onPath = (...names: string[]): string[] =>
    (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  switch (process.platform) {
    case "darwin":
      return ["", process.env.HOME ?? ""].flatMap((home) => [
        `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
        `${home}/Applications/Chromium.app/Contents/MacOS/Chromium`,
      ]);
    case "win32":
      return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
        .map((name) => process.env[name])
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, "Google", "Chrome", "Application", "chrome.exe"),
          join(folder, "Chromium", "Application", "chrome.exe"),
        ])
        .concat(onPath("chrome.exe", "chromium.exe"));
    default:
      return onPath("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
  }
}

/** It starts, and is not too old. Some systems have a script of that name which only says where to get a Chromium. */
function isUsable(path: string, env: Record<string, string> = {}): boolean {
  // On Windows `--version` opens a window instead.
  if (process.platform === "win32") return true;
  const { status, stdout } = spawnSync(path, ["--version"], {
    encoding: "utf8",
    timeout: 20_000,
    env: { ...process.env, ...env },
  });
  return status === 0 && Number(/(\d+)\.\d+\.\d+/.exec(stdout)?.[1]) >= OLDEST_MAJOR;
}

/** The package's binary, unpacked once. Its libraries serve only a system that lacks its own. */
function carried(): Found | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = unpacked();
  const executablePath = join(folder, "chromium");
  const env = [{}, { LD_LIBRARY_PATH: join(folder, "al2023", "lib") }].find((each) => isUsable(executablePath, each));
  return env && { executablePath, env };
}

/** On Linux: the letters of an Android phone and no others, so that lines break alike on every machine that runs the tests. */
function phoneFonts(): Record<string, string> {
  if (process.platform !== "linux") return {};
  const fonts = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/noto-naskh-arabic/package.json"));
  const cache = join(ROOT, "node_modules", ".cache", "fonts");
  mkdirSync(cache, { recursive: true });
  const file = join(cache, "fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>
`,
  );
  return { FONTCONFIG_FILE: file };
}

/** The folder appears whole or not at all, so runs that start together, or were cut short, do not meet half a browser. */
function unpacked(): string {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const { version } = JSON.parse(readFileSync(packageJsonAbove(entry), "utf8"));
  const cache = join(ROOT, "node_modules", ".cache");
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;

  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  // The package unpacks to the temporary folder, and its libraries only where it believes to run on Lambda.
  execFileSync(
    process.execPath,
    ["--input-type=module", "-e", 'await (await import("@sparticuz/chromium")).default.executablePath()'],
    { cwd: ROOT, env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" } },
  );
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another run was faster.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function packageJsonAbove(file: string): string {
  const path = join(dirname(file), "package.json");
  if (existsSync(path) && "version" in JSON.parse(readFileSync(path, "utf8"))) return path;
  return packageJsonAbove(dirname(file));
}

function ofPlaywright(): Found {
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  execFileSync(process.execPath, [cli, "install", "--only-shell", "chromium"], { stdio: "inherit" });
  return {};
}
