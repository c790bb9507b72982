import { showsCounts } from "../../domain/disclosure.ts";
import { pollPath } from "../http/addresses.ts";
import { respond } from "../http/respond.ts";
import type { PageHandler } from "./get-pages.ts";
import { verifyScripts, verifyView } from "./views/verify.ts";

/** Check it yourself. The same for everyone: what is checked is the public log. */
export const verifyPage: PageHandler = (c, { definition, phase, log, notices, refused }, language) => {
  const readable = showsCounts(definition.rules.results, phase, "anyone");
  const here = (path: string) => new URL(path, c.req.url).href;
  const body = verifyView({
    language,
    definition,
    log: { url: here(`/log/${definition.id}`), vkey: log.vkey, promiseVkey: log.promiseVkey },
    address: here(pollPath("ar", definition.id)),
    readable,
    notices,
    refused: refused !== undefined,
  });
  return respond(c, body, { sharing: "shared", scripts: verifyScripts(readable) });
};
