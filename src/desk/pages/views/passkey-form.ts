import { html } from "hono/html";
import type { Html } from "../../../web/kit/html.ts";
import type { PasskeyOptions } from "../../store/contract.ts";

export interface PasskeyForm {
  act: "add" | "get";
  action: string;
  options: PasskeyOptions;
  button: string;
  /** What is shown when the device gives no passkey. */
  failed: string;
  /** Further hidden fields. */
  fields: Html | "";
  primary: boolean;
}

/** A form that a script shows and fills: without one there is no passkey, and the link remains. */
export const passkeyForm = ({ act, action, options, button, failed, fields, primary }: PasskeyForm): Html =>
  html`<form method="post" action="${action}" data-act="${act}" data-passkey="${options.json}" hidden>${fields}
<input type="hidden" name="response" value="">
<p class="act"><button class="${primary ? "btn" : "plain-btn"}">${button}</button></p>
<p class="fe" role="alert" tabindex="-1" data-failed hidden>${failed}</p>
</form>`;
