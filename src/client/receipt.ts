import { noteFaultInEnglish } from "../log/fault.ts";
import type { ReceiptWords } from "../web/kit/script-words.ts";
import { entryOf, type Found, findProof } from "./find-proof.ts";
import { integer } from "./numbers.ts";
import { reader } from "./read-log.ts";
import { forget, held, keep, keptReceipts, letGo, type Receipt } from "./receipts.ts";
import { takeBack } from "./take-back.ts";

const place = document.getElementById("receipts");
// An old browser, or a page without TLS, draws no secrets and has no receipts: the form below takes codes.
if (place?.dataset.say && crypto.subtle) list(place, JSON.parse(place.dataset.say));

/** Receipts that this browser keeps, and those that only the open tab holds. */
function list(place: HTMLElement, say: ReceiptWords): void {
  const kept = keptReceipts(say.poll);
  const ofTab = say.questions.flatMap(({ id }) => held(say.poll, id) || []);
  const others = ofTab.filter(({ leaf }) => leaf && !kept.some((each) => each.leaf === leaf));
  place.textContent = "";
  if (kept.length + others.length === 0) add(place, "p", say.none);
  for (const receipt of kept) show(place, say, receipt, true);
  for (const receipt of others) show(place, say, receipt, false);
}

function show(place: HTMLElement, say: ReceiptWords, receipt: Receipt, isKept: boolean): void {
  const question = say.questions.find(({ id }) => id === receipt.question);
  if (!question) return;
  const item = add(place, "div");
  item.className = "result";
  add(item, "h3", question.text);
  const voted = question.options.filter(({ id }) => receipt.choice.includes(id)).map(({ label }) => label);
  add(item, "p", `${say.choice} ${voted.join(say.comma)}`);
  const inLog = add(item, "p");
  inLog.setAttribute("role", "status");
  const keeping = add(item, "p", isKept ? say.kept : say.tab);
  keeping.className = "note";
  keeping.setAttribute("role", "status");
  const acts = add(item, "p");
  acts.className = "live";
  const again = act(say.again, () => void look());
  const proof = act(say.proof, () => {
    if (found?.kind === "included") download(`${receipt.poll}-${found.index}.tlog-proof`, found.proof);
  });
  const keeper = act(say.keep, () => {
    keep(receipt);
    keeping.textContent = say.kept;
    keeper.hidden = true;
    forgetter.focus();
  });
  act(say.download, () => download(`${receipt.poll}-${receipt.question}.json`, JSON.stringify(receipt, null, 2)));
  const back = act(say.back, () => ask(true));
  const forgetter = act(say.forget, () => {
    forget(receipt);
    letGo(receipt);
    item.textContent = say.forgotten;
    item.tabIndex = -1;
    item.focus();
  });
  const confirm = add(item, "div");
  add(confirm, "p", say.sure);
  const choices = add(confirm, "p");
  choices.className = "live";
  const yes = act(say.yes, () => void withdraw(), choices);
  act(say.no, () => ask(false), choices);
  const told = add(item, "div");
  told.setAttribute("role", "status");

  keeper.hidden = isKept;
  confirm.hidden = true;
  back.hidden = Boolean(receipt.withdrawn) || !say.takes;
  if (receipt.withdrawn) add(told, "p", say.was);
  let found: Found | undefined;
  let busy = false;
  void look();

  function act(label: string, press: () => void, to: HTMLElement = acts): HTMLButtonElement {
    const button = to.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = label;
    button.onclick = press;
    return button;
  }

  async function look(): Promise<void> {
    again.hidden = true;
    proof.hidden = true;
    if (!say.readable) {
      inLog.textContent = say.hidden;
      return;
    }
    inLog.textContent = say.looking;
    found = await foundOf(say, receipt, question?.options.map(({ id }) => id) || []);
    proof.hidden = found?.kind !== "included";
    again.hidden = !found || found.kind === "included";
    inLog.textContent = tell(say, found);
  }

  function ask(asks: boolean): void {
    confirm.hidden = !asks;
    back.hidden = asks;
    (asks ? yes : back).focus();
  }

  async function withdraw(): Promise<void> {
    if (busy) return;
    busy = true;
    told.textContent = say.sending;
    const outcome = await takeBack(say.api, receipt, (...request) => fetch(...request));
    busy = false;
    told.textContent = "";
    const box = add(told, "div");
    box.className = outcome === "withdrawn" ? "ok" : "err";
    box.tabIndex = -1;
    add(box, "p", say.outcomes[outcome]);
    if (outcome === "withdrawn") {
      confirm.hidden = true;
      receipt.withdrawn = true;
      if (keeper.hidden) keep(receipt);
      // The results of this tab mark the own choice no more.
      if (held(receipt.poll, receipt.question)?.leaf === receipt.leaf) letGo(receipt);
      const link = box.appendChild(document.createElement("a"));
      link.href = say.vote;
      link.textContent = say.revote;
    }
    box.focus();
  }
}

async function foundOf(say: ReceiptWords, receipt: Receipt, options: readonly string[]): Promise<Found | undefined> {
  try {
    const entry = entryOf(receipt, say.origin, options);
    if (!entry) return undefined;
    const tally = await (await fetch(`${say.api}/tally`)).json();
    const log = { url: say.log, vkey: say.vkey, ballots: tally.sealed.ballots };
    return await findProof(log, entry, reader(new AbortController().signal), Math.random);
  } catch (error) {
    return { kind: "unreadable", why: String(error) };
  }
}

/** Undefined: the receipt itself does not hold together. */
function tell(say: ReceiptWords, found: Found | undefined): string {
  switch (found?.kind) {
    case undefined:
      return say.damaged;
    case "included":
      return say.included
        .replace("{index}", integer(say.language, found.index))
        .replace("{size}", integer(say.language, found.size));
    case "waiting":
      return say.waiting;
    case "false":
      return `${say.false} (${noteFaultInEnglish(found.why)})`;
    case "unreadable":
    case "stopped":
      return say.unread;
  }
}

/** From memory: a receipt in an address would stand in the browser's list of downloads. */
function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function add(to: HTMLElement, tag: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return to.appendChild(element);
}
