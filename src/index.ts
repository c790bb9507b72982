import { app } from "./app.ts";

export { BallotBox } from "./objects/ballot-box.ts";
export { Gallery } from "./objects/gallery.ts";
export { Ledger } from "./objects/ledger.ts";
export { Registry } from "./objects/registry.ts";
export { Staff } from "./objects/staff.ts";

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
