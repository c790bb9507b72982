import { html } from "hono/html";
import { leavesOf, valueAt } from "../../../../domain/draft-path.ts";
import type { Language } from "../../../../domain/language.ts";
import { DEFAULT_RULES } from "../../../../domain/numbers.ts";
import { readWallTime, wallTime } from "../../../../i18n/casablanca.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { words } from "../../../../i18n/index.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import { clockOf, isMoment } from "../edit-form.ts";
import { howFar } from "../words.ts";
import { choice, type FormOfDraft, field, fieldByLanguage, typed } from "./edit-fields.ts";

const RESULTS = ["always", "after-vote", "after-close"] as const;
const RELEASES = ["live", "batched"] as const;

/** Dates and rules, all of which are fixed when the poll opens. */
export function ruleFields(form: FormOfDraft, language: Language): Html {
  const { strings, draft } = form;
  const { frames } = draft;
  const framing = Array.isArray(frames) ? (frames.length === 0 ? "own" : "listed") : "any";
  const hasPledge = leavesOf(draft).some(([path, leaf]) => path.endsWith(".pledge") && leaf === true);
  return html`${clock(form, "opens", language)}
${clock(form, "closes", language)}
${choice(
  form,
  "rules.results",
  strings["rules.results"],
  RESULTS.map((value) => ({ value, label: strings[`rules.results.${value}`] })),
  typed(form, "rules.results") || DEFAULT_RULES.results,
)}
${choice(
  form,
  "rules.release",
  strings["rules.release"],
  RELEASES.map((value) => ({ value, label: strings[`rules.release.${value}`] })),
  typed(form, "rules.release") || DEFAULT_RULES.release,
)}
${choice(
  form,
  "framing",
  strings.framing,
  (["any", "own", "listed"] as const).map((value) => ({ value, label: strings[`framing.${value}`] })),
  framing,
)}
${field({ ...form, errors: framesError(form) }, "frames", { label: strings.frames, dir: "ltr", rows: 2, value: Array.isArray(frames) ? frames.join("\n") : "" })}
${hasPledge || valueAt(draft, "reminder") !== undefined ? fieldByLanguage(form, "reminder", strings.reminder) : ""}
<details${form.errors.has("rules.boxes") ? html` open` : ""}><summary>${strings.more}</summary>
${field(form, "rules.boxes", { label: strings["rules.boxes"], hint: strings["rules.boxes.hint"], type: "number", dir: "ltr", value: typed(form, "rules.boxes") || String(DEFAULT_RULES.boxes) })}
</details>`;
}

/** A fault of any line of the list is the list's. */
function framesError({ errors }: FormOfDraft): ReadonlyMap<string, string> {
  const found = [...errors].find(([path]) => path.startsWith("frames"));
  return new Map(found ? [["frames", found[1]]] : []);
}

/** A moment as a clock in Casablanca, said again in words with UTC beside it and how far off it is. */
function clock(form: FormOfDraft, path: "opens" | "closes", language: Language): Html {
  const { strings, draft } = form;
  const value = draft[path];
  return field(form, path, {
    label: strings[path],
    type: "datetime-local",
    dir: "ltr",
    value: clockOf(value),
    hint: isMoment(value) ? html`${momentWords(Date.parse(value), language)}` : strings[`${path}.hint`],
  });
}

/** "Thursday 30 July 2026 at 20:00, Casablanca time (19:00 UTC) – in 3 days". `at`: milliseconds since 1970. */
export function momentWords(at: number, language: Language): Html {
  const strings = words(language, "desk");
  const formatter = formatterOf(language);
  const utc = `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const twice = readWallTime(wallTime(at)).kind === "twice" ? html` ${strings["time.twice"]}` : "";
  return html`${filled(strings["time.is"], { date: formatter.fullDate(at), time: formatter.time(at), utc, in: howFar(at, Date.now(), language) })}${twice}`;
}
