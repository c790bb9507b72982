import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { sha256 } from "../../../src/engine/keys.ts";
import { lockOf } from "../../../src/log/lock.ts";
import { aBallot, boxOf, bytes32, ledgerOf, openPoll } from "../../engine/a-poll.ts";
import { ask, refusal } from "../api/ask.ts";

const ONE_BOX = { rules: { boxes: 1 } };
/** Milliseconds: the first picture of a process starts the engine, which takes long where others compute as well. */
vi.setConfig({ testTimeout: 60_000 });

const MOST_BYTES = 300_000; // what WhatsApp shows

async function voteAndSeal(poll: PollDefinition, votes: number, name = "reader"): Promise<void> {
  for (let i = 0; i < votes; i++) {
    const lock = lockOf(sha256, poll.id, "pledge", bytes32(`${name} ${i}`));
    await boxOf(poll).cast(aBallot("", { lock }));
  }
  await ledgerOf(poll).seal();
}

/** Width and height in a PNG's first chunk. */
async function sizeOf(response: Response): Promise<{ width: number; height: number; bytes: number }> {
  const bytes = await response.arrayBuffer();
  const view = new DataView(bytes);
  expect(view.getUint32(0)).toBe(0x89504e47);
  return { width: view.getUint32(16), height: view.getUint32(20), bytes: bytes.byteLength };
}
const header = (response: Response, ...names: string[]) => names.map((name) => response.headers.get(name));

describe("a share card", () => {
  it("is a PNG of 1200 × 630 pixels, light enough for messengers, and shown by any page", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 31);
    for (const query of ["lang=ar", "lang=fr&s=r"]) {
      const card = await ask(`/p/${poll.id}/card.png?${query}`);
      expect([query, card.status, ...header(card, "content-type", "cross-origin-resource-policy")]).toEqual([
        query,
        200,
        "image/png",
        "cross-origin",
      ]);
      const { bytes, ...size } = await sizeOf(card);
      expect([query, size, bytes < MOST_BYTES]).toEqual([query, { width: 1200, height: 630 }, true]);
    }
  });

  it("is kept an hour, and one with the newest result a minute", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 1);
    const cached = async (path: string) => header(await ask(`/p/${poll.id}/${path}`), "cache-control")[0];
    expect(await cached("card.png?s=r")).toBe("public, max-age=60");
    const ofOneSeal = "public, max-age=3600, stale-while-revalidate=86400";
    expect(await cached("card.png")).toBe(ofOneSeal);
    expect(await cached("card.png?s=r&v=4")).toBe(ofOneSeal);
    expect(await cached("at/4/card.png")).toBe(ofOneSeal);
    expect(await cached("at/4/chart.svg")).toBe(ofOneSeal);
  });

  it("is painted once: who has it is told so before anything is painted", async () => {
    const poll = await openPoll(ONE_BOX);
    const first = await ask(`/p/${poll.id}/card.png?s=r`);
    const tag = first.headers.get("etag") ?? "";
    const again = await ask(`/p/${poll.id}/card.png?s=r`, { headers: { "if-none-match": tag } });
    expect([again.status, again.headers.get("etag")]).toEqual([304, tag]);
    await voteAndSeal(poll, 1);
    const later = await ask(`/p/${poll.id}/card.png?s=r`, { headers: { "if-none-match": tag } });
    expect(later.status).toBe(200);
  });
});

describe("a chart", () => {
  it("as SVG has words and numbers as text, a title and a description", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 30);
    const chart = await ask(`/p/${poll.id}/chart.svg?lang=en`);
    expect(header(chart, "content-type", "access-control-allow-origin")).toEqual(["image/svg+xml; charset=utf-8", "*"]);
    const svg = (await chart.text()).replace(/[\u2066-\u2069]/g, "");
    expect(svg).toContain('role="img" aria-labelledby="title alt"');
    expect(svg).toContain(">100%</text>");
    expect(svg).toContain(">Open vote, not a scientific survey</text>");
    expect(svg).toContain(">Total: 30 votes</text>");
    expect(svg).toMatch(/<desc id="alt">Provisional results, .*100% \(30 votes\)/);
    const door = "Votes refused: 0 · largest network: fewer than 30 · allowances forgotten: 0";
    const drawn = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text).join(" ");
    expect(drawn.replaceAll("\u00a0", " ")).toContain(door);
    expect(svg).toMatch(new RegExp(`<desc id="alt">.* ${door}\\. `));
    expect(svg).not.toMatch(/style=|<script|href=/);
  });

  it("begins its bars at the reading edge, and gives every answer the same colour", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 30);
    const barsOf = async (language: string) => {
      const svg = await (await ask(`/p/${poll.id}/chart.svg?lang=${language}`)).text();
      return [...svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="10" fill="(#\w+)"/g)].map(
        ([, x, width, fill]) => ({ x: Number(x), width: Number(width), fill }),
      );
    };
    const bars = async (language: string) => (await barsOf(language)).filter(({ fill }) => fill === "#3b362f");
    expect((await bars("ar")).map(({ x, width }) => x + width)).toEqual([580, 580, 580, 580, 580]);
    expect((await bars("fr")).map(({ x }) => x)).toEqual([20, 20, 20, 20, 20]);
  });

  it("has a dark version, one for print whose letters are outlines, and one over time", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 12);
    await voteAndSeal(poll, 12, "later");
    const text = async (query: string) => (await ask(`/p/${poll.id}/chart.svg?lang=ar&${query}`)).text();
    expect(await text("theme=dark")).toContain('fill="#171512"');
    const outlined = await text("text=outlined");
    expect(outlined).toContain("<path");
    expect(outlined).not.toContain("<text");
    expect(await text("kind=time")).toMatch(/<path d="M64 [\d.]+L[^"]+" stroke="#3b362f"/);
    for (const query of ["kind=bars", "kind=time", "theme=dark"]) {
      const { width, bytes } = await sizeOf(await ask(`/p/${poll.id}/chart.png?${query}`));
      expect([query, width, bytes < MOST_BYTES]).toEqual([query, 1200, true]);
    }
  });

  it("over time is there before the first vote", async () => {
    const poll = await openPoll(ONE_BOX);
    const chart = await ask(`/p/${poll.id}/chart.svg?lang=en&kind=time`);
    expect([chart.status, ...header(chart, "content-type")]).toEqual([200, "image/svg+xml; charset=utf-8"]);
  });

  it("of a seal is the same for ever while the log grows", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 2);
    const before = await (await ask(`/p/${poll.id}/at/5/chart.svg?lang=en`)).text();
    await voteAndSeal(poll, 3, "later");
    expect(await (await ask(`/p/${poll.id}/at/5/chart.svg?lang=en`)).text()).toBe(before);
    expect(await (await ask(`/p/${poll.id}/chart.svg?lang=en&v=5`)).text()).toBe(before);
    expect(await (await ask(`/p/${poll.id}/chart.svg?lang=en`)).text()).not.toBe(before);
  });

  it("whose version is not in the archive yet is that of the newest seal, and not kept for long", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 2);
    const ahead = await ask(`/p/${poll.id}/chart.svg?v=99`);
    expect([ahead.status, ahead.headers.get("cache-control")]).toEqual([200, "public, max-age=60"]);
    expect(await ahead.text()).toBe(await (await ask(`/p/${poll.id}/chart.svg`)).text());
  });

  it("says that the vote was declared void, also one of an older seal", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 2);
    const path = `/p/${poll.id}/at/5/chart.svg?lang=en`;
    expect(await (await ask(path)).text()).not.toContain("declared this vote void");
    await ledgerOf(poll).declareVoid({ en: "Robots." });
    await vi.waitFor(async () => {
      const svg = (await (await ask(path)).text()).replace(/[\u2066-\u2069]/g, "");
      expect(svg).toMatch(/>The newsroom declared this vote void on [A-Z][a-z]+ \d+, \d{4}<\/text>/);
      expect(svg).toMatch(/<desc id="alt">.*declared this vote void/);
    }, 5_000);
  });
});

describe("without time to paint", () => {
  const frugal = { ...env, PICTURES: "svg-only" };
  const askFrugally = (path: string) =>
    app.fetch(new Request(`http://localhost:8787${path}`), frugal, createExecutionContext());

  it("a chart is its SVG, and a card one that was painted before", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 2);
    const chart = await askFrugally(`/p/${poll.id}/chart.png?lang=fr&kind=time`);
    expect([chart.status, chart.headers.get("location")]).toEqual([302, `/p/${poll.id}/chart.svg?lang=fr&kind=time`]);
    for (const path of ["card.png?lang=fr", "card.png?lang=fr&s=r", "at/5/card.png?lang=fr"]) {
      const card = await askFrugally(`/p/${poll.id}/${path}`);
      expect([path, card.status, await sizeOf(card)]).toEqual([
        path,
        200,
        {
          width: 1200,
          height: 630,
          bytes: (await (await env.ASSETS.fetch("http://a/cards/fr.png")).arrayBuffer()).byteLength,
        },
      ]);
    }
  });
});

describe("a card that is missing from the installation", () => {
  it("is an error that is not kept, and never sent as a picture", async () => {
    const poll = await openPoll(ONE_BOX);
    vi.spyOn(console, "error").mockReturnValueOnce();
    const ASSETS = { fetch: async () => new Response("nothing", { status: 404 }) } as unknown as Fetcher;
    const bare = { ...env, PICTURES: "svg-only", ASSETS };
    const card = await app.fetch(
      new Request(`http://localhost:8787/p/${poll.id}/card.png`),
      bare,
      createExecutionContext(),
    );
    expect([card.status, ...header(card, "content-type", "cache-control")]).toEqual([
      500,
      "application/problem+json",
      "no-store",
    ]);
  });
});

describe("a QR code", () => {
  it("is black on white with a quiet zone of four modules, and holds the poll's address", async () => {
    const poll = await openPoll();
    const svg = await (await ask(`/p/${poll.id}/qr.svg?lang=fr`)).text();
    expect(svg).toContain(`aria-label="QR: http://localhost:8787/fr/p/${poll.id}"`);
    const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
    expect(svg).toContain(`<rect width="${side}" height="${side}" fill="#fff"/>`);
    const starts = [...svg.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    expect([Math.min(...starts.map(([x]) => x)), Math.min(...starts.map(([, y]) => y))]).toEqual([4, 4]);
  });
});

describe("while results are hidden", () => {
  it.each(["after-close", "after-vote"])(
    "until %s no picture has a number by option, nor is one of a seal",
    async (results) => {
      const poll = await openPoll({ rules: { boxes: 1, results } });
      await voteAndSeal(poll, 7);
      for (const path of ["chart.svg", "chart.svg?v=9", "chart.svg?kind=time"]) {
        const svg = (await (await ask(`/p/${poll.id}/${path}`, {})).text()).replace(/[\u2066-\u2069]/g, "");
        expect(svg).toContain("المجموع: 7 أصوات");
        expect(svg).toContain("تُعرض النتائج بعد إغلاق التصويت.");
        expect(svg).not.toMatch(/height="10"|stroke=|في المائة/);
      }
      expect((await ask(`/p/${poll.id}/card.png?s=r&v=9`)).headers.get("cache-control")).toBe("public, max-age=60");
      for (const file of ["card.png", "chart.png", "chart.svg"]) {
        const [status, type] = await refusal(await ask(`/p/${poll.id}/at/9/${file}`));
        expect([file, status, type]).toEqual([file, 403, "/api/problems/forbidden"]);
      }
    },
  );
});

describe("no picture", () => {
  it("is there of an unknown poll, of a size that is no seal, or of none", async () => {
    const poll = await openPoll(ONE_BOX);
    await voteAndSeal(poll, 1);
    for (const path of [
      "/p/none/card.png",
      "/p/none/qr.svg",
      `/p/${poll.id}/at/3/chart.svg`,
      `/p/${poll.id}/at/400/chart.png`,
      `/p/${poll.id}/at/04/card.png`,
      `/p/${poll.id}/chart.svg?v=x`,
    ]) {
      const response = await ask(path);
      expect([path, response.status, response.headers.get("cache-control")]).toEqual([path, 404, "no-store"]);
    }
  });

  it("is posted to", async () => {
    const poll = await openPoll();
    const response = await ask(`/p/${poll.id}/card.png`, { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});
