import { once } from "node:events";
import { createServer } from "node:http";

/** Another site's server: its pages by path. At 127.0.0.1, for a browser another site than localhost, where Sawt is. */
export interface Host {
  url: string;
  /** What was asked of it. */
  asked: string[];
  stop(): Promise<void>;
}

interface HostPage {
  body: string;
  /** Left out: none. */
  policy?: string;
}

export async function serveHost(pages: Record<string, HostPage>, name = "127.0.0.1"): Promise<Host> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const page = pages[path];
    response.statusCode = page ? 200 : 404;
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    if (page?.policy) response.setHeader("Content-Security-Policy", page.policy);
    response.end(
      page && `<!doctype html><html lang="en"><title>Article</title><link rel="icon" href="data:,">${page.body}`,
    );
  }).listen(0, name);
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the system gave no port");
  return {
    url: `http://${name}:${address.port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/**
 * What WordPress's own script does in an article, restated in our own words: it hears messages that carry a frame's secret,
 * shows the frame in the place of the quotation, gives it a height of 200 to 1000 pixels, and follows a link to the
 * frame's own host while the frame has the focus; and it tells each frame that it is ready.
 */
export const WORDPRESS_SCRIPT = `
addEventListener("message", (event) => {
  const { data } = event;
  if (!data || !data.secret || !data.message || /[^a-zA-Z0-9]/.test(data.secret)) return;
  for (const quote of document.querySelectorAll('blockquote[data-secret="' + data.secret + '"]')) quote.style.display = "none";
  for (const frame of document.querySelectorAll('iframe[data-secret="' + data.secret + '"]')) {
    if (event.source !== frame.contentWindow) continue;
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
    if (data.message === "link" && new URL(data.value).host === new URL(frame.src).host && document.activeElement === frame)
      top.location.href = data.value;
  }
});
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe[data-secret]"))
    frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
});`;
