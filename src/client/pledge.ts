import { calendarOf, type Reminder } from "../domain/reminder.ts";

/** Makes the reminder here, so that pressing asks nobody for it. Without this the link fetches the same file. */
const link = document.querySelector<HTMLAnchorElement>("#pledge");
const made = document.getElementById("made");
if (link?.dataset.reminder && made) {
  const reminder: Omit<Reminder, "day"> = JSON.parse(link.dataset.reminder);
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("");
  link.href = URL.createObjectURL(new Blob([calendarOf({ ...reminder, day })], { type: "text/calendar" }));
  link.download = `${reminder.poll}.ics`;
  link.onclick = () => {
    made.textContent = made.dataset.made || "";
  };
}
