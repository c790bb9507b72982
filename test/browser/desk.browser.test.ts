import { LANGUAGES } from "../../src/domain/language.ts";
import { faultsFoundByAxe } from "./axe.ts";
import { addDevice, ownerLink, signInAsOwner } from "./desk.ts";
import { expect, test } from "./sawt.ts";

test("the printed link lets the first owner in, and its code leaves the address at once", async ({ page, sawt }) => {
  const link = await ownerLink(sawt.url);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.url()} ${request.method()}`));
  await page.goto(link);
  expect(page.url()).toBe(`${sawt.url}/en/desk/sign-in`);
  await expect(page.getByText("The sign-in link is recognised.")).toBeVisible();
  expect(asked).toEqual([`${sawt.url}/en/desk/sign-in GET`]);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByLabel("Name").fill("Amina");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.locator("#done", { hasText: "You are signed in." })).toBeFocused();
});

test("a passkey is added after the link and signs in from then on, with the keyboard alone", async ({ page, sawt }) => {
  await signInAsOwner(page, sawt.url, "Brahim");
  await addDevice(page);
  await page.getByRole("button", { name: "Add a passkey" }).press("Enter");
  await expect(page.locator("#done", { hasText: "The passkey is added." })).toBeFocused();
  await page.getByRole("button", { name: "Sign out", exact: true }).press("Enter");
  await expect(page.locator("#done", { hasText: "You are signed out." })).toBeFocused();
  await page.getByRole("button", { name: "Sign in with a passkey" }).press("Enter");
  await expect(page).toHaveURL(`${sawt.url}/en/desk`);
  await expect(page.getByText("Brahim")).toBeVisible();
});

test("a device that gives no passkey says so, and the link remains", async ({ page, sawt }) => {
  await page.goto("/en/desk/sign-in");
  await page.evaluate(() => {
    navigator.credentials.get = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("This device gave no passkey.")).toBeVisible();
  await expect(page.getByLabel("Sign-in code")).toBeVisible();
  expect(sawt.url).toContain("localhost");
});

test("an owner invites an editor, who sees what an editor may and nothing more", async ({
  page,
  sawt,
  anotherReader,
}) => {
  await signInAsOwner(page, sawt.url, "Chaimae");
  await page.getByRole("link", { name: "People" }).click();
  await page.getByLabel("editor").check();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();

  const editor = await (await anotherReader()).newPage();
  await editor.goto(link);
  await editor.locator("#by-code button").click();
  await expect(editor.getByText("Role of this account: editor.")).toBeVisible();
  await editor.getByLabel("Name").fill("Driss");
  await editor.locator("#by-code button").click();
  await expect(editor.getByRole("navigation").getByRole("link")).toHaveText(["Polls", "Record", "My account"]);
  const people = await editor.goto("/en/desk/people");
  expect(people?.status()).toBe(403);

  await page.reload();
  await expect(page.getByRole("link", { name: "Driss" })).toBeVisible();
});

test("signing out everywhere ends the session on the other device", async ({ page, sawt, anotherReader }) => {
  await signInAsOwner(page, sawt.url, "Elias");
  const other = await (await anotherReader()).newPage();
  await signInAsOwner(other, sawt.url, "Elias");
  await page.goto("/en/desk/account");
  await expect(page.getByText("this session")).toHaveCount(1);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.locator("#done", { hasText: "You are signed out on all devices." })).toBeFocused();
  await other.goto("/en/desk");
  await expect(other).toHaveURL(/\/en\/desk\/sign-in$/);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the code is pasted, a colleague invited and let go, a session ended: all by forms", async ({
    page,
    sawt,
    anotherReader,
  }) => {
    await signInAsOwner(page, sawt.url, "Fatima", "/fr");
    await expect(page.getByText("demande JavaScript")).toBeVisible();
    await page.goto("/fr/desk/people");
    await page.getByRole("button", { name: "Créer un lien" }).click();
    const [, code = ""] = (await page.getByLabel("Lien d’invitation").inputValue()).split("#");
    const colleague = await (await anotherReader({ javaScriptEnabled: false })).newPage();
    await colleague.goto("/fr/desk/sign-in");
    await colleague.getByLabel("Code de connexion").fill(`  ${code.slice(0, 20)} ${code.slice(20)}`);
    await colleague.locator("#by-code button").click();
    await colleague.getByLabel("Nom").fill("Ghita");
    await colleague.locator("#by-code button").click();
    await expect(colleague.getByText("Ghita").first()).toBeVisible();

    await page.goto("/fr/desk/people");
    await page.getByRole("link", { name: "Ghita" }).click();
    await page.getByLabel("Oui, fermer le compte").check();
    await page.getByRole("button", { name: "Fermer le compte" }).click();
    await expect(page.getByText("Le compte est fermé")).toBeVisible();
    await colleague.reload();
    await expect(colleague).toHaveURL(/\/fr\/desk\/sign-in/);
  });
});

test("axe finds nothing wrong with the pages of staff, in any language, light or dark", async ({ page, sawt }) => {
  test.setTimeout(150_000);
  await signInAsOwner(page, sawt.url, "Hind");
  await page.goto("/en/desk/people");
  await page.getByRole("button", { name: "Make a link" }).click();
  await page.goto("/en/desk/people");
  const person = (await page.getByRole("link", { name: "Hind" }).getAttribute("href"))?.replace("/en", "") ?? "";
  await page.setViewportSize({ width: 390, height: 844 });
  for (const language of LANGUAGES)
    for (const path of ["/desk/sign-in", "/desk/account", "/desk/people", person, "/desk/audit", "/desk/tokens"]) {
      const prefix = language === "ar" ? "" : `/${language}`;
      await page.goto(prefix + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), prefix + path).toBe(true);
      expect(await faultsFoundByAxe(page, language), prefix + path).toEqual([]);
    }
});

test("no page of staff scrolls sideways at 320 pixels", async ({ page, sawt }) => {
  await signInAsOwner(page, sawt.url, "Imane");
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["/desk/account", "/fr/desk/people", "/desk/audit", "/fr/desk/tokens", "/desk/sign-in"]) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
  }
});
