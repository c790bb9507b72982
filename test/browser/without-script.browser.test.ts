import { expect, test } from "./sawt.ts";

test.use({ javaScriptEnabled: false });

test("the whole way: a choice, the thanks with the focus, three optional questions", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path());
  await page.getByRole("radio", { name: "سأغادر فايسبوك نهائيا" }).check();
  await page.getByRole("button", { name: "تأكيد التصويت" }).click();
  await expect(page).toHaveURL(`${poll.path("ar", "vote")}?choice=leave&question=pledge`);
  await expect(page.locator("main")).toContainText("لم يُحتسب صوتك بعد. جوابك:");
  await expect(page.getByRole("listitem").filter({ hasText: "سأغادر فايسبوك نهائيا" })).toBeVisible();
  expect(await poll.counts("pledge")).toEqual({});
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "تأكيد التصويت" }).click();
  expect((await answer).status()).toBe(200);

  await expect(page.locator("#thanks")).toBeFocused();
  await expect(page.locator("#thanks")).toHaveText("شكرا، تم تسجيل صوتك.");
  await expect(page.locator('[data-question="pledge"] .total')).toHaveText("المجموع: صوت واحد");

  const group = page.locator("form").getByRole("group");
  await expect(group).toHaveAccessibleName(/^ما الذي يقلقك أكثر/);
  await page.getByRole("checkbox", { name: "تحديد الموقع الجغرافي" }).check();
  await page.getByRole("button", { name: "تأكيد الجواب" }).click();
  await expect(page.locator("#thanks")).toBeFocused();
  await expect(page.locator("#thanks")).toHaveText("شكرا، تم تسجيل جوابك.");
  await expect(group).toHaveAccessibleName(/^أين ينبغي/);
  await page.getByRole("link", { name: "تجاوز هذا السؤال" }).click();
  await expect(group).toHaveAccessibleName(/^كيف ينبغي/);
  await page.getByRole("radio", { name: "لا أدري" }).check();
  await page.getByRole("button", { name: "تأكيد الجواب" }).click();
  await expect(page.locator("form")).toHaveCount(0);

  expect(await poll.counts("pledge")).toEqual({ leave: 1 });
  expect(await poll.counts("concern")).toEqual({ geolocation: 1 });
  expect(await poll.counts("hosting")).toEqual({});
  expect(await poll.counts("equality")).toEqual({ unsure: 1 });
});

test("a form without a choice comes back with the reason focused, in the title, and beside the question", async ({
  page,
  sawt,
}) => {
  const poll = await sawt.open();
  await page.goto(poll.path());
  const answer = page.waitForResponse((response) => response.url().includes("/vote?"));
  await page.getByRole("button", { name: "تأكيد التصويت" }).click();
  expect((await answer).status()).toBe(422);
  await expect(page).toHaveTitle(/^خطأ: هل لديك استعداد/);
  await expect(page.locator("#problem")).toBeFocused();
  await expect(page.getByRole("alert")).toHaveText(/لم يُسجَّل صوتك\s*المرجو اختيار جواب واحد/);
  await expect(page.getByRole("group").first()).toHaveAccessibleDescription(/المرجو اختيار جواب واحد/);
  await page.getByRole("alert").getByRole("link").click();
  await expect(page.getByRole("radio").first()).toBeFocused();
  expect(await poll.counts()).toEqual({});
});

test("too many answers come back with every one of them still chosen", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("fr"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Valider mon vote" }).click();
  await page.getByRole("button", { name: "Confirmer le vote" }).click();
  const answers = page.getByRole("checkbox");
  for (const i of [0, 2, 4, 6]) await answers.nth(i).check();
  await page.locator("form button").click();

  await expect(page.locator("#problem")).toBeFocused();
  await expect(page).toHaveTitle(/^Erreur\s: Qu’est-ce qui vous préoccupe/);
  const chosen = await Promise.all((await answers.all()).map((each) => each.isChecked()));
  expect(chosen).toEqual([true, false, true, false, true, false, true, false]);
  await answers.nth(6).uncheck();
  await page.locator("form button").click();
  await expect(page.locator("#thanks")).toBeFocused();
  expect(await poll.counts("concern")).toEqual({ privacy: 1, ethics: 1, forgotten: 1 });
});

test("the receipt code stands on the page before the vote, and goes with the form", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await expect(page.locator(".receipt")).toBeVisible();
  await expect(page.locator(".receipt")).toContainText("You may note this code before you vote");
  const code = await page.locator(".receipt code").textContent();
  expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("button", { name: "Confirm my vote" }).click();
  expect(new URLSearchParams((await sent).postData() ?? "").get("secret")).toBe(code);
  expect(page.url()).not.toContain(code ?? "");
});

test("an answer chosen in a newsletter needs one press, and counts nothing before", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(`${poll.path("fr", "vote")}?choice=hour`);
  await page.reload();
  expect(await poll.counts()).toEqual({});
  await page.getByRole("button", { name: "Confirmer le vote" }).click();
  await expect(page.locator("#thanks")).toBeFocused();
  expect(await poll.counts()).toEqual({ hour: 1 });
});

test("the same form sent twice, or kept and sent again later, counts once", async ({ page, sawt, anotherReader }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio", { name: "I would leave Facebook for good" }).check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("button", { name: "Confirm my vote" }).dblclick();
  await expect(page.locator("#thanks")).toBeVisible();
  expect(await poll.counts()).toEqual({ leave: 1 });

  const form = Object.fromEntries(new URLSearchParams((await sent).postData() ?? ""));
  const browserThatKeepsNoCookie = await anotherReader();
  for (const { request } of [page, browserThatKeepsNoCookie]) {
    const again = await request.post(poll.path("en", "vote"), { form, maxRedirects: 0 });
    expect(again.status()).toBe(200);
    expect(await again.text()).toContain("Thank you. Your vote is recorded.");
  }
  expect(await poll.counts()).toEqual({ leave: 1 });
});

test("back from the results the browser finds that it has voted", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Cast vote" }).click();
  await page.getByRole("button", { name: "Confirm my vote" }).click();
  await expect(page.locator("#thanks")).toBeVisible();
  await page.goBack();
  await expect(page.getByText("A vote was already recorded from this browser.")).toBeVisible();
});

test("a vote that comes too late is answered in the page: not counted", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("fr"));
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Valider mon vote" }).click();
  await poll.close();
  await page.getByRole("button", { name: "Confirmer le vote" }).click();
  await expect(page.locator("#problem")).toBeFocused();
  await expect(page.getByRole("alert")).toContainText("Le vote a été clos avant l’arrivée de votre choix");
  await page.getByRole("link", { name: "Voir les résultats" }).click();
  await expect(page.getByText("Résultats définitifs")).toBeVisible();
  expect(await poll.counts()).toEqual({});
});

test("the results have a link that asks for newer ones", async ({ page, sawt }) => {
  const poll = await sawt.open();
  await page.goto(poll.path("en", "results"));
  await expect(page.locator(".total").first()).toHaveText("Total: 0 votes");
  await expect(page.getByRole("button")).toHaveCount(0);
  await poll.cast({ hour: 2 });
  // A page of results may come from a cache for some seconds.
  await expect(async () => {
    await page.getByRole("link", { name: "Refresh" }).click();
    await expect(page.locator(".total").first()).toHaveText("Total: 2 votes", { timeout: 100 });
  }).toPass({ timeout: 10_000 });
});
