/** A pause in typing after which a draft saves itself. */
const PAUSE_MS = 1_500;

const form = document.getElementById("draft");
const said = document.getElementById("saved");
if (form instanceof HTMLFormElement && said) saveByItself(form, said);

/**
 * Saves a draft as it is typed, by the form's own way. Where a colleague was faster it stops, and leaves it to the button to
 * show both texts: what was typed is never replaced by itself.
 */
function saveByItself(draft: HTMLFormElement, told: HTMLElement): void {
  const version = draft.querySelector<HTMLInputElement>('[name="version"]');
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let saving = false;
  let stopped = false;
  let changed = false;
  const words = (name: string) => draft.dataset[name] ?? "";
  const time = () =>
    new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  async function save(): Promise<void> {
    if (saving || stopped || !version) return;
    saving = true;
    changed = false;
    told.textContent = words("saving");
    const fields = new FormData(draft);
    fields.set("act", "autosave");
    try {
      const response = await fetch(draft.action, {
        method: "POST",
        body: new URLSearchParams([...fields].map(([name, value]) => [name, String(value)])),
      });
      const answer: { kind?: string; version?: number; by?: string } = await response.json();
      if (answer.kind === "saved" && answer.version !== undefined) {
        version.value = String(answer.version);
        told.textContent = words("saved").replace("{time}", time());
      } else {
        stopped = true;
        told.textContent =
          answer.kind === "conflict" ? words("clash").replace("{by}", answer.by ?? "") : words("taken");
      }
    } catch {
      told.textContent = words("unsaved");
    }
    saving = false;
    if (changed) later();
  }

  function later(): void {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE_MS);
  }

  draft.addEventListener("input", later);
  // A save under way would make the version of the form that is sent an old one.
  draft.addEventListener("submit", () => {
    clearTimeout(waiting);
    stopped = true;
  });
  const hint = document.getElementById("auto");
  if (hint) hint.hidden = false;
}
