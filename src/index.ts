import { app } from "./app.ts";
import { asReaderSent } from "./guard/proxy.ts";
import { inJurisdiction } from "./objects/jurisdiction.ts";
import { keptAnswer } from "./rush/kept-answers.ts";

export { BallotBox } from "./objects/ballot-box.ts";
export { Doorkeeper } from "./objects/doorkeeper.ts";
export { Gallery } from "./objects/gallery.ts";
export { Ledger } from "./objects/ledger.ts";
export { Registry } from "./objects/registry.ts";
export { Staff } from "./objects/staff.ts";

export default {
  fetch: (request, env, ctx) => {
    const sent = asReaderSent(request, env);
    return keptAnswer(sent, env) ?? app.fetch(sent, inJurisdiction(env), ctx);
  },
} satisfies ExportedHandler<Env>;
