import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { leafHash } from "../../src/log/hash.ts";
import { checkProof } from "../../src/log/proof.ts";
import { fromUtf8 } from "../../src/log/text.ts";
import { liveGo } from "../log/go-judge.ts";
import { sha256, verify } from "../log/node-crypto.ts";
import { readProof } from "../log/read-proof.ts";
import { faultsFoundByAxe } from "./axe.ts";
import type { Poll } from "./poll.ts";
import { expect, test } from "./sawt.ts";

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), "utf8");

async function vote(page: Page, poll: Poll, answer: string): Promise<void> {
  await page.goto(poll.path("en"));
  await page.getByRole("radio", { name: answer }).check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator("#thanks")).toBeVisible();
}

/** What Go's own packages say of the checkpoint in a proof, and of the way from the leaf to its root: the long tests alone ask it. */
function askGo(vkey: string, { index, hashes, checkpoint }: ReturnType<typeof readProof>, leaf: Uint8Array): boolean[] {
  const go = liveGo();
  if (!go) return [true, true];
  const [, size = "", root = ""] = checkpoint.split("\n");
  const answers = go.ask([
    { kind: "checkpoint", vkey, note: Buffer.from(checkpoint) },
    { kind: "inclusion", index, size: Number(size), leaf, root: Buffer.from(root, "base64"), proof: hashes },
  ]);
  go.end();
  return answers.map(({ ok }) => ok);
}

/** Presses "look again" until the seal has come. */
async function inTheLog(page: Page): Promise<void> {
  await expect(async () => {
    const again = page.getByRole("button", { name: "Look again" });
    if (await again.isVisible()) await again.click();
    await expect(page.getByText("Your vote is in the signed public log")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
}

const total = (page: Page) => page.locator('[data-question="pledge"] .total');

test("a kept receipt finds its vote in the log, proves it, takes it back, and another vote follows", async ({
  page,
  sawt,
}) => {
  test.slow();
  const poll = await sawt.open();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await vote(page, poll, "I would leave Facebook for good");
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.getByRole("button", { name: "Keep the receipt" }).click();
  await expect(page.getByRole("button", { name: "Keep the receipt" })).toHaveAttribute("aria-pressed", "true");
  expect(await page.evaluate(() => localStorage.length)).toBe(1);

  await page.getByRole("link", { name: "Receipt, and taking the vote back" }).click();
  await expect(page).toHaveURL(poll.path("en", "withdraw"));
  await expect(page.getByText("You voted: I would leave Facebook for good")).toBeVisible();
  await inTheLog(page);

  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the proof" }).click();
  const proof = readProof(await textOf(await file));
  const { log } = await (await page.request.get(poll.api)).json();
  if (!proof?.extra) throw new Error("the file is no proof with its entry");
  expect(fromUtf8(proof.extra)).toMatch(/^ballot pledge a [\w-]{43} leave$/);
  expect(checkProof(sha256, verify, log.vkey, leafHash(sha256, proof.extra), proof)).toMatchObject({
    kind: "included",
    checkpoint: { origin: log.origin },
  });
  expect(askGo(log.vkey, proof, leafHash(sha256, proof.extra))).not.toContain(false);

  const receiptFile = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the receipt" }).click();
  const receipt = JSON.parse(await textOf(await receiptFile));
  expect(receipt).toMatchObject({ poll: poll.id, question: "pledge", choice: ["leave"] });
  expect(receipt.promise).toContain(`${log.origin}/promise\nleaf ${receipt.leaf}\n`);

  await page.getByRole("button", { name: "Take this vote back" }).first().click();
  await expect(page.getByText("Two lines will stand in the public log")).toBeVisible();
  await page.getByRole("button", { name: "No, leave it" }).click();
  expect(await poll.counts()).toEqual({ leave: 1 });
  await page.getByRole("button", { name: "Take this vote back" }).first().click();
  await page.getByRole("button", { name: "Yes, take it back" }).click();
  await expect(page.locator(".ok")).toBeFocused();
  await expect(page.locator(".ok")).toContainText("Your vote is taken back");
  expect(await poll.counts()).toEqual({});

  await page.getByRole("link", { name: "Vote again" }).click();
  await page.getByRole("radio", { name: "I would change nothing" }).check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(total(page)).toHaveText("Total: 1 vote");
  expect(await poll.counts()).toEqual({ same: 1 });

  await page.goto(poll.path("en", "withdraw"));
  await expect(page.getByText("This vote has been taken back.")).toBeVisible();
  await expect(page.getByText("This receipt is not kept: it goes when this tab is closed.")).toBeVisible();
  await page.getByRole("button", { name: "Forget this receipt" }).first().click();
  await expect(page.getByText("This browser has forgotten the receipt.")).toBeVisible();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(asked.filter((address) => address.includes(receipt.secret))).toEqual([]);
});

test("the server is asked for no hash, and for every small log it is asked the same by everyone", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  await poll.cast({ hour: 5 });
  await vote(page, poll, "I would leave Facebook for good");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(poll.path("en", "withdraw"));
  await inTheLog(page);
  const ofLog = [...new Set(asked.filter((path) => path.startsWith("/log/")))];
  expect(ofLog).toContain(`/log/${poll.id}/index/all`);
  for (const path of ofLog) expect(path).toMatch(/\/(checkpoint|index\/all|tile\/0\/000\.p\/\d+)$/);
});

test("a receipt whose leaf was changed says so", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await vote(page, poll, "I would leave Facebook for good");
  await page.evaluate(() => {
    for (const name of Object.keys(sessionStorage)) {
      const text = sessionStorage.getItem(name) ?? "";
      if (text.startsWith("{")) sessionStorage.setItem(name, text.replace('"leave"', '"hour"'));
    }
  });
  await page.goto(poll.path("en", "withdraw"));
  await expect(page.getByText("This receipt is damaged")).toBeVisible();
});

test("after the vote closed a receipt still proves, and takes nothing back", async ({ page, sawt }) => {
  const poll = await sawt.open({ rules: { results: "after-close" } });
  await vote(page, poll, "I would leave Facebook for good");
  await page.goto(poll.path("en", "withdraw"));
  await expect(page.getByText("After closing, the receipt will check your vote here.")).toBeVisible();
  await poll.close();
  await page.reload();
  await inTheLog(page);
  await expect(page.getByRole("button", { name: "Take this vote back" })).toHaveCount(0);
  await expect(page.getByText("A vote can be taken back only while voting is open or paused.")).toBeVisible();
});

for (const [language, keep] of [
  ["ar", "احتفظ بالوصل"],
  ["fr", "Garder le reçu"],
  ["en", "Keep the receipt"],
] as const)
  test(`axe finds nothing wrong with the receipt page, and nothing scrolls sideways (${language})`, async ({
    page,
    sawt,
  }) => {
    const poll = await sawt.open();
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(poll.path(language));
    await page.getByRole("radio").first().check();
    await page.locator("form button").first().click();
    await page.getByRole("button", { name: keep }).click();
    await page.goto(poll.path(language, "withdraw"));
    await expect(page.locator("#receipts .result [role=status]").first()).not.toBeEmpty();
    await page.locator("#receipts .live button:visible").nth(-2).click();
    expect(await faultsFoundByAxe(page, language)).toEqual([]);
    const excess = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await excess()).toBe(0);
  });

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("a code noted before the vote takes it back, and one may vote again", async ({ page, sawt }) => {
    const poll = await sawt.open();
    await page.goto(poll.path("en"));
    await page.getByRole("radio", { name: "I would leave Facebook for good" }).check();
    await page.getByRole("button", { name: "Cast vote" }).click();
    const code = (await page.locator(".receipt code").textContent()) ?? "";
    await page.getByRole("button", { name: "Confirm my vote" }).click();
    await expect(total(page)).toHaveText("Total: 1 vote");
    await expect(page.getByRole("button", { name: "Keep the receipt" })).toHaveCount(0);

    await page.goto(`${poll.path("en", "vote")}?choice=hour`);
    await page.getByRole("link", { name: "Take the vote back and vote again" }).click();
    await page.getByRole("textbox", { name: "Receipt code" }).fill("not a code");
    await page.getByRole("button", { name: "Take this vote back" }).click();
    await expect(page.locator("#problem")).toBeFocused();
    await expect(page.locator("#problem")).toContainText("No vote was taken back");
    expect(await poll.counts()).toEqual({ leave: 1 });

    await page.getByRole("textbox", { name: "Receipt code" }).fill(` ${code} `);
    await page.getByRole("button", { name: "Take this vote back" }).click();
    await expect(page).toHaveURL(`${poll.path("en", "withdraw")}?done=pledge`);
    await expect(page.locator("#done")).toBeFocused();
    await expect(page).toHaveTitle(/^Vote taken back – /);
    expect(page.url()).not.toContain(code);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/done.png`, fullPage: true });
    expect(await poll.counts()).toEqual({});
    await page.getByRole("link", { name: "Vote again" }).click();
    await page.getByRole("radio", { name: "I would change nothing" }).check();
    await page.getByRole("button", { name: "Cast vote" }).click();
    await page.getByRole("button", { name: "Confirm my vote" }).click();
    await expect(total(page)).toHaveText("Total: 1 vote");
    expect(await poll.counts()).toEqual({ same: 1 });
  });
});
