/** The form in a frame: one script, so that what both need is sent once. */
import "./frame.ts";
import "./vote.ts";
