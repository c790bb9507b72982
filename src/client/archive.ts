import { hashes } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import type { AuditOutcome, Read } from "../log/audit.ts";
import type { VerifyWords } from "../web/kit/script-words.ts";
import {
  compareFiles,
  definitionIn,
  type Figures,
  figuresOf,
  filesOfFolder,
  LOG,
  readFiles,
  readLines,
} from "./archived.ts";
import { auditLog } from "./audit-log.ts";
import { integer } from "./numbers.ts";
import { report } from "./verify-report.ts";

/** What the page of an archive says of itself, in one language. */
export interface ArchiveSay {
  verify: VerifyWords;
  figuresSame: string;
  figuresDiffer: string;
  comparing: string;
  filesSame: string;
  fileDiffers: string;
  fileMissing: string;
}

interface Section {
  say: ArchiveSay;
  place: HTMLElement;
}

// A page that somebody hosts without TLS has no WebCrypto.
if (!crypto.subtle) hashes.sha512Async = async (message) => sha512(message);

const sections = [...document.querySelectorAll<HTMLElement>("section[data-say]")].map(
  (place): Section => ({ place, say: JSON.parse(place.dataset.say || "") }),
);
const textOf = (id: string): string => document.getElementById(id)?.textContent || "";

void recount(readLines(textOf("checkpoint"), textOf("lines").split("\n")));
for (const { place } of sections) {
  const chooser = place.querySelector("input");
  if (chooser) chooser.onchange = () => void recountFolder(chooser);
}

/** Recounts the log and compares the figures that the page prints with what its lines add up to. */
async function recount(read: Read): Promise<void> {
  for (const { place } of sections) part(place, ".verdict").textContent = "";
  const [first] = sections;
  if (!first) return;
  const { vkey, promiseVkey } = first.say.verify;
  const outcome = await auditLog(LOG, { vkey, promiseVkey }, read, (done, of) =>
    showProgress(done, of, ({ verify }) => verify.reading),
  );
  hideProgress();
  const definition = outcome.kind === "true" ? await definitionIn(read, outcome.checkpoint.size) : undefined;
  for (const section of sections) tell(section, outcome, definition && figuresIn(definition, outcome, section));
}

const figuresIn = (definition: Parameters<typeof figuresOf>[0], outcome: AuditOutcome, { say }: Section): Figures[] =>
  outcome.kind === "true" ? figuresOf(definition, outcome.recount.counts, say.verify.language) : [];

function tell({ say, place }: Section, outcome: AuditOutcome, figures: Figures[] | undefined): void {
  const verdict = part(place, ".verdict");
  const same = figures !== undefined && JSON.stringify(figures) === JSON.stringify(printed(place));
  verdict.className = outcome.kind === "true" && same ? "verdict ok" : "verdict err";
  if (outcome.kind === "true" && !same)
    verdict.appendChild(document.createElement("h2")).textContent = say.figuresDiffer;
  report(verdict, { ...say.verify, questions: [] }, outcome, false);
  if (same) {
    const line = document.createElement("p");
    line.textContent = say.figuresSame;
    verdict.querySelector("h2")?.after(line);
  }
}

/** The figures as this page prints them, in the form of `figuresOf`. */
const printed = (place: HTMLElement): Figures[] =>
  [...place.querySelectorAll<HTMLTableElement>("table.figures")].map((table) => ({
    question: table.caption?.textContent || "",
    rows: [...table.querySelectorAll("tbody tr, tfoot tr")].map((row) => {
      const [name, ...cells] = [...row.children].map((cell) => cell.textContent || "");
      return [row.parentElement?.tagName === "TFOOT" ? "" : name || "", ...cells];
    }),
  }));

/** Holds the files of the folder against the fingerprints that the page lists, and recounts from them. */
async function recountFolder(chooser: HTMLInputElement): Promise<void> {
  const files = filesOfFolder(chooser.files || []);
  if (files.size === 0) return;
  const compared = await compareFiles(files, textOf("sums"), (done, of) =>
    showProgress(done, of, ({ comparing }) => comparing),
  );
  await recount(readFiles(files));
  for (const { say, place } of sections) {
    const told = part(place, ".folder");
    told.className = compared.kind === "same" ? "folder ok" : "folder err";
    switch (compared.kind) {
      case "same":
        told.textContent = say.filesSame.replace("{n}", integer(say.verify.language, compared.files));
        break;
      case "differs":
        told.textContent = say.fileDiffers.replace("{file}", compared.path);
        break;
      case "missing":
        told.textContent = say.fileMissing.replace("{file}", compared.path);
    }
  }
}

function showProgress(done: number, of: number, words: (say: ArchiveSay) => string): void {
  for (const { say, place } of sections) {
    const { language } = say.verify;
    const bar = place.querySelector("progress");
    if (!bar) continue;
    part(place, ".reading").hidden = false;
    bar.max = of;
    bar.value = done;
    part(place, "label[for]").textContent = words(say)
      .replace("{read}", integer(language, done))
      .replace("{of}", integer(language, of));
  }
}

function hideProgress(): void {
  for (const { place } of sections) part(place, ".reading").hidden = true;
}

function part(place: HTMLElement, selector: string): HTMLElement {
  const found = place.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}
