import type { ContentfulStatusCode } from "hono/utils/http-status";
import { watchScript } from "../../../built/inline.ts";
import type { PollView } from "../../../engine/index.ts";
import type { LedgerHealth, SealedPace } from "../../../engine/rpc.ts";
import { sealEveryMs } from "../../../engine/settings.ts";
import { words } from "../../../i18n/index.ts";
import { ledgerOf, registryOf } from "../../acts/polls.ts";
import { type DeskContext, type DeskHandler, deskPath } from "../../context.ts";
import { showDesk } from "../../page.ts";
import { type Alarm, alarmsOf } from "./alarms.ts";
import { titleIn, withPoll } from "./desk-poll.ts";
import { healthOf } from "./list-page.ts";
import { paceOf, SPANS, type Span, TEN_MINUTES_MS } from "./pace.ts";
import { pollPageView } from "./views/poll-page.ts";

/** What a poll's own page tells whoever watches it. */
export interface Watched {
  view: PollView;
  archived: boolean;
  health: LedgerHealth | undefined;
  alarms: Alarm[];
  pace: Span[];
  /** Milliseconds since 1970. */
  now: number;
}

export interface PollSays {
  done?: string;
  /** Plain text. */
  problem?: string;
}

const DONE = [
  "opened",
  "scheduled",
  "paused",
  "resumed",
  "closed",
  "ordered",
  "corrected",
  "voided",
  "unlogged",
  "archived",
  "unarchived",
] as const;

/** A poll as it runs. A draft has its form instead. */
export const pollPage: DeskHandler = async (c) => {
  const id = c.req.param("poll") ?? "";
  const language = c.get("language");
  if (await registryOf(c).readDraft(id)) return c.redirect(deskPath(language, `/desk/polls/${id}/edit`), 303);
  const done = DONE.find((each) => each === c.req.query("done"));
  return showPoll(c, done ? { done: words(language, "desk")[`done.${done}`] } : {});
};

export const showPoll = (c: DeskContext, says: PollSays, status: ContentfulStatusCode = 200): Promise<Response> =>
  withPoll(c, async (view) => {
    const { definition } = view;
    const title = titleIn(definition.title, c.get("language"), words(c.get("language"), "desk"));
    return showDesk(c, { title, path: `/desk/polls/${definition.id}` }, pollPageView(c, await watch(c, view), says), {
      status,
      scripts: [watchScript],
    });
  });

async function watch(c: DeskContext, view: PollView): Promise<Watched> {
  const { id, rules } = view.definition;
  const now = Date.now();
  // Of a closed poll its last day, not an empty one.
  const until = Math.min(now, view.closedAt ?? now);
  const [health, seals, archived] = await Promise.all([
    healthOf(c, id),
    sealsSince(c, id, until - SPANS * TEN_MINUTES_MS),
    registryOf(c).isArchived(id),
  ]);
  const alarms = alarmsOf(health, { now, sealEveryMs: sealEveryMs(c.env), batched: rules.release === "batched" });
  return { view, archived, health, alarms, pace: paceOf(seals, until), now };
}

const sealsSince = (c: DeskContext, poll: string, from: number): Promise<SealedPace[]> =>
  Promise.resolve(ledgerOf(c, poll).pace(from)).catch(() => []);
