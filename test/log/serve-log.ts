import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type ShownLog, servedFiles } from "./shown-log.ts";

const servers: Server[] = [];

/**
 * Serves a log, and the verifier key that its poll names, over real HTTP. Answers the address of the poll. `status`: that of
 * the file `without`.
 */
export async function serveLog(log: ShownLog, without?: string, status = 404): Promise<string> {
  const files = servedFiles(log);
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path === "/api/v1/polls/bread") return response.end(JSON.stringify({ log: { vkey: log.vkey } }));
    const name = path.replace("/log/bread/", "");
    const file = name === without ? undefined : files.get(name);
    return file ? response.end(file) : response.writeHead(name === without ? status : 404).end();
  }).listen(0);
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the system gave no port");
  return `http://localhost:${address.port}/p/bread`;
}

export async function stopServing(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}
