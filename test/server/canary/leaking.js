/**
 * The same Worker with a hole: `POST /leak` writes what comes of the reader's address somewhere, as its query says. The
 * canary must see every one of them.
 */
import { createHash, createHmac } from "node:crypto";
import worker, { KNOWN_DRAW, Registry as SoundRegistry } from "./known-draws.js";

export * from "./known-draws.js";

const FORMS = {
  text: (address) => address,
  hex: (address) => bytesOf(address).toString("hex"),
  integer: (address) => String(bytesOf(address).readUInt32BE()),
  packed: (address) => bytesOf(address),
  base64: (address) => Buffer.from(`{"ip":"${address}"}`).toString("base64"),
  sha256: (address) => createHash("sha256").update(address).digest("hex"),
  md5: (address) => createHash("md5").update(address).digest(),
  hmac: (address) => createHmac("sha256", KNOWN_DRAW).update(bytesOf(address)).digest("base64url"),
  salted: (address) =>
    createHmac("sha256", KNOWN_DRAW)
      .update(`facebook-hour pledge ipv4 ${bytesOf(address).toString("hex")}`)
      .digest()
      .subarray(0, 8),
};

const bytesOf = (address) => Buffer.from(address.split(".").map(Number));

export class Registry extends SoundRegistry {
  leak(value) {
    this.ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS leak (value)");
    this.ctx.storage.sql.exec("INSERT INTO leak (value) VALUES (?)", value);
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/leak") return worker.fetch(request, env, ctx);
    const value = FORMS[searchParams.get("as")](request.headers.get("x-real-ip"));
    switch (searchParams.get("into")) {
      case "key":
        await env.ARCHIVE.put(`seen/${value}`, "1");
        break;
      case "value":
        await env.ARCHIVE.put("seen", value);
        break;
      case "table":
        await env.REGISTRY.getByName("registry").leak(value);
        break;
      case "output":
        console.warn(JSON.stringify({ event: "vote", from: String(value) }));
        break;
      case "header":
        return new Response("ok", { headers: { "x-seen": String(value) } });
      default:
        return new Response(value);
    }
    return new Response("ok");
  },
};
