import type { ScriptWords } from "../reader/views/script-words.ts";
import { type Answer, drawsAnew, leavesOpen, sendBallot } from "./ballot-sender.ts";
import { keepChoice } from "./choice.ts";

/** Milliseconds after which an answer counts as lost. */
const PATIENCE_MS = 20_000;

/**
 * Lets a question's form send its ballot with a secret drawn on this device, which the server never sees. Where the
 * browser cannot hash (an old one, or a page without TLS) the form is left as it is, and works without this.
 */
export function enhance(form: HTMLFormElement): void {
  const { api = "", poll = "", origin = "", to = "", max = "1", say: sayings = "{}" } = form.dataset;
  const button = form.querySelector("button");
  const question = form.querySelector<HTMLInputElement>("[name=question]")?.value ?? "";
  const subtle = window.crypto?.subtle;
  if (!subtle || !button || !window.fetch) return;

  const say: ScriptWords = JSON.parse(sayings);
  const label = button.textContent ?? "";
  let secret = "";
  let before: { choice: string; open: boolean } | undefined;
  let sending = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!sending) void submit();
  });
  // Back from the results, out of the browser's memory of the page.
  addEventListener("pageshow", () => {
    if (!sending) button.textContent = label;
  });

  async function submit(): Promise<void> {
    const inputs = [...form.querySelectorAll<HTMLInputElement>("[name=choice]:checked")];
    const choice = inputs.map((input) => input.value);
    if (choice.length === 0) return tell(say.not, say.none, true);
    if (choice.length > Number(max)) return tell(say.not, say.upto, true);
    if (choice.length > 1 && inputs.some((input) => "alone" in input.dataset)) return tell(say.not, say.alone, true);
    if (navigator.onLine === false && !before?.open) return tell(say.not, say.offline);

    const chosen = choice.join();
    const isNew = drawsAnew(before, chosen);
    if (isNew) secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
    const open = !isNew && before?.open === true;
    sending = true;
    box()?.remove();
    announce(say.sending);
    try {
      const lock = base64url(
        new Uint8Array(
          await subtle.digest("SHA-256", new TextEncoder().encode(`sawt-lock/v1\n${origin}\n${question}\n${secret}`)),
        ),
      );
      const sent = await sendBallot({
        post: () => post(JSON.stringify({ question, choice, lock })),
        wait: (ms) => new Promise((done) => setTimeout(done, ms)),
        random: Math.random,
        retrying: () => announce(say.retrying),
      });
      before = { choice: chosen, open: leavesOpen(sent, open) };
      if (sent.kind === "counted") {
        keepChoice(poll, question, choice);
        location.assign(to);
        return;
      }
      announce(label);
      if (sent.kind === "refused") tell(say.not, sayOf(sent.problem));
      else if (sent.kind === "busy" && !open) tell(say.not, say.busy);
      else tell(say.unsure, say.unconfirmed);
    } finally {
      sending = false;
    }
  }

  const sayOf = (problem: string): string => {
    switch (problem) {
      case "already-used":
      case "already-voted":
      case "not-open":
      case "too-many":
        return say[problem];
      default:
        return say.failed;
    }
  };

  async function post(body: string): Promise<Answer | undefined> {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
    try {
      const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
      const response = await fetch(api, { method: "POST", headers, body, signal: impatience.signal });
      if (response.ok) return { status: response.status };
      const problem = await response.json().catch(() => ({}));
      return {
        status: response.status,
        problem: String(problem.type).split("/").pop() ?? "",
        confirmed: problem.confirmed === true,
        retryAfterSeconds: Number(response.headers.get("Retry-After")) || 0,
      };
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  function announce(words: string): void {
    if (button) button.textContent = words;
  }

  const box = (): Element | null => document.querySelector(".err");

  /** The same box as without a script, above the button, with the focus. */
  function tell(heading: string, message: string, atChoice = false): void {
    box()?.remove();
    const told = document.createElement("div");
    told.className = "err";
    told.tabIndex = -1;
    const alert = document.createElement("div");
    alert.setAttribute("role", "alert");
    const head = document.createElement("h2");
    head.textContent = heading;
    const text = document.createElement("p");
    const words = document.createElement(atChoice ? "a" : "span");
    if (words instanceof HTMLAnchorElement) words.href = `#${question}-1`;
    words.textContent = message;
    text.append(words);
    alert.append(head, text);
    told.append(alert);
    button?.parentElement?.before(told);
    told.focus();
  }
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
