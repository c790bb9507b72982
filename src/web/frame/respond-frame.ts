import type { ContentfulStatusCode } from "hono/utils/http-status";
import { frameCss } from "../../built/inline.ts";
import type { PollDefinition } from "../../domain/definition.ts";
import type { FramedBy } from "../http/headers.ts";
import type { Keepable } from "../http/kept-answers.ts";
import type { ReadContext } from "../http/read-query.ts";
import { respond, type Sharing } from "../http/respond.ts";
import type { Html } from "../kit/html.ts";
import type { Inline } from "../kit/layout.ts";

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
