import { noCounters } from "../../../src/domain/counters.ts";
import type { PollDefinition } from "../../../src/domain/definition.ts";
import { phaseAt } from "../../../src/domain/phase.ts";
import type { PollView } from "../../../src/engine/index.ts";
import { ledgerOf } from "../../engine/a-poll.ts";

/** A poll as the Worker sees it at this moment, past every cache. */
export async function viewOf(poll: PollDefinition): Promise<PollView> {
  const read = await ledgerOf(poll).view();
  if (!read) throw new Error("no such poll");
  const { definition, log, state, notices = [] } = read.poll;
  return {
    definition,
    log,
    notices,
    counters: read.counters ?? noCounters(),
    phase: phaseAt(definition, state, Date.now()),
    tally: read.tally,
    ...(state.closedAt !== undefined && { closedAt: state.closedAt }),
  };
}
