import { html } from "hono/html";
import type { Html } from "./html.ts";

/** What is wrong, said where the reader looks next. */
interface Alert {
  heading: string;
  message: string;
  /** Left out: `h2`. The heading of the page where the page says nothing else. */
  level?: "h1" | "h2";
  /** The field that is to be mended. */
  href?: string;
}

/**
 * GOV.UK's error summary. It is the answer to what the reader did, so it gets the focus, without a script by `autofocus`; the
 * alert stands inside, as screen readers cut it off on the focused box.
 */
export const alertBox = ({ heading, message, level = "h2", href }: Alert): Html =>
  alertOf(
    level === "h1" ? html`<h1>${heading}</h1>` : html`<h2>${heading}</h2>`,
    html`<p>${href ? html`<a href="${href}">${message}</a>` : message}</p>`,
  );

/** The same box around whatever is wrong. `beside`: what belongs to it and is too long to be read out. */
export const alertOf = (heading: Html, content: Html, beside: Html | "" = ""): Html =>
  html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
${heading}
${content}
</div>${beside}</div>`;

/** What needs somebody's attention, whatever they came for. */
export const attention = (heading: string, items: readonly Html[]): Html =>
  html`<div class="err" role="alert"><h2>${heading}</h2>
<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
</div>`;

/** The same box, empty and hidden, for a script to fill. */
export const emptyAlert = (href: string): Html =>
  html`<div class="err" tabindex="-1" hidden><div role="alert"><h2></h2><p><a href="${href}"></a></p></div></div>`;

/** Something that everyone who sees the page must know. */
export const warning = (content: string | Html): Html => html`<p class="err">${content}</p>`;

/** What the reader did is done: it gets the focus. */
export const doneBox = (id: string, content: Html): Html =>
  html`<div class="ok" id="${id}" tabindex="-1" autofocus>${content}</div>`;

/** Where to go from here. */
export const onwardLinks = (links: readonly { href: string; label: string }[]): Html =>
  html`<ul class="onward">${links.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}</ul>`;
