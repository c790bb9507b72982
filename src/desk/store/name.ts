/** Longest name that a list and a line of the record show whole. */
const LONGEST = 60;

/** What could hide or reorder the words beside it: controls, and the marks of bidirectional text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u;

/**
 * A name as it will stand in the record, or nothing where it cannot. It is whatever the colleague calls themself; no
 * address is asked for. A first character that a spreadsheet would take for a formula is refused.
 */
export function cleanName(text: string): string | undefined {
  const name = text.normalize("NFC").trim().replace(/\s+/g, " ");
  return name !== "" && name.length <= LONGEST && !HIDDEN.test(name) && !/^[=+\-@]/.test(name) ? name : undefined;
}

/** Two accounts at work never have the same name, however it is written. */
export const sameName = (one: string, other: string): boolean =>
  one.localeCompare(other, "ar", { sensitivity: "base" }) === 0;
