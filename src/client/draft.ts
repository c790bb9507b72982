import { type Said, saver } from "./saver.ts";

const form = document.getElementById("draft");
const said = document.getElementById("saved");
if (form instanceof HTMLFormElement && said) saveByItself(form, said);

/** Saves a draft as it is typed, by the form's own way. What was typed is never replaced by itself: both texts are the button's to show. */
function saveByItself(draft: HTMLFormElement, told: HTMLElement): void {
  const version = draft.querySelector<HTMLInputElement>('[name="version"]');
  if (!version) return;
  const words = (name: string) => draft.dataset[name] ?? "";
  const time = () =>
    new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  const saving = saver(async () => {
    const fields = new FormData(draft);
    fields.set("act", "autosave");
    const response = await fetch(draft.action, {
      method: "POST",
      body: new URLSearchParams([...fields].map(([name, value]) => [name, String(value)])),
    });
    return response.json();
  }, say);

  function say(it: Said): void {
    if (it.kind === "saved" && version) version.value = String(it.version);
    told.textContent = sentence(it);
  }

  function sentence(it: Said): string {
    switch (it.kind) {
      case "saved":
        return words("saved").replace("{time}", time());
      case "conflict":
        return words("clash").replace("{by}", it.by);
      case "gone":
        return words("taken");
      case "saving":
      case "unsaved":
        return words(it.kind);
    }
  }

  draft.addEventListener("input", saving.typed);
  addEventListener("online", saving.online);
  // A save under way would make the version of the form that is sent an old one.
  draft.addEventListener("submit", saving.stop);
  const hint = document.getElementById("auto");
  if (hint) hint.hidden = false;
}
