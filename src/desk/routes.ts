import { Hono } from "hono";
import { LANGUAGES } from "../domain/language.ts";
import { logEvent } from "../engine/index.ts";
import { prefixOf } from "../web/http/addresses.ts";
import type { DeskRoute } from "./access.ts";
import type { DeskEnv, DeskHandler } from "./context.ts";
import { onlyStaff } from "./guard.ts";
import { refusePage } from "./page.ts";
import { accountPage, postEndSession, postPasskey, postRemovePasskey } from "./pages/account.ts";
import {
  peoplePage,
  personPage,
  postInvitation,
  postLinkFor,
  postRemove,
  postRole,
  postWithdrawInvitation,
} from "./pages/people.ts";
import { deletePage, editPage, postDelete, postEdit } from "./pages/polls/edit.ts";
import { definitionFile, exportedFile, filesPage } from "./pages/polls/files.ts";
import { listPage } from "./pages/polls/list.ts";
import { newPage, postNew } from "./pages/polls/new.ts";
import { correctPage, postCorrect, postVoid, voidPage } from "./pages/polls/notices.ts";
import { openPage, postOpen } from "./pages/polls/open.ts";
import { closePage, pollPage, postArchive, postClose, postPause, postResume } from "./pages/polls/poll.ts";
import { previewFrame, previewPage, previewState } from "./pages/polls/preview.ts";
import { recordCsv, recordNdjson, recordPage } from "./pages/record.ts";
import { postPasskeySignIn, postSignIn, postSignOut, postSignOutEverywhere, signInPage } from "./pages/sign-in.ts";
import { postRevokeToken, postToken, tokensPage } from "./pages/tokens.ts";
import type { DeskParts } from "./parts.ts";

/** The pages of the desk, under `/desk`, `/fr/desk` and `/en/desk`. `parts`: what it shows and others make. */
export function desk(parts: DeskParts): Hono<DeskEnv> {
  const pages = new Hono<DeskEnv>();

  for (const language of LANGUAGES) {
    const base = `${prefixOf(language)}/desk`;
    pages.use(base, onlyStaff);
    pages.use(`${base}/*`, onlyStaff);
  }

  on("GET /desk", listPage);
  on("GET /desk/new", newPage);
  on("POST /desk/new", postNew);
  on("GET /desk/polls/:poll", pollPage);
  on("GET /desk/polls/:poll/edit", editPage);
  on("POST /desk/polls/:poll/edit", postEdit);
  on("GET /desk/polls/:poll/delete", deletePage);
  on("POST /desk/polls/:poll/delete", postDelete);
  on("GET /desk/polls/:poll/definition.json", definitionFile);
  on("GET /desk/polls/:poll/files", filesPage(parts.files));
  on("GET /desk/polls/:poll/files/:file", exportedFile(parts.files));
  on("GET /desk/polls/:poll/preview", previewPage);
  on("GET /desk/polls/:poll/preview/:state/:shown", previewState);
  on("GET /desk/polls/:poll/preview/:state/:shown/page", previewFrame(parts.preview));
  on("GET /desk/polls/:poll/open", openPage);
  on("POST /desk/polls/:poll/open", postOpen);
  on("POST /desk/polls/:poll/pause", postPause);
  on("POST /desk/polls/:poll/resume", postResume);
  on("GET /desk/polls/:poll/close", closePage);
  on("POST /desk/polls/:poll/close", postClose);
  on("GET /desk/polls/:poll/correct", correctPage);
  on("POST /desk/polls/:poll/correct", postCorrect);
  on("GET /desk/polls/:poll/void", voidPage);
  on("POST /desk/polls/:poll/void", postVoid);
  on("POST /desk/polls/:poll/archive", postArchive);

  on("GET /desk/sign-in", signInPage);
  on("POST /desk/sign-in", postSignIn);
  on("POST /desk/sign-in/passkey", postPasskeySignIn);
  on("POST /desk/sign-out", postSignOut);
  on("POST /desk/sign-out/everywhere", postSignOutEverywhere);

  on("GET /desk/account", accountPage);
  on("POST /desk/account/sessions/:session/end", postEndSession);
  on("POST /desk/account/passkeys", postPasskey);
  on("POST /desk/account/passkeys/:passkey/remove", postRemovePasskey);

  on("GET /desk/people", peoplePage);
  on("POST /desk/invitations", postInvitation);
  on("POST /desk/invitations/:link/withdraw", postWithdrawInvitation);
  on("GET /desk/people/:account", personPage);
  on("POST /desk/people/:account/role", postRole);
  on("POST /desk/people/:account/link", postLinkFor);
  on("POST /desk/people/:account/remove", postRemove);

  on("GET /desk/audit", recordPage);
  on("GET /desk/audit.csv", recordCsv);
  on("GET /desk/audit.ndjson", recordNdjson);

  on("GET /desk/tokens", tokensPage);
  on("POST /desk/tokens", postToken);
  on("POST /desk/tokens/:token/revoke", postRevokeToken);

  for (const language of LANGUAGES) pages.all(`${prefixOf(language)}/desk/*`, (c) => refusePage(c, 404, "not-found"));

  pages.onError((error, c) => {
    logEvent("desk-failure", { route: c.req.routePath, request: c.get("request") }, error);
    return refusePage(c, 500, c.req.method === "POST" ? "failure" : "unread");
  });

  return pages;

  /** Registers a route in every language. Its rule must stand in the table, or it does not compile. */
  function on(route: DeskRoute, handler: DeskHandler): void {
    const [method = "", path = ""] = route.split(" ");
    for (const language of LANGUAGES) pages.on(method, prefixOf(language) + path, handler);
  }
}
