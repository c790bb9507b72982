/** Results in a frame. Here no receipt is kept, as this storage is apart from that of our own page: its code is shown. */
import "./frame.ts";
import "./results.ts";
import { held } from "./receipts.ts";

// Only the script that has just cast the vote comes here with this word; told once.
const thanks = location.hash === "#counted" && document.getElementById("thanks");
if (thanks) {
  thanks.hidden = false;
  thanks.focus();
  history.replaceState(null, "", location.pathname + location.search);
}

const place = document.getElementById("receipt");
const receipt = place && held(document.body.dataset.poll || "", place.dataset.question || "");
const code = place?.querySelector("code");
if (place && code && receipt) {
  code.textContent = receipt.secret;
  place.hidden = false;
}
