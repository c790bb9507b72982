import type { Language } from "../domain/language.ts";
import { deskAr } from "./desk.ar.ts";
import { deskEn } from "./desk.en.ts";
import { deskFr } from "./desk.fr.ts";

/** Words of the desk, which readers' pages do not carry. Arabic says which there are. */
export type DeskStrings = { [K in keyof typeof deskAr]: string };

const byLanguage: Record<Language, DeskStrings> = { ar: deskAr, fr: deskFr, en: deskEn };

export const deskStrings = (language: Language): DeskStrings => byLanguage[language];
