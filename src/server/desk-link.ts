import { createHash } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join, resolve } from "node:path";
import type { RunningServer } from "./server.ts";

/** What the one `Staff` object is asked for here: Miniflare's types know stubs by their `fetch` alone. */
interface Staffs {
  getByName(name: string): {
    firstLink(request: string): Promise<{ code: string } | undefined>;
    ownerLink(request: string): Promise<{ code: string }>;
  };
}

/**
 * Where the desk is: with a one-time link while nobody has ever signed in, later without. The code stands behind the `#`,
 * which browsers send to nobody.
 */
export async function deskAddress(server: RunningServer, publicHost: string | undefined): Promise<string> {
  const first = await (await staffOf(server)).firstLink("start");
  return first ? signInAddress(server, publicHost, first.code) : `${siteAddress(server, publicHost)}/desk`;
}

/** A one-time link for whoever can ask for it on this machine. */
export async function newDeskLink(server: RunningServer, publicHost: string | undefined): Promise<string> {
  const { code } = await (await staffOf(server)).ownerLink("desk:link");
  return signInAddress(server, publicHost, code);
}

const signInAddress = (server: RunningServer, publicHost: string | undefined, code: string): string =>
  `${siteAddress(server, publicHost)}/desk/sign-in#${code}`;

/** Where readers and staff see the site. Behind a public host there is TLS: without it no browser would keep the desk's cookie. */
export const siteAddress = ({ url }: RunningServer, publicHost: string | undefined): string =>
  publicHost === undefined
    ? url
    : `${/^(localhost|127\.|\[::1\])/.test(publicHost) ? "http" : "https"}://${publicHost}`;

async function staffOf({ miniflare }: RunningServer) {
  const staffs: unknown = await miniflare.getDurableObjectNamespace("STAFF");
  if (!isStaffs(staffs)) throw new Error("the Worker has no staff");
  return staffs.getByName("staff");
}

const isStaffs = (value: unknown): value is Staffs =>
  value !== null && (typeof value === "object" || typeof value === "function") && "getByName" in value;

/**
 * The way by which `npm run desk:link` reaches a running server: a socket in the data folder, for the user who started the
 * server alone. Whoever can open it could read the data as well. Undefined where the system cannot make one.
 */
export function giveLinks(dataDir: string, makeLink: () => Promise<string>): Promise<Server | undefined> {
  const path = socketPath(dataDir);
  // The folder is ours (data-dir.ts), so a socket that stands there was left by a server that was killed.
  if (process.platform !== "win32") rmSync(path, { force: true });
  return new Promise((done) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      makeLink().then(
        (link) => socket.end(`${link}\n`),
        () => socket.destroy(),
      );
    });
    server.once("error", () => done(undefined));
    server.listen(path, () => {
      if (process.platform !== "win32") chmodSync(path, 0o600);
      server.unref();
      done(server);
    });
  });
}

/** The link of a server that runs on this folder; nothing where none does. */
export function askForLink(dataDir: string): Promise<string | undefined> {
  return new Promise((done) => {
    let answer = "";
    const socket = connect(socketPath(dataDir));
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.once("error", () => done(undefined));
    socket.once("close", () => done(answer.trim() || undefined));
  });
}

function socketPath(dataDir: string): string {
  const folder = resolve(dataDir);
  if (process.platform !== "win32") return join(folder, "desk.sock");
  return `\\\\.\\pipe\\sawt-desk-${createHash("sha256").update(folder).digest("hex").slice(0, 32)}`;
}
