import { type PollDefinition, parseDefinition } from "../../src/domain/definition.ts";

/** A definition as an editor writes it: one main question, one follow-up, rules left out. */
export const written = () => ({
  id: "bread",
  languages: ["ar", "en"],
  title: { ar: "خبز", en: "Bread" },
  questions: [
    {
      id: "eat",
      kind: "single",
      required: true,
      text: { ar: "هل تأكل الخبز؟", en: "Do you eat bread?" },
      options: [
        { id: "yes", label: { ar: "نعم", en: "Yes" } },
        { id: "no", label: { ar: "لا", en: "No" } },
      ],
    },
    {
      id: "kinds",
      kind: "multiple",
      max: 2,
      text: { ar: "أي خبز؟", en: "Which bread?" },
      options: [
        { id: "wheat", label: { ar: "قمح", en: "Wheat" } },
        { id: "barley", label: { ar: "شعير", en: "Barley" } },
        { id: "maize", label: { ar: "ذرة", en: "Maize" } },
        { id: "none", exclusive: true, label: { ar: "لا شيء", en: "None" } },
      ],
    },
  ],
  publisher: { ar: "جريدة", en: "A newspaper" },
  sponsor: { ar: "لا أحد", en: "Nobody" },
  contact: { ar: "التحرير", en: "The desk" },
  host: { ar: "هنا", en: "Here" },
  country: { ar: "المغرب", en: "Morocco" },
});

type Loose = Record<string, unknown>;

/** The same with something changed at a path such as `questions.0.id`; a value of `undefined` takes the field out. */
export function writtenWith(path: string, value: unknown): unknown {
  const definition: unknown = written();
  const names = path.split(".");
  let at = definition as Loose;
  for (const name of names.slice(0, -1)) at = at[name] as Loose;
  const last = names.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else at[last] = value;
  return definition;
}

export function parsed(input: unknown = written()): PollDefinition {
  const result = parseDefinition(input);
  if (result.kind === "invalid") throw new Error(JSON.stringify(result.errors));
  return result.definition;
}
