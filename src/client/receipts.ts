/**
 * What a reader holds of a counted ballot: its secret, and our signed promise. It shows how they voted, so a browser
 * keeps it for the open tab alone (`sessionStorage`) until the reader asks for more (`localStorage`).
 */
export interface Receipt {
  poll: string;
  question: string;
  choice: string[];
  secret: string;
  /** Base64 of the leaf hash. */
  leaf: string;
  promise: string;
  /** It has been taken back. */
  withdrawn?: boolean;
}

/** In a tab by question, beyond it by leaf: there may be several of a question, when ballots were taken back. */
const name = (poll: string, of = ""): string => `sawt-${poll}.${of}`;

/** Holds the receipt of the question's last ballot for this tab. */
export function hold(receipt: Receipt): void {
  try {
    sessionStorage.setItem(name(receipt.poll, receipt.question), JSON.stringify(receipt));
  } catch {
    // Storage is full or forbidden: there is no receipt, and the own row stays unmarked.
  }
}

/** The receipt that this tab holds for a question. */
export function held(poll: string, question: string): Receipt | null {
  try {
    return JSON.parse(sessionStorage.getItem(name(poll, question)) || "null");
  } catch {
    return null;
  }
}

export function letGo({ poll, question }: Receipt): void {
  sessionStorage.removeItem(name(poll, question));
}

/** Writes a receipt where it outlives the tab. Throws where the browser refuses. */
export function keep(receipt: Receipt): void {
  localStorage.setItem(name(receipt.poll, receipt.leaf), JSON.stringify(receipt));
}

export function forget(receipt: Receipt): void {
  localStorage.removeItem(name(receipt.poll, receipt.leaf));
}

/** Receipts of a poll that this browser keeps. */
export function keptReceipts(poll: string): Receipt[] {
  try {
    const names = Object.keys(localStorage).filter((each) => each.startsWith(name(poll)));
    return names.sort().flatMap((each) => readReceipt(localStorage.getItem(each) || "") || []);
  } catch {
    return [];
  }
}

/** Something else may have written under our name. */
function readReceipt(text: string): Receipt | undefined {
  try {
    const receipt: Receipt = JSON.parse(text);
    return receipt.leaf && receipt.secret && Array.isArray(receipt.choice) ? receipt : undefined;
  } catch {
    return undefined;
  }
}
