import { mainQuestion, type PollDefinition } from "../../domain/definition.ts";
import { inLanguage, type Language } from "../../domain/language.ts";

/** Pixels of the card that do not depend on its words: rules, caption, totals by class, door, controls, footer. See frame.css. */
const FIXED_PX = 340;
const ROW_PX = 56;
/** Two lines at the foot where its words do not stand side by side, and a second line of controls. */
const NARROW_PX = 52;
const NARROW_BELOW_PX = 360;
/** Around words: the card's own margins, and the number at the end of a row. */
const MARGINS_PX = 32;
const SHARE_PX = 64;
/** Part of a line that words fill: they break where a word ends, and a question's lines are made alike. */
const FILL = 0.9;

/** Width of a letter in parts of its size, and of a line: Arabic of the naskh kind, Latin with serifs. */
const TYPE: Record<"ar" | "latin", { bold: number; plain: number; line: number }> = {
  ar: { bold: 0.42, plain: 0.4, line: 1.45 },
  latin: { bold: 0.56, plain: 0.5, line: 1.3 },
};

/**
 * Height in pixels to reserve for a frame of this width, before it has been drawn: that of its results, the higher of
 * what it shows, so that neither loading nor voting moves the page around it. An estimate, rather too high by a line.
 */
export function frameHeight(definition: PollDefinition, language: Language, widthPx: number): number {
  const { text, options } = mainQuestion(definition);
  const type = TYPE[language === "ar" ? "ar" : "latin"];
  const room = (widthPx - MARGINS_PX) * FILL;
  const lines = (words: string, letterPx: number, roomPx: number) =>
    Math.max(1, Math.ceil((words.length * letterPx) / Math.max(roomPx, 1)));
  const question = lines(inLanguage(text, language), 20 * type.bold, room) * 20 * type.line;
  const rows = options.reduce((sum, { label }) => {
    const wrapped = lines(inLanguage(label, language), 16 * type.plain, room - SHARE_PX) - 1;
    return sum + ROW_PX + wrapped * 22;
  }, 0);
  return Math.ceil(FIXED_PX + question + rows + (widthPx < NARROW_BELOW_PX ? NARROW_PX : 0));
}
