import { html } from "hono/html";
import type { Html } from "./html.ts";
import { type Frame, layout } from "./layout.ts";

/** A page that says what is wrong in one sentence, and where to go. Never a blank page. */
export interface Problem {
  heading: string;
  message: string;
  links: readonly { href: string; label: string }[];
  /** The reader did something, and the sentence is the answer to it: it gets the focus. */
  answer: boolean;
}

export const problemView = (frame: Frame, { heading, message, links, answer }: Problem): Html =>
  layout(
    frame,
    answer
      ? html`<div class="err" id="problem" tabindex="-1" autofocus><div role="alert">
<h1>${heading}</h1>
<p>${message}</p>
</div></div>
${onward(links)}`
      : html`<h1>${heading}</h1>
<p>${message}</p>
${onward(links)}`,
  );

const onward = (links: Problem["links"]): Html =>
  html`<ul class="onward">${links.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}</ul>`;
