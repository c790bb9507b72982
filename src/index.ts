import { app } from "./app.ts";
import { inJurisdiction } from "./engine/jurisdiction.ts";
import { remembered } from "./web/http/memo.ts";
import { asReaderSent } from "./web/http/site.ts";

export { Staff } from "./desk/store/staff.ts";
export { BallotBox } from "./engine/box/box.ts";
export { SocketHub as Gallery } from "./engine/hub.ts";
export { Ledger } from "./engine/ledger/ledger.ts";
export { Doorkeeper } from "./engine/limiter/limiter.ts";
export { Registry } from "./engine/registry/registry.ts";

export default {
  fetch: (request, env, ctx) => {
    const sent = asReaderSent(request, env);
    return remembered(sent, env) ?? app.fetch(sent, inJurisdiction(env), ctx);
  },
} satisfies ExportedHandler<Env>;
