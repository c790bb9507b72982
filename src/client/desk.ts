/** The script of the desk's sign-in and account pages: the code of a link, and passkeys. */
import { fromBase64url, toBase64url } from "../log/text.ts";

fillFromFragment();
addEventListener("hashchange", fillFromFragment);
offerPasskeys();

/**
 * Moves the code of a sign-in link from the address into the form, and out of the address and the history. Nothing is sent
 * before the button is pressed.
 */
function fillFromFragment(): void {
  // It stands behind the `#`: no server is sent it, and no log keeps it.
  const code = /^#([A-Za-z0-9_-]{51})$/.exec(location.hash)?.[1];
  const field = document.querySelector<HTMLInputElement>("#code");
  const typed = document.getElementById("code-typed");
  const found = document.getElementById("code-found");
  if (!code || !field || !typed || !found) return;
  field.value = code;
  typed.hidden = true;
  found.hidden = false;
  history.replaceState(null, "", location.pathname + location.search);
}

/**
 * Shows the forms that need a passkey where the browser can have one, and answers their buttons. Options come in the page,
 * the answer goes out in its form. WebAuthn level 3, section 5.1.
 */
function offerPasskeys(): void {
  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    for (const without of document.querySelectorAll<HTMLElement>(".no-passkey")) without.hidden = true;
    form.addEventListener("submit", (event) => {
      const field = form.querySelector<HTMLInputElement>('[name="response"]');
      // Filled, it is the answer itself that goes out.
      if (field?.value !== "") return;
      event.preventDefault();
      void answer(form, field);
    });
  }
}

async function answer(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const button = form.querySelector("button");
  const failed = form.querySelector<HTMLElement>("[data-failed]");
  if (button) button.disabled = true;
  if (failed) failed.hidden = true;
  try {
    const options = JSON.parse(form.dataset.passkey ?? "{}");
    const made = form.dataset.act === "add" ? await create(options) : await get(options);
    field.value = JSON.stringify(made);
    form.requestSubmit();
  } catch {
    // Refused by its owner, timed out, or not possible here: the browser has said which.
    if (failed) failed.hidden = false;
    failed?.focus();
  } finally {
    if (button) button.disabled = false;
  }
}

/** Options as they come in JSON: bytes are base64url. */
interface CreateOptions extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials: { type: "public-key"; id: string; transports: AuthenticatorTransport[] }[];
}

interface GetOptions extends Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> {
  challenge: string;
}

async function create(options: CreateOptions): Promise<object> {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      user: { ...options.user, id: bytesOf(options.user.id) },
      excludeCredentials: options.excludeCredentials.map((each) => ({ ...each, id: bytesOf(each.id) })),
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey was made");
  const { response } = credential;
  if (!(response instanceof AuthenticatorAttestationResponse)) throw new Error("no passkey was made");
  return {
    ...identityOf(credential),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: textOf(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function get(options: GetOptions): Promise<object> {
  const credential = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytesOf(options.challenge) },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey was given");
  const { response } = credential;
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new Error("no passkey was given");
  return {
    ...identityOf(credential),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature),
    },
  };
}

const identityOf = ({ id, rawId, type }: PublicKeyCredential) => ({ id, rawId: textOf(rawId), type });

/** Bytes that our own page spelled. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64url(text);
  if (!bytes) throw new Error("the page holds no base64url");
  return bytes;
}

const textOf = (bytes: ArrayBuffer): string => toBase64url(new Uint8Array(bytes));
