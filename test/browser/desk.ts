import { expect, type Page } from "@playwright/test";

/** A one-time link as the machine prints it, for the address of a desk in a language. */
export async function ownerLink(url: string, prefix = "/en"): Promise<string> {
  const response = await fetch(`${url}/objects/STAFF/staff/ownerLink`, { method: "POST", body: '["test"]' });
  const { code } = (await response.json()) as { code: string };
  return `${url}${prefix}/desk/sign-in#${code}`;
}

/** Comes in by a link, under a name of its own, with or without a script. */
export async function signInAsOwner(page: Page, url: string, name: string, prefix = "/en"): Promise<void> {
  const link = await ownerLink(url, prefix);
  await page.goto(link);
  const code = page.locator("#code");
  if (await code.isVisible()) await code.fill(link.split("#")[1] ?? "");
  await page.locator("#by-code button").click();
  await page.locator("#name").fill(name);
  await page.locator("#by-code button").click();
  await expect(page).toHaveURL(/\/desk\/account\?done=welcome$/);
}

/** A device with a fingerprint reader, whose owner always touches it. */
export async function addDevice(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
