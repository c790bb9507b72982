/** The device's own way to share, where it has one: a button that without this script is not shown. */
const button = document.querySelector<HTMLButtonElement>("#native-share");
const text = button?.dataset.text;
const url = button?.dataset.url;
// Some browsers have the method and refuse every call: they say so beforehand.
if (button && text && url && navigator.canShare?.({ text, url })) {
  button.hidden = false;
  button.onclick = () => {
    // Closed without sharing: nothing to say.
    navigator.share({ text, url }).catch(() => {});
  };
}
