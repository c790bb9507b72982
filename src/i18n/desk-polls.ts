import type { Language } from "../domain/language.ts";
import { deskPollsAr } from "./desk-polls.ar.ts";
import { deskPollsEn } from "./desk-polls.en.ts";
import { deskPollsFr } from "./desk-polls.fr.ts";

/** Words of the desk's pages on polls. Arabic says which there are. */
export type DeskPollStrings = { [K in keyof typeof deskPollsAr]: string };

const byLanguage: Record<Language, DeskPollStrings> = { ar: deskPollsAr, fr: deskPollsFr, en: deskPollsEn };

export const deskPollStrings = (language: Language): DeskPollStrings => byLanguage[language];
