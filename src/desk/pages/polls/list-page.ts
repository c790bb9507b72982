import type { Phase } from "../../../domain/phase.ts";
import { ballotsIn } from "../../../domain/tally.ts";
import { readPoll } from "../../../engine/index.ts";
import type { ListedPoll } from "../../../engine/registry/registry.ts";
import type { LedgerHealth } from "../../../engine/rpc.ts";
import { sealEveryMs } from "../../../engine/settings.ts";
import { words } from "../../../i18n/index.ts";
import { ledgerOf, registryOf } from "../../acts/polls.ts";
import type { DeskContext, DeskHandler } from "../../context.ts";
import { showDesk } from "../../page.ts";
import { type Alarm, alarmsOf } from "./alarms.ts";
import { LIST_STATES, type ListState, listView } from "./views/list.ts";

/** A poll of the list as it stands now. */
export interface PollSeen extends ListedPoll {
  /** Left out where neither ledger nor archive could say. */
  phase?: Phase;
  void: boolean;
  closes?: string;
  votes?: number;
  alarms: Alarm[];
}

/** Polls asked how they are at one time: each is a ledger's answer. */
const AT_ONCE = 10;
/** A log that is sealed no more needs nobody's attention. */
const RUNNING: readonly (Phase | undefined)[] = ["scheduled", "open", "paused", "closing", undefined];

/** The first page of the desk: every poll, what it is up to, and what needs attention. */
export const listPage: DeskHandler = async (c) => {
  const strings = words(c.get("language"), "desk");
  const q = c.req.query("q")?.trim() ?? "";
  const state = LIST_STATES.find((each) => each === c.req.query("state")) ?? "all";
  const listed = await registryOf(c).list();
  const wanted = listed.filter((poll) => (state === "archived") === poll.archived && names(poll, q));
  const seen: PollSeen[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE)
    seen.push(...(await Promise.all(wanted.slice(at, at + AT_ONCE).map((poll) => look(c, poll)))));
  const shown = seen.filter((poll) => isIn(poll, state));
  const done = c.req.query("done") === "deleted" ? strings["done.deleted"] : undefined;
  return showDesk(
    c,
    { title: strings.polls, path: "/desk" },
    listView(c, { polls: shown, all: listed.length, q, state, ...(done !== undefined && { done }) }),
  );
};

const names = ({ id, title }: ListedPoll, q: string): boolean =>
  [id, ...Object.values(title)].some((each) => each?.toLowerCase().includes(q.toLowerCase()));

function isIn({ draft, phase, archived }: PollSeen, state: ListState): boolean {
  if (state === "all" || state === "archived") return true;
  return state === "draft" ? draft !== undefined : !archived && phase === state;
}

async function look(c: DeskContext, poll: ListedPoll): Promise<PollSeen> {
  if (poll.draft) return { ...poll, void: false, alarms: [] };
  const view = await readPoll(c.env, poll.id).catch(() => undefined);
  const watched = RUNNING.includes(view?.phase);
  const health = watched ? await healthOf(c, poll.id) : undefined;
  return {
    ...poll,
    title: view?.definition.title ?? poll.title,
    ...(view && { phase: view.phase, votes: ballotsIn(view.tally.counts) }),
    ...(view?.definition.closes !== undefined && { closes: view.definition.closes }),
    void: view?.notices.some(({ kind }) => kind === "voided") ?? false,
    alarms: watched
      ? alarmsOf(health, {
          now: Date.now(),
          sealEveryMs: sealEveryMs(c.env),
          batched: view?.definition.rules.release === "batched",
        })
      : [],
  };
}

/** Nothing where the ledger does not answer, which is itself worth an alarm. */
export const healthOf = async (c: DeskContext, poll: string): Promise<LedgerHealth | undefined> =>
  ledgerOf(c, poll)
    .health()
    .catch(() => undefined);
