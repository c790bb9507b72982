import { heightMessages, secretIn } from "./frame-height.ts";

/** Without `allow-same-origin` a sandboxed frame has no origin: no vote is taken from it, and no link leads out of it. */
const sandboxed = self.origin === "null";
const { poll = "" } = document.body.dataset;
const page = new URLSearchParams(location.search);
const child = page.get("childId") || "";

let told = 0;
let secret = secretIn(location.hash);

const say = (message: unknown) => parent.postMessage(message, "*");

/** The card's own height, which knows nothing of the frame's: it grows and shrinks. */
function tell(): void {
  const parts = [...document.querySelectorAll("main,footer")];
  const height = Math.ceil(parts.reduce((sum, part) => sum + part.getBoundingClientRect().height, 0));
  if (height === told) return;
  told = height;
  for (const message of heightMessages({ poll, height, src: location.href, secret, child })) say(message);
}

function tellAgain(): void {
  told = 0;
  tell();
}

if (parent !== self) {
  say({ sentinel: "amp", type: "embed-ready" });
  const observer = new ResizeObserver(tell);
  for (const part of document.querySelectorAll("main,footer")) observer.observe(part);
  window.onload = tell;
  window.onhashchange = () => {
    secret = secretIn(location.hash) || secret;
    tellAgain();
  };
  window.onmessage = ({ source, data }) => {
    if (source !== parent || !data) return;
    if (data.message === "ready") secret = secret || secretIn(`secret=${data.secret}`);
    if (data.message === "ready" || data.source === "sawt") tellAgain();
  };
}

document.onclick = (event) => {
  const link = (event.target as Element).closest("a");
  if (!link) return;
  // Within the frame WordPress's word must not be lost.
  if (!link.target && link.pathname === location.pathname && !link.hash) link.hash = location.hash;
  if (!link.target || !sandboxed || !secret) return;
  event.preventDefault();
  say({ message: "link", value: link.href, secret });
};

if (sandboxed && document.querySelector("form")) {
  page.set("view", "results");
  location.replace(`?${page}${location.hash}`);
}

// `autofocus` is ignored in a frame of another site; here the reader has just pressed a button in it.
document.querySelector<HTMLElement>("[autofocus]")?.focus();
