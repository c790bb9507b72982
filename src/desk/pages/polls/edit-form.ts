import type { Draft } from "../../../domain/draft.ts";
import { act, withFields, withFrames } from "../../../domain/draft-form.ts";
import type { Json } from "../../../domain/draft-path.ts";
import { readWallTime, wallTime } from "../../../i18n/casablanca.ts";

/** The two moments of a definition, which the form shows as clocks in Casablanca. */
const MOMENTS = ["opens", "closes"];

/** What a form makes of the draft it was filled in for: its fields, its moments in UTC, and what its button does. */
export function draftOfForm(draft: Draft, form: URLSearchParams): Draft {
  const fields = [...form].map(([path, value]): [string, string] =>
    MOMENTS.includes(path) ? [path, momentOf(value, draft[path])] : [path, value],
  );
  const filled = withFields(draft, fields);
  const framed = form.has("framing") ? withFrames(filled, form.get("framing"), form.get("frames") ?? "") : filled;
  return act(framed, form.get("act") ?? "");
}

/**
 * UTC of a clock in Casablanca. What is none stays as it was typed, for the checks to name. A moment that the form only
 * sent back stays: of an hour that comes twice it may be the second.
 */
function momentOf(typed: string, before: Json | undefined): string {
  if (typeof before === "string" && typed !== "" && clockOf(before) === typed) return before;
  const read = readWallTime(typed);
  return read.kind === "moment" || read.kind === "twice"
    ? new Date(read.at).toISOString().replace(".000Z", "Z")
    : typed;
}

/** What the clock's field shows: a moment as a clock in Casablanca, anything else as it is. */
export function clockOf(value: Json | undefined): string {
  if (typeof value !== "string") return "";
  const at = isMoment(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? value : wallTime(at);
}

export const isMoment = (value: Json | undefined): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
