import { enhance } from "./form.ts";

for (const form of document.querySelectorAll("form")) enhance(form);
