/**
 * The loader for other sites' pages: gives frames the height that they say, and makes `<sawt-poll>` a frame. It touches
 * nothing else there, keeps nothing, and asks for nothing but the frames.
 */
const { src } = document.currentScript as HTMLScriptElement;
const { origin } = new URL(src);

/** No card is lower or higher; and a frame that is too high stays so, as the form does before its results: moving the article is worse. */
const LEAST_PX = 120;
const MOST_PX = 2_000;
const SPARE_PX = 170;

const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${origin}/e/`));

addEventListener("message", ({ origin: from, source, data }) => {
  if (from !== origin || !data || data.source !== "sawt" || data.type !== "height") return;
  const height = Math.min(MOST_PX, Math.max(LEAST_PX, Number(data.height) || 0));
  for (const frame of frames())
    if (frame.contentWindow === source && (height > frame.clientHeight || height < frame.clientHeight - SPARE_PX))
      frame.style.height = `${height}px`;
});

function start(): void {
  // A frame that spoke before this script came is asked to say it again.
  for (const { contentWindow } of frames()) contentWindow?.postMessage({ source: "sawt", v: 1, type: "ask" }, origin);
  if (customElements.get("sawt-poll")) return;
  customElements.define(
    "sawt-poll",
    class extends HTMLElement {
      connectedCallback() {
        const frame = document.createElement("iframe");
        const address = new URL(`${origin}/e/${this.getAttribute("poll")}`);
        for (const name of ["lang", "theme", "view"]) {
          const value = this.getAttribute(name);
          if (value) address.searchParams.set(name, value);
        }
        frame.title = this.title || (this.textContent || "").trim() || "Sawt";
        frame.loading = "lazy";
        frame.width = "100%";
        frame.height = this.getAttribute("height") || "620";
        frame.style.border = "0";
        frame.src = address.href;
        this.replaceChildren(frame);
      }
    },
  );
}

// Once the page is read an element's own link, which stands where no script runs, is there to be replaced.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();

export {};
