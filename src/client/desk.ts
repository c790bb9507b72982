import { fillFromFragment } from "./desk-link.ts";
import { offerPasskeys } from "./desk-passkey.ts";

fillFromFragment();
addEventListener("hashchange", fillFromFragment);
offerPasskeys();
