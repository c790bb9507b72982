/** A link's code, as it stands behind the `#`: no server is sent it, and no log keeps it. */
const CODE = /^#([A-Za-z0-9_-]{51})$/;

/**
 * Moves the code of a sign-in link from the address into the form, and out of the address and the history. Nothing is sent
 * before the button is pressed.
 */
export function fillFromFragment(): void {
  const code = CODE.exec(location.hash)?.[1];
  const field = document.querySelector<HTMLInputElement>("#code");
  const typed = document.getElementById("code-typed");
  const found = document.getElementById("code-found");
  if (!code || !field || !typed || !found) return;
  field.value = code;
  typed.hidden = true;
  found.hidden = false;
  history.replaceState(null, "", location.pathname + location.search);
}
