import { app } from "../../../src/app.ts";
import * as sawt from "../../../src/index.ts";
import { countedEnv, countedObject, counts, takeCounts } from "./counted.ts";

/** Sawt with a meter on everything that Cloudflare bills: the same app and the same classes, counted at their bindings. */
export const BallotBox = countedObject(sawt.BallotBox, "BALLOT_BOX");
export const Doorkeeper = countedObject(sawt.Doorkeeper, "DOORKEEPER");
export const Ledger = countedObject(sawt.Ledger, "LEDGER");
export const Gallery = countedObject(sawt.Gallery, "GALLERY");
export const Registry = countedObject(sawt.Registry, "REGISTRY");
export const Staff = countedObject(sawt.Staff, "STAFF");

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    // The meter itself, and the seal that a test asks for, are not metered.
    const { pathname } = new URL(request.url);
    if (pathname === "/counts") return Response.json(takeCounts());
    if (pathname === "/seal") {
      await env.LEDGER.getByName("facebook-hour").seal();
      return Response.json({});
    }
    counts.workerRequests += 1;
    return app.fetch(request, countedEnv(env), ctx);
  },
} satisfies ExportedHandler<Env>;
