import type { ContentfulStatusCode } from "hono/utils/http-status";
import { words } from "../../i18n/index.ts";
import { deskPath } from "../addresses.ts";
import type { DeskContext, DeskHandler } from "../context.ts";
import { publicOrigin } from "../public-address.ts";
import { refusePage } from "../refuse.ts";
import { showDesk } from "../respond.ts";
import { by, staffOf } from "../staff.ts";
import { cleanName } from "../store/accounts.ts";
import { SCOPES, TOKEN_DAYS } from "../store/contract.ts";
import { type TokensSays, tokensView } from "./views/tokens.ts";

export const tokensPage: DeskHandler = (c) =>
  show(c, 200, c.req.query("done") === "revoked" ? { done: "revoked" } : {});

/** Makes a token and shows it this once. */
export const postToken: DeskHandler = async (c) => {
  const form = c.get("form");
  const name = cleanName(form.get("name") ?? "");
  const scopes = SCOPES.filter((each) => form.getAll("scope").includes(each));
  const days = TOKEN_DAYS.find((each) => String(each) === form.get("days"));
  const sent = { name: form.get("name") ?? "", scopes, ...(days && { days }) };
  if (name === undefined) return show(c, 422, { problem: "name", sent });
  if (scopes.length === 0) return show(c, 422, { problem: "scope", sent });
  if (days === undefined) return show(c, 422, { problem: "days", sent });
  const outcome = await staffOf(c).makeToken(by(c), { name, scopes, days });
  if (outcome.kind !== "made") return refusePage(c, 403, "role");
  return show(c, 200, { made: { token: outcome.code, origin: publicOrigin(c) } });
};

export const postRevokeToken: DeskHandler = async (c) => {
  const outcome = await staffOf(c).revokeToken(by(c), c.req.param("token") ?? "");
  if (outcome.kind === "forbidden") return refusePage(c, 403, "role");
  if (outcome.kind === "not-found") return refusePage(c, 404, "not-found");
  return c.redirect(`${deskPath(c.get("language"), "/desk/tokens")}?done=revoked`, 303);
};

async function show(c: DeskContext, status: ContentfulStatusCode, says: TokensSays): Promise<Response> {
  const [tokens, { accounts }] = await Promise.all([staffOf(c).tokens(), staffOf(c).people()]);
  const page = { title: words(c.get("language"), "desk").tokens, path: "/desk/tokens" } as const;
  return showDesk(c, page, tokensView(c, tokens, accounts, says), { status });
}
