import type { ScriptWords } from "../web/kit/script-words.ts";
import { type Answer, drawsAnew, leavesOpen, sendBallot } from "./ballot-sender.ts";
import { held, hold } from "./receipts.ts";

/** Milliseconds after which an answer counts as lost. */
const PATIENCE_MS = 20_000;

/**
 * Lets a question's form send its ballot with a secret drawn on this device, which the server never sees. Where the
 * browser cannot hash (an old one, or a page without TLS) the form is left as it is, and works without this.
 */
export function enhance(form: HTMLFormElement): void {
  const button = form.querySelector("button");
  const box = form.querySelector<HTMLElement>(".err");
  const [heading, message] = box ? box.querySelectorAll("h2,p") : [];
  if (!crypto.subtle || !form.dataset.say || !button || !box || !heading || !message) return;

  const say: ScriptWords = JSON.parse(form.dataset.say);
  const link = message.firstElementChild ?? "";
  const label = button.textContent;
  let secret = "";
  let before: { choice: string; open: boolean } | undefined;
  let sending = false;
  let answer: (Answer & Partial<Counted>) | undefined;

  // This tab holds the receipt of a ballot: only this device knows.
  const already = document.getElementById("already");
  if (already && held(say.poll, say.question)) already.hidden = false;

  form.onsubmit = () => {
    if (!sending) void submit();
    return false;
  };
  // Back from the results, out of the browser's memory of the page.
  window.onpageshow = () => {
    if (!sending) button.textContent = label;
  };

  async function submit(): Promise<void> {
    // A choice that only waits to be confirmed stands in hidden fields.
    const inputs = [...form.querySelectorAll<HTMLInputElement>("[name=choice]:checked,[name=choice][type=hidden]")];
    const choice = inputs.map((input) => input.value);
    const [first] = inputs;
    if (!first) return tell(say.not, say.none, link);
    if (choice.length > say.max) return tell(say.not, say.upto, link);
    if (choice.length > 1 && inputs.some((input) => "alone" in input.dataset)) return tell(say.not, say.alone, link);

    const isNew = drawsAnew(before, choice.join());
    if (isNew) secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
    const open = !isNew && before !== undefined && before.open;
    // Nothing leaves this device, so nothing can be counted: said at once, unless an earlier try had no answer.
    if (!open && !navigator.onLine) return tell(say.not, say.offline);

    sending = true;
    hide();
    announce(say.sending);
    const text = `sawt-lock/v1\n${say.origin}\n${say.question}\n${secret}`;
    const lock = base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
    const sent = await sendBallot({
      post: async () => {
        answer = await post(say.api, JSON.stringify({ question: say.question, choice, lock }));
        return answer;
      },
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      random: Math.random,
      retrying: () => announce(say.retrying),
    });
    sending = false;
    before = { choice: choice.join(), open: leavesOpen(sent, open) };
    if (sent.kind === "counted") {
      const { leaf = "", promise = "" } = answer || {};
      hold({ poll: say.poll, question: say.question, choice, secret, leaf, promise });
      location.assign(say.to);
      return;
    }
    announce(label);
    if (sent.kind === "refused" && (sent.problem === "already-used" || !before.open))
      tell(say.refused, say.problems[sent.problem] || say.failed);
    else if (before.open) tell(say.unsure, say.unconfirmed);
    else tell(say.not, say.busy);
  }

  function announce(words: string | null): void {
    if (button) button.textContent = words;
  }

  function hide(): void {
    // The summary of a form that came back without the script.
    const summary = document.getElementById("problem");
    if (summary) summary.hidden = true;
    if (box) box.hidden = true;
  }

  /** The same box as without a script, above the button, with the focus. */
  function tell(title: string, words: string, at: Element | string = ""): void {
    hide();
    if (!box || !heading || !message) return;
    heading.textContent = title;
    message.textContent = "";
    if (typeof at !== "string") at.textContent = words;
    message.append(at || words);
    box.hidden = false;
    box.focus();
  }
}

/** What the API says of a counted ballot. */
interface Counted {
  leaf: string;
  promise: string;
}

async function post(address: string, body: string): Promise<(Answer & Partial<Counted>) | undefined> {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
  try {
    const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
    const response = await fetch(address, { method: "POST", headers, body, signal: impatience.signal });
    const { status } = response;
    if (response.ok) return { ...(await response.json()), status };
    const { type = "", confirmed } = await response.json().catch(() => ({}));
    return {
      status,
      problem: type.split("/").pop(),
      confirmed,
      retryAfterSeconds: Number(response.headers.get("Retry-After")),
    };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace("=", "");
