import { backoff } from "./backoff.ts";

/** A pause in typing after which a draft saves itself. Milliseconds. */
const PAUSE_MS = 1_500;
/** Between two tries of a save that fails: doubled each time. Milliseconds. */
const RETRY_MS = { first: 3_000, most: 60_000 };

/** What the desk answers to a draft that saves itself. Anything else is nobody's answer: a proxy's page, a session that ended. */
type Answer = { kind: "saved"; version: number } | { kind: "conflict"; by: string } | { kind: "gone" };

/** What stands beside the button. */
export type Said = { kind: "saving" } | { kind: "unsaved" } | Answer;

interface Saver {
  /** Something was typed. */
  typed(): void;
  /** The network is there again. */
  online(): void;
  /** The form is sent by its button, or the page is left. */
  stop(): void;
}

/**
 * Saves a draft as it is typed. A save that fails, or whose answer is not the desk's, is tried again after a growing pause, and at
 * once when the network is back. Only two answers end it: a colleague was faster, or the draft is gone. `send` throws where there is
 * no answer; what it gives is read as JSON.
 */
export function saver(send: () => Promise<unknown>, say: (said: Said) => void): Saver {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let saving = false;
  let stopped = false;
  let failures = 0;
  /** Something is typed that no save holds. */
  let unsaved = false;

  async function save(): Promise<void> {
    if (saving || stopped || !unsaved) return;
    saving = true;
    unsaved = false;
    say({ kind: "saving" });
    const answer = await send().then(answerIn, () => undefined);
    saving = false;
    // Sent by its button meanwhile.
    if (stopped) return;
    if (!answer) {
      unsaved = true;
      failures += 1;
      say({ kind: "unsaved" });
      return later(backoff(failures, RETRY_MS.first, RETRY_MS.most, 0.5 + Math.random() / 2));
    }
    failures = 0;
    stopped = answer.kind !== "saved";
    say(answer);
    if (unsaved) later(PAUSE_MS);
  }

  function later(ms: number): void {
    clearTimeout(waiting);
    if (!stopped) waiting = setTimeout(save, ms);
  }

  return {
    typed() {
      unsaved = true;
      later(PAUSE_MS);
    },
    online: () => later(0),
    stop() {
      stopped = true;
      clearTimeout(waiting);
    },
  };
}

function answerIn(value: unknown): Answer | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  if (value.kind === "saved" && "version" in value && typeof value.version === "number")
    return { kind: "saved", version: value.version };
  if (value.kind === "conflict" && "by" in value) return { kind: "conflict", by: String(value.by) };
  return value.kind === "gone" ? { kind: "gone" } : undefined;
}
