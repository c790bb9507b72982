import { Hono } from "hono";
import type { AppEnv } from "../http/env.ts";
import { forEveryone, forOne } from "../http/poll.ts";
import { confirmPage, framePage, frames, takeVote, votedPage } from "./frame.ts";

/** Frames for other sites' pages, mounted at `/e`. */
export const frameRoutes = new Hono<AppEnv>();

frameRoutes.get("/:poll", forEveryone(frames, framePage));
frameRoutes.get("/:poll/vote", forOne(frames, confirmPage));
// Votes come from our own origin's document alone: in a sandbox a frame's origin is `null`, and nothing is taken from it.
frameRoutes.post("/:poll/vote", forOne(frames, takeVote));
frameRoutes.get("/:poll/voted", forOne(frames, votedPage));

for (const path of ["/:poll", "/:poll/voted"])
  frameRoutes.all(path, (c) => frames.refuse(c, { kind: "wrong-method", allow: "GET, HEAD" }));
frameRoutes.all("/:poll/vote", (c) => frames.refuse(c, { kind: "wrong-method", allow: "GET, HEAD, POST" }));
frameRoutes.all("*", (c) => frames.refuse(c, { kind: "not-found" }));
frameRoutes.onError((error, c) => frames.refuse(c, { kind: "thrown", error }));
