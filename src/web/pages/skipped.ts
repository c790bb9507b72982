import type { PollDefinition } from "../../domain/definition.ts";

/** Follow-up questions named in a `skip` field or parameter such as `concern,hosting`; anything else in it is dropped. */
export function skippedIn(definition: PollDefinition, skip: string | null | undefined): string[] {
  const named = skip?.split(",") ?? [];
  return definition.questions
    .slice(1)
    .map((each) => each.id)
    .filter((id) => named.includes(id));
}
