/** Results that ask a further question: one script, so that what both need is sent once. */
import "./results.ts";
import "./vote.ts";
