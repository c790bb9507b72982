import { promisedLeaf } from "../log/note.ts";
import type { VerifyWords } from "../web/kit/script-words.ts";
import { auditLog } from "./audit-log.ts";
import { integer } from "./numbers.ts";
import { reader } from "./read-log.ts";
import { report } from "./verify-report.ts";

const place = document.getElementById("verify");
// An old browser, or a page without TLS, cannot hash: the page says how else to recount.
if (place?.dataset.say && crypto.subtle) start(place, JSON.parse(place.dataset.say));

function start(place: HTMLElement, say: VerifyWords): void {
  const [ask, running] = place.querySelectorAll("div");
  const [button, stop] = place.querySelectorAll("button");
  const file = place.querySelector("input");
  const bar = place.querySelector("progress");
  const words = place.querySelector("label[for=progress]");
  const said = document.getElementById("verdict");
  if (!ask || !running || !button || !stop || !file || !bar || !words || !said) return;

  let stopping = new AbortController();
  ask.hidden = false;
  stop.onclick = () => stopping.abort();
  button.onclick = async () => {
    stopping = new AbortController();
    said.textContent = "";
    show(0, 0);
    ask.hidden = true;
    running.hidden = false;
    stop.focus();
    const notes = await Promise.all([...(file.files ?? [])].map((each) => new Response(each).text()));
    const since = notes.find((note) => !promisedLeaf(note));
    const promises = notes.filter(promisedLeaf);
    const { vkey, promiseVkey } = say;
    const claims = { vkey, promiseVkey, promises, ...(since !== undefined && { since }) };
    const outcome = await auditLog(addressOf(say.log), claims, reader(stopping.signal), show);
    running.hidden = true;
    ask.hidden = false;
    report(said, say, outcome, since !== undefined);
    said.focus();
  };

  function show(read: number, of: number): void {
    if (!bar || !words) return;
    if (of) {
      bar.max = of;
      bar.value = read;
    } else bar.removeAttribute("value");
    words.textContent = say.reading
      .replace("{read}", integer(say.language, read))
      .replace("{of}", integer(say.language, of));
  }
}

/** On the server's own pages the scheme is the page's: a proxy may speak TLS for a server that does not know. */
function addressOf(log: string): string {
  const url = new URL(log);
  if (url.host === location.host) url.protocol = location.protocol;
  return url.href;
}
