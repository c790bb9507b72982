/** The choice made on this device, kept for this tab alone, to show the reader which row is theirs. */
const key = (poll: string, question: string): string => `sawt-${poll}.${question}`;

export function keepChoice(poll: string, question: string, choice: readonly string[]): void {
  try {
    sessionStorage.setItem(key(poll, question), choice.join());
  } catch {
    // Storage is full or forbidden: the row stays unmarked.
  }
}

export function keptChoice(poll: string, question: string): string[] {
  try {
    return (sessionStorage.getItem(key(poll, question)) || "").split(",");
  } catch {
    return [];
  }
}
