import { expect, test } from "./sawt.ts";

test("the first view of the vote page is one request, and it sets and stores nothing", async ({
  page,
  sawt,
  context,
}) => {
  const poll = await sawt.open();
  const requests: string[] = [];
  context.on("request", (request) => {
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  for (const path of [poll.path(), "/"]) {
    requests.length = 0;
    await page.goto(path, { waitUntil: "networkidle" });
    expect(requests).toEqual([`${sawt.url}${path}`]);
  }
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test("a vote leaves one mark for its question, the same in every browser, that scripts cannot read", async ({
  sawt,
  anotherReader,
}) => {
  const poll = await sawt.open({ closes: "2090-07-30T20:00:00Z" });
  for (const option of ["leave", "hour"]) {
    const context = await anotherReader();
    const page = await context.newPage();
    await page.goto(poll.path());
    await page.locator(`[value="${option}"]`).check();
    await page.getByRole("button").click();
    await page.locator("#thanks").waitFor();
    const cookies = await context.cookies();
    expect(cookies).toEqual([expect.objectContaining({ name: `sawt-voted-${poll.id}.pledge`, value: "1" })]);
    expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect(await page.evaluate(() => document.cookie)).toBe("");
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  }
});

test("with a script the secret never leaves the device: only its lock does", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path());
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("radio").first().check();
  await page.getByRole("button").click();
  expect((await sent).postDataJSON()).toEqual({
    question: "pledge",
    choice: ["leave"],
    lock: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
  });
});

test("the watch on policies would see a broken one", async ({ page, sawt, watched }) => {
  const poll = await sawt.open();
  await page.goto(poll.path());
  await page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = "body { color: red }";
    document.head.append(style);
  });
  await expect.poll(() => watched.faults.length).toBe(1);
  expect(watched.faults.splice(0)[0]).toContain("style-src");
});
