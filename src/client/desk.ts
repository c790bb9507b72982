import { fillFromFragment } from "./desk-link.ts";

fillFromFragment();
