import type { CopyWords } from "../web/kit/script-words.ts";

/** Buttons that copy a field and say so, and a preview as wide as its slider stands. Without this fields select by hand. */
const copying = document.getElementById("copying")?.dataset.say;
if (copying) offerCopies(JSON.parse(copying));

function offerCopies(say: CopyWords): void {
  for (const place of document.querySelectorAll<HTMLElement>(".snippet")) {
    const [label, field] = [place.querySelector("label"), place.querySelector("textarea")];
    if (!label || !field) continue;
    const button = place.appendChild(document.createElement("button"));
    const said = place.appendChild(document.createElement("span"));
    said.setAttribute("role", "status");
    button.type = "button";
    button.textContent = say.copy;
    // Which of them, for those who hear the buttons one after the other.
    button.setAttribute("aria-label", `${say.copy}: ${label.textContent}`);
    button.onclick = async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = say.done;
      } catch {
        // Not allowed: the text stands selected, to be copied by hand.
        field.focus();
        field.select();
        said.textContent = say.byHand;
      }
    };
  }
}

const slider = document.querySelector<HTMLInputElement>("#width");
const frame = document.querySelector<HTMLIFrameElement>("#preview iframe");
const output = document.querySelector("#width-is bdi");
if (slider && frame && output)
  slider.oninput = () => {
    frame.width = slider.value;
    output.textContent = slider.value;
  };

// The preview is a frame of our own: it says its height, as in any page.
addEventListener("message", ({ origin, source, data }) => {
  if (frame && origin === location.origin && source === frame.contentWindow && data && data.source === "sawt")
    frame.height = String(data.height);
});
