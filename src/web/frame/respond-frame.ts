import type { ContentfulStatusCode } from "hono/utils/http-status";
import { frameCss } from "../built/inline.ts";
import type { FramedBy } from "../guard/headers.ts";
import type { PollDefinition } from "../poll/definition.ts";
import { respond, type Sharing } from "../reader/respond.ts";
import type { Inline } from "../reader/views/layout.ts";
import type { Html } from "../reader/views/words.ts";
import type { Keepable } from "../rush/kept-answers.ts";
import type { ReadContext } from "../rush/read-query.ts";

/** Who may frame a poll: the sites of its list, or any. */
export const framedBy = ({ frames }: PollDefinition): FramedBy => frames ?? "anyone";

/** Answers with a card. Its policy is that of every page, but for who may frame it. */
export const respondFrame = (
  c: ReadContext,
  body: Html,
  how: {
    sharing: Sharing;
    status?: ContentfulStatusCode;
    scripts: readonly Inline[];
    framedBy: FramedBy;
    keepable?: Keepable;
  },
): Response | Promise<Response> => respond(c, body, { ...how, style: frameCss });
