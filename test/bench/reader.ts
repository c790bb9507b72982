import type { Browser, Page } from "@playwright/test";
import { launchChromium } from "./chromium.ts";
import type { Measured } from "./servers.ts";
import { median } from "./throughput.ts";

/** How a page comes to a reader on a cheap phone and a slow network. Milliseconds; `shift` is CLS, without a unit. */
export interface ReaderSpeed {
  page: string;
  requests: number;
  /** Bytes on the wire, headers included. */
  bytes: number;
  firstPaint: number;
  largestPaint: number;
  shift: number;
  /** From touching an answer until the page shows it. */
  touch: number;
}

/** A phone on a bad line: 400 ms there and back, 400 kbit/s, a processor six times slower than this one. */
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOWER = 6;
const VISITS = 5;
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: "ar-MA" };

const PAGES = [
  { page: "vote page", path: "/p/facebook-hour", touch: 'label:has(input[value="hour"])' },
  { page: "results", path: "/p/facebook-hour/results", touch: "#pause" },
  { page: "frame", path: "/e/facebook-hour", touch: 'label:has(input[value="hour"])' },
];

/**
 * A page of somebody else's beside ours, in the same session: its address in `BENCH_PAGE`, and in `BENCH_TOUCH` a selector of
 * what is touched on it.
 */
const { BENCH_PAGE: OTHER_PAGE, BENCH_TOUCH: OTHER_TOUCH = "body" } = process.env;

/** Each page visited several times by a browser that has never seen it; medians. */
export async function measureReaders(sawt: Measured, say: (line: string) => void): Promise<ReaderSpeed[]> {
  const pages = PAGES.map(({ path, ...page }) => ({ ...page, address: sawt.url + path }));
  if (OTHER_PAGE) pages.push({ page: "another's", address: OTHER_PAGE, touch: OTHER_TOUCH });
  const browser = await launchChromium();
  try {
    const speeds: ReaderSpeed[] = [];
    for (const { page, address, touch } of pages) {
      say(`${page}, on a slow phone`);
      const visits: Omit<ReaderSpeed, "page">[] = [];
      for (let i = 0; i < VISITS; i++) visits.push(await visit(browser, address, touch));
      const middle = (of: keyof Omit<ReaderSpeed, "page">) => median(visits.map((each) => each[of]));
      speeds.push({
        page,
        requests: middle("requests"),
        bytes: middle("bytes"),
        firstPaint: middle("firstPaint"),
        largestPaint: middle("largestPaint"),
        shift: middle("shift"),
        touch: middle("touch"),
      });
    }
    return speeds;
  } finally {
    await browser.close();
  }
}

async function visit(browser: Browser, url: string, touch: string): Promise<Omit<ReaderSpeed, "page">> {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", LINE);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    let bytes = 0;
    let requests = 0;
    session.on("Network.requestWillBeSent", ({ request }) => {
      if (!request.url.startsWith("data:")) requests += 1;
    });
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.addInitScript(watchPaints);
    await page.goto(url, { waitUntil: "load" });
    await page.locator(touch).tap();
    await page.waitForFunction(() => "touched" in globalThis);
    return { requests, bytes, ...(await readPaints(page)) };
  } finally {
    await context.close();
  }
}

/** Runs in the page, before anything of its own. */
function watchPaints(): void {
  const seen = { firstPaint: 0, largestPaint: 0, shift: 0, touch: 0 };
  Object.assign(globalThis, { seen });
  const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") seen.firstPaint = startTime;
  });
  watch("largest-contentful-paint", ({ startTime }) => {
    seen.largestPaint = startTime;
  });
  watch("layout-shift", (entry) => {
    if ("value" in entry && typeof entry.value === "number") seen.shift += entry.value;
  });
  addEventListener("click", ({ timeStamp }) =>
    requestAnimationFrame(() =>
      setTimeout(() => {
        seen.touch = performance.now() - timeStamp;
        Object.assign(globalThis, { touched: true });
      }),
    ),
  );
}

const readPaints = (page: Page) =>
  page.evaluate<Pick<ReaderSpeed, "firstPaint" | "largestPaint" | "shift" | "touch">>("seen");
