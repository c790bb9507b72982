import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answers, until } from "../server/launch.ts";

const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Two for each reader whom nginx serves, within the files that a process may usually have open. */
const CONNECTIONS = 9_000;

/** nginx in front of a server, as docs/nginx.conf has it. */
export class ReverseProxy {
  readonly #folder = mkdtempSync(join(tmpdir(), "sawt-proxy-"));
  readonly #nginx: ChildProcess;

  /** Serves on `port` what is served on `upstream`. Readers say in `addressField` from which network they come. */
  static async start(port: number, upstream: number, addressField: string): Promise<ReverseProxy> {
    const proxy = new ReverseProxy(port, upstream, addressField);
    // Where there is none to start, `once` rejects.
    const gone = once(proxy.#nginx, "exit").then(
      () => true,
      () => true,
    );
    // Anything that answers will do: nothing stands behind it yet.
    const ended = await Promise.race([
      gone,
      until(() => answers(`http://127.0.0.1:${port}/robots.txt`)).then(() => false),
    ]);
    if (ended) throw new Error("nginx did not start. Install it, or set SOAK_PROXY=none to go without.");
    return proxy;
  }

  private constructor(port: number, upstream: number, addressField: string) {
    const configuration = join(this.#folder, "nginx.conf");
    writeFileSync(configuration, this.#configuration(documented(port, upstream, addressField)));
    this.#nginx = spawn("nginx", ["-c", configuration], { stdio: ["ignore", "ignore", "inherit"] });
  }

  async stop(): Promise<void> {
    if (this.#nginx.exitCode === null && this.#nginx.kill("SIGTERM")) await once(this.#nginx, "exit");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What belongs around a site of Debian's nginx. */
  #configuration(site: string): string {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    return `
      daemon off;
      worker_processes auto;
      worker_rlimit_nofile ${2 * CONNECTIONS};
      pid ${this.#folder}/pid;
      error_log /dev/null;
      events { worker_connections ${CONNECTIONS}; }
      http {
        ${temporary.map((kind) => `${kind}_temp_path ${this.#folder}/${kind};`).join("\n")}
        ${site}
      }`;
  }
}

/** The documented site: other ports, no TLS, and each reader's network as the reader says it. */
function documented(port: number, upstream: number, addressField: string): string {
  const site = readFileSync(fileOf("docs/nginx.conf"), "utf8");
  const changes: [RegExp, string][] = [
    [/listen 443 ssl http2/, `listen ${port}`],
    [/^ *ssl_.*$/gm, ""],
    [/127\.0\.0\.1:8787/g, `127.0.0.1:${upstream}`],
    [/\$remote_addr/, `$http_${addressField.toLowerCase().replaceAll("-", "_")}`],
    [/Host \$host/, "Host $http_host"],
    [/\/opt\/sawt\/public/, fileOf("public")],
  ];
  return changes.reduce((text, [pattern, now]) => {
    const changed = text.replace(pattern, now);
    if (changed === text) throw new Error(`docs/nginx.conf has no ${pattern}`);
    return changed;
  }, site);
}
