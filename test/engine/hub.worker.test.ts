import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { PublicTally } from "../../src/domain/disclosure.ts";
import { SocketHub } from "../../src/engine/hub.ts";
import { Ledger } from "../../src/engine/ledger/ledger.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "./a-poll.ts";

const opened: WebSocket[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const socket of opened.splice(0)) socket.close(1000);
});

/** A reader who watches: every message so far, oldest first. */
async function watch(poll: { id: string }, gallery = 0): Promise<PublicTally[]> {
  const response = await env.GALLERY.getByName(`${poll.id}/${gallery}`).fetch("http://gallery/", {
    headers: { Upgrade: "websocket" },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status}`);
  const messages: PublicTally[] = [];
  socket.addEventListener("message", ({ data }) => {
    messages.push(JSON.parse(String(data)));
  });
  socket.accept();
  opened.push(socket);
  await vi.waitFor(() => expect(messages.length).toBeGreaterThan(0));
  return messages;
}

const hour = (message: PublicTally | undefined) => message?.questions.pledge?.options?.hour;

describe("a gallery", () => {
  it("tells who comes the tally at once, and everyone when it moves", async () => {
    const poll = await openPoll();
    await boxOf(poll).cast(aBallot("one"));
    const [here, there] = [await watch(poll, 0), await watch(poll, 1)];
    expect(hour(here[0])).toEqual({ a: 1, c: 0 });
    await boxOf(poll, 2).cast(aBallot("two"));
    await vi.waitFor(() => expect(hour(here.at(-1))).toEqual({ a: 2, c: 0 }), 2_000);
    await vi.waitFor(() => expect(hour(there.at(-1))).toEqual({ a: 2, c: 0 }), 2_000);
  });

  it("sends at most one message a second, each with all that came before", async () => {
    const poll = await openPoll({ rules: { boxes: 2 } });
    const messages = await watch(poll);
    const from = Date.now();
    for (let i = 0; i < 200; i++) await boxOf(poll, i % 2).cast(aBallot(`voter ${i}`));
    await vi.waitFor(() => expect(messages.at(-1)?.sequence).toBe(200), 4_000);
    const seconds = (Date.now() - from) / 1_000;
    expect(messages.length).toBeLessThanOrEqual(3 + Math.ceil(seconds));
    const sequences = messages.map((message) => message.sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  it("keeps its sockets and its news after it slept", async () => {
    const poll = await openPoll();
    const messages = await watch(poll);
    await evictDurableObject(env.GALLERY.getByName(`${poll.id}/0`));
    await evictDurableObject(ledgerOf(poll));
    await boxOf(poll).cast(aBallot("one"));
    await vi.waitFor(() => expect(hour(messages.at(-1))).toEqual({ a: 1, c: 0 }), 3_000);
  });

  it("tells nobody the counts of a poll whose results are hidden", async () => {
    const poll = await openPoll({ rules: { results: "after-close" } });
    const messages = await watch(poll);
    await boxOf(poll).cast(aBallot("one"));
    await vi.waitFor(() => expect(messages.at(-1)?.questions.pledge?.ballots).toEqual({ a: 1, c: 0 }), 2_000);
    expect(JSON.stringify(messages)).not.toContain("options");
    expect(messages.at(-1)?.questions.pledge).toMatchObject({ hidden: "after-close" });
    await ledgerOf(poll).close("done");
    await vi.waitFor(() => expect(hour(messages.at(-1))).toEqual({ a: 1, c: 0 }), 3_000);
    expect(messages.at(-1)?.phase).toBe("closed");
  });

  it("sends a reader on to another gallery when it is full", async () => {
    const poll = await openPoll();
    const gallery = env.GALLERY.getByName(`${poll.id}/0`);
    await runInDurableObject(gallery, (_, state) => {
      vi.spyOn(state, "getWebSockets").mockReturnValue(Array.from({ length: 5_000 }, () => ({}) as WebSocket));
    });
    const refused = await gallery.fetch("http://gallery/", { headers: { Upgrade: "websocket" } });
    expect(refused.status).toBe(503);
  });

  it("answers what keeps a connection open, without waking", async () => {
    const poll = await openPoll();
    const gallery = env.GALLERY.getByName(`${poll.id}/0`);
    const { webSocket } = await gallery.fetch("http://gallery/", { headers: { Upgrade: "websocket" } });
    if (!webSocket) throw new Error("no socket");
    opened.push(webSocket);
    const heard: unknown[] = [];
    webSocket.addEventListener("message", ({ data }) => heard.push(data));
    webSocket.accept();
    webSocket.send("ping");
    await vi.waitFor(() => expect(heard).toContain("pong"));
    await runInDurableObject(gallery, (_, state) => {
      expect(state.getWebSocketAutoResponseTimestamp(state.getWebSockets()[0]!)).toBeInstanceOf(Date);
    });
  });

  it("asks the ledger once for a herd, and lets no more in than it has room for", async () => {
    const poll = await openPoll();
    const gallery = env.GALLERY.getByName(`${poll.id}/0`);
    const whole = Ledger.prototype.watch;
    const asked = vi.spyOn(Ledger.prototype, "watch").mockImplementation(async function (this: Ledger, number) {
      await new Promise((resume) => setTimeout(resume, 200));
      return whole.call(this, number);
    });
    await runInDurableObject(gallery, (_, state) => {
      const sockets = state.getWebSockets.bind(state);
      // Room for three.
      vi.spyOn(state, "getWebSockets").mockImplementation(() => [
        ...sockets(),
        ...Array.from({ length: 4_997 }, () => ({ send: () => undefined }) as unknown as WebSocket),
      ]);
    });
    const come = () => gallery.fetch("http://gallery/", { headers: { Upgrade: "websocket" } });
    const answers = await Promise.all(Array.from({ length: 8 }, come));
    for (const { webSocket } of answers) {
      webSocket?.accept();
      if (webSocket) opened.push(webSocket);
    }
    expect(answers.map(({ status }) => status).sort()).toEqual([101, 101, 101, 503, 503, 503, 503, 503]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("stays told where somebody began to watch while it answered that it was empty", async () => {
    const poll = await openPoll();
    await watch(poll);
    opened.splice(0)[0]?.close(1000);
    const gallery = env.GALLERY.getByName(`${poll.id}/0`);
    await vi.waitFor(() =>
      runInDurableObject(gallery, (_, state) => {
        expect(state.getWebSockets()).toEqual([]);
      }),
    );
    const show = SocketHub.prototype.show;
    const shown = vi.spyOn(SocketHub.prototype, "show").mockImplementationOnce(function (this: SocketHub, message) {
      const reached = show.call(this, message);
      // A reader comes between this answer and its arrival at the ledger.
      return new Promise((resume) => setTimeout(resume, 400, reached)) as unknown as number;
    });
    await boxOf(poll).cast(aBallot("one"));
    await vi.waitFor(() => expect(shown).toHaveBeenCalled(), 5_000);
    const messages = await watch(poll);
    await new Promise((resume) => setTimeout(resume, 500));
    await boxOf(poll).cast(aBallot("two"));
    await vi.waitFor(() => expect(hour(messages.at(-1))).toEqual({ a: 2, c: 0 }), 3_000);
  });

  it("is forgotten by the ledger once nobody watches, and remembered when somebody comes", async () => {
    const poll = await openPoll();
    await watch(poll);
    const galleries = () =>
      runInDurableObject(ledgerOf(poll), (_, state) =>
        state.storage.sql.exec<{ number: number }>("SELECT number FROM gallery").toArray(),
      );
    expect(await galleries()).toEqual([{ number: 0 }]);
    opened.splice(0)[0]?.close(1000);
    await vi.waitFor(async () => {
      await boxOf(poll).cast(aBallot(`voter ${Math.random()}`));
      expect(await galleries()).toEqual([]);
    }, 5_000);
    const again = await watch(poll);
    await boxOf(poll).cast(aBallot("one more"));
    await vi.waitFor(() => expect(again.length).toBeGreaterThan(1), 3_000);
  });
});
