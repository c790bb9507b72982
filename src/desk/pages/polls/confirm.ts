import type { ContentfulStatusCode } from "hono/utils/http-status";
import { words } from "../../../i18n/index.ts";
import type { Html } from "../../../web/kit/html.ts";
import type { DeskContext } from "../../context.ts";
import { showDesk } from "../../page.ts";

export type Confirm = "open" | "close" | "correct" | "void" | "delete";

/** A page that asks once more before something that cannot be taken back. It repeats which poll is meant. */
export const showConfirm = (
  c: DeskContext,
  { definition: { id } }: { definition: { id: string } },
  what: Confirm,
  body: Html,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> =>
  showDesk(c, { title: words(c.get("language"), "desk")[`${what}.h`], path: `/desk/polls/${id}/${what}` }, body, {
    status,
  });
