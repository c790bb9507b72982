/** Seconds between two looks at a poll that is being watched. */
const EVERY_MS = 5_000;

/** Reads the page again and puts its figures in place, while somebody looks and nothing inside is focused. */
async function lookAgain(): Promise<void> {
  const watched = document.getElementById("watch");
  if (!watched || document.hidden || watched.contains(document.activeElement)) return;
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("watch");
    if (fresh && fresh.textContent !== watched.textContent) watched.replaceWith(document.adoptNode(fresh));
  } catch {
    // No connection: the figures say of what time they are, and the next look may succeed.
  }
}

setInterval(lookAgain, EVERY_MS);
