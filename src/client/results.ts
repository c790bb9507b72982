import type { LiveWords } from "../web/kit/script-words.ts";
import { live } from "./live.ts";
import { clock } from "./numbers.ts";
import { held, keep } from "./receipts.ts";
import { put, tallyPage } from "./tally-page.ts";

const PAUSED = "sawt-paused";

const said = document.getElementById("results")?.dataset.live;
if (said) start(JSON.parse(said));

function start(words: LiveWords): void {
  markOwn(words.poll);
  offerReceipt(words.poll);
  // Told once: a page that is opened again does not thank anew.
  history.replaceState(null, "", location.href.replace(/answered=[\w-]*&?/, ""));
  const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  const button = document.getElementById("pause");
  if (!words.live || !button || saving) return;

  const page = tallyPage(words);
  let asOf = "";
  let old = false;
  const updates = live(
    words.api,
    (tally) => {
      asOf = tally.asOf;
      if (old) put("stale", "");
      old = false;
      page.apply(tally);
    },
    () => {
      if (asOf) put("stale", words.stale.replace("{time}", clock(asOf, words.offset)));
      old = !!asOf;
    },
  );
  let paused = remembered();
  const settle = () => {
    button.setAttribute("aria-pressed", String(paused));
    if (paused || document.hidden) updates.stop();
    else updates.start();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    remember(paused);
    settle();
  });
  document.addEventListener("visibilitychange", settle);
  settle();
}

function markOwn(poll: string): void {
  for (const table of document.querySelectorAll<HTMLElement>("[data-question]"))
    for (const option of held(poll, table.dataset.question || "")?.choice || []) {
      const row = table.querySelector(`[data-option="${option}"]`);
      if (row) row.classList.add("mine");
    }
}

/** Nothing outlives the tab unless the reader presses: a receipt shows how they voted. */
function offerReceipt(poll: string): void {
  const button = document.querySelector<HTMLButtonElement>("#keep");
  const receipt = button && held(poll, button.value);
  if (!button || !receipt) return;
  button.hidden = false;
  button.onclick = () => {
    keep(receipt);
    button.setAttribute("aria-pressed", "true");
  };
}
function remembered(): boolean {
  try {
    return sessionStorage.getItem(PAUSED) === "1";
  } catch {
    return false;
  }
}

function remember(paused: boolean): void {
  try {
    sessionStorage.setItem(PAUSED, paused ? "1" : "0");
  } catch {
    // Not remembered, then.
  }
}
