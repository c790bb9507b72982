import { timingSafeEqual } from "node:crypto";
import { html } from "hono/html";
import { sha256 } from "../engine/keys.ts";
import { toBase64url, utf8 } from "../log/text.ts";
import type { Html } from "../web/kit/html.ts";
import type { DeskContext } from "./context.ts";

/** Name of the field by which a form shows that a page of this very session made it. */
export const FORM_TOKEN = "form";

/** Follows from the session's secret, which pages never see, and leads nobody back to it. */
export const formTokenOf = (session: string): string => toBase64url(sha256(utf8(`sawt-desk-form/v1\n${session}`)));

export const isFormToken = (sent: string | null, expected: string): boolean => {
  const [one, other] = [utf8(sent ?? ""), utf8(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** The hidden field that every form of the desk holds; nothing where nobody is signed in. */
export function formToken(c: DeskContext): Html | "" {
  const staff = c.get("staff");
  return staff ? html`<input type="hidden" name="${FORM_TOKEN}" value="${staff.session.formToken}">` : "";
}
