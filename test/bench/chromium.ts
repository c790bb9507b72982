import { type Browser, chromium } from "@playwright/test";
import { bundled } from "../../src/server/build.ts";
import { findBrowser } from "../browser/find-browser.ts";

/** How much slower than this machine a cheap phone is taken to be. Chrome's own DevTools call 4 a mid-range phone. */
const PHONE = 4;

export interface Recounted {
  hereMs: number;
  /** The same with the processor slowed `slowed` times. */
  phoneMs: number;
  slowed: number;
}

/** Milliseconds that the program of the verify page takes in a real Chromium, from lines that are in memory already. */
export async function recountInChromium(
  checkpoint: string,
  lines: readonly string[],
  vkey: string,
): Promise<Recounted> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    // WebCrypto wants a page with TLS, or one that says so.
    await page.route("https://bench.example/**", (route) => route.fulfill({ body: "", contentType: "text/html" }));
    await page.goto("https://bench.example/");
    await page.evaluate((await bundled("test/bench/recount-in-page.ts")).text);
    await page.evaluate((log) => Object.assign(globalThis, { log }), { checkpoint, lines: [...lines], vkey });
    const recount = async (): Promise<number> => {
      const { ms, kind } = await page.evaluate<{ ms: number; kind: string }>(
        "recountHere(log.checkpoint, log.lines, log.vkey)",
      );
      if (kind !== "true") throw new Error(`a log of the bench is ${kind}`);
      return ms;
    };
    const hereMs = await recount();
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: PHONE });
    return { hereMs, phoneMs: await recount(), slowed: PHONE };
  } finally {
    await browser.close();
  }
}

/** The Chromium of the browser tests. */
export async function launchChromium(): Promise<Browser> {
  const { args, executablePath, env } = await findBrowser();
  return chromium.launch({
    args,
    ...(executablePath !== undefined && { executablePath }),
    ...(env !== undefined && { env: { ...process.env, ...env } }),
  });
}
