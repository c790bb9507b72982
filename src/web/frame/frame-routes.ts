import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ID_PATTERN } from "../../domain/id.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { type PollView, readPoll } from "../../engine/index.ts";
import { words } from "../../i18n/index.ts";
import type { AppEnv } from "../http/env.ts";
import type { ReadContext } from "../http/read-query.ts";
import { sameOriginOnly } from "../http/request.ts";
import { type Thrown, whatWasThrown } from "../kit/problem-pages.ts";
import { postVote } from "../pages/post-vote.ts";
import { frame } from "./frame.ts";
import { type FrameOptions, frameAddress, readOptions } from "./frame-options.ts";
import { frameSurface } from "./frame-surface.ts";
import { PLAIN_CARD_SCRIPTS, problemCard } from "./plain-cards.ts";
import { respondFrame } from "./respond-frame.ts";

/** Frames for other sites' pages, mounted at `/e`. What goes wrong in a frame is answered by a frame. */
export const frames = new Hono<AppEnv>();

type FrameHandler = (c: ReadContext, view: PollView, options: FrameOptions) => Response | Promise<Response>;

frames.get("/:poll", (c) => ofPoll(c, frame));
frames.all("/:poll", (c) => wrongMethod(c, "GET, HEAD"));

// Votes come from our own origin's document alone: in a sandbox a frame's origin is `null`, and nothing is taken from it.
frames.post(
  "/:poll/vote",
  sameOriginOnly((c) => ofPoll(c, foreignVote)),
  (c) => ofPoll(c, takeVote),
);
// A form that came back stands at this address; opened again from there it is the frame as it begins.
frames.get("/:poll/vote", (c) => ofPoll(c, toFrame));
frames.all("/:poll/vote", (c) => wrongMethod(c, "GET, HEAD, POST"));

frames.all("*", (c) => problem(c, 404, "err.404.h", "err.404"));
frames.onError((error, c) => {
  const { status, heading, message } = whatWasThrown(c, error);
  return problem(c, status, heading, message);
});

const takeVote: FrameHandler = (c, view, options) =>
  postVote(c, view, options.language, frameSurface(c, view, options));

const foreignVote: FrameHandler = (c, view, options) =>
  frameSurface(c, view, options).refused({ status: 403, why: "err.foreign" });

const toFrame: FrameHandler = (c, { definition }, options) => c.redirect(frameAddress(definition.id, options), 303);

/** Hands a frame its poll, in the language that was asked for where the poll has it. A draft is nobody's business. */
async function ofPoll(c: ReadContext, handler: FrameHandler): Promise<Response> {
  const id = c.req.param("poll") ?? "";
  const view = ID_PATTERN.test(id) ? await readPoll(c, id) : undefined;
  if (!view || view.phase === "draft") return problem(c, 404, "err.404.h", "err.404");
  return handler(c, view, readOptions(c.req.query(), view.definition.languages));
}

function wrongMethod(c: Context<AppEnv>, allowed: string): Response | Promise<Response> {
  c.header("Allow", allowed);
  return problem(c, 405, "err.page.h", "err.method");
}

/** A frame without a poll: any page may show it, since there is nothing in it to press. */
function problem(
  c: ReadContext,
  status: ContentfulStatusCode,
  heading: "err.404.h" | Thrown["heading"],
  message: "err.404" | "err.method" | Thrown["message"],
): Response | Promise<Response> {
  const options = readOptions(c.req.query(), LANGUAGES);
  const strings = words(options.language, "reader");
  return respondFrame(c, problemCard({ heading: strings[heading], message: strings[message] }, options), {
    sharing: "own",
    status,
    scripts: PLAIN_CARD_SCRIPTS,
    framedBy: "anyone",
  });
}
