import { app } from "./app.ts";
import { asReaderSent } from "./guard/proxy.ts";

export { BallotBox } from "./objects/ballot-box.ts";
export { Doorkeeper } from "./objects/doorkeeper.ts";
export { Gallery } from "./objects/gallery.ts";
export { Ledger } from "./objects/ledger.ts";
export { Registry } from "./objects/registry.ts";
export { Staff } from "./objects/staff.ts";

export default {
  fetch: (request, env, ctx) => app.fetch(asReaderSent(request, env), env, ctx),
} satisfies ExportedHandler<Env>;
