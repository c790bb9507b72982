import { MAX_SOCKETS_PER_GALLERY, PING, PONG } from "../domain/numbers.ts";
import { PlacedObject } from "./jurisdiction.ts";

/**
 * Holds the sockets of those who watch a poll, and sleeps in between (hibernation). It knows nothing of who they are.
 * Messages are cumulative, so a missed one does not matter.
 */
export class SocketHub extends PlacedObject {
  /** The last message; gone after a sleep, and then asked for again. */
  #message: string | undefined;
  /** Sockets about to be accepted: they count, else the ledger could forget this hub in between, and a herd could pass its bound. */
  #joining = 0;
  /** The one call to the ledger that all who come after a sleep wait for. */
  #asking: Promise<string | undefined> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** Accepts a socket and tells it the tally at once. 503: full, try another gallery. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 426 });
    if (this.ctx.getWebSockets().length + this.#joining >= MAX_SOCKETS_PER_GALLERY)
      return new Response(null, { status: 503 });
    this.#joining += 1;
    try {
      const message = await this.#firstMessage();
      if (message === undefined) return new Response(null, { status: 404 });
      const { 0: client, 1: server } = new WebSocketPair();
      this.ctx.acceptWebSocket(server);
      server.send(message);
      return new Response(null, { status: 101, webSocket: client });
    } finally {
      this.#joining -= 1;
    }
  }

  /** Shows a message to all; answers how many it reached. With none left, the ledger stops telling this hub. */
  show(message: string): number {
    const sockets = this.ctx.getWebSockets();
    const watching = sockets.length + this.#joining;
    this.#message = watching > 0 ? message : undefined;
    for (const socket of sockets) {
      try {
        socket.send(message);
      } catch {
        // Its reader has gone; the close event follows.
      }
    }
    return watching;
  }

  /** A close is answered, else the reader's browser waits for ten seconds. RFC 6455 section 5.5.1. */
  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }

  /** Readers have nothing to say here. */
  override webSocketMessage(): void {}

  async #firstMessage(): Promise<string | undefined> {
    if (this.#message !== undefined) return this.#message;
    const [poll = "", number = ""] = this.ctx.id.name?.split("/") ?? [];
    this.#asking ??= this.env.LEDGER.getByName(poll)
      .watch(Number(number))
      .finally(() => {
        this.#asking = undefined;
      });
    const asked = await this.#asking;
    // One shown meanwhile is newer.
    this.#message ??= asked;
    return this.#message;
  }
}
