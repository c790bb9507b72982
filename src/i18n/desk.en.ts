import type { DeskStrings } from "./desk.ts";

/** Words of the desk in English. */
export const deskEn: DeskStrings = {
  desk: "The desk",
  sections: "Sections of the desk",
  polls: "Votes",
  people: "People",
  record: "Record",
  account: "My account",
  "to-desk": "Back to the desk",
  "err.prefix": "Error: ",

  "role.owner": "owner",
  "role.editor": "editor",
  "role.viewer": "viewer",
  "role.owner.may": "It may manage votes, people, tokens and the record.",
  "role.editor.may": "It may prepare, open and close votes, and export their results.",
  "role.viewer.may": "It may look at votes and export their results.",

  "sign-in": "Sign in",
  "sign-out": "Sign out",
  out: "You are signed out.",
  "out.everywhere": "You are signed out on all devices.",
  "in-as": "You are signed in as {name}. Signing in again replaces that.",
  code: "Sign-in code",
  "code.hint": "What follows the # sign in the sign-in link: 51 letters and digits. It works once.",
  "code.found": "The sign-in link is recognised. It is used only once you press the button.",
  "name.h": "New account",
  "name.role": "Role of this account: {role}.",
  name: "Name",
  "name.hint": "As it will stand in the record. We ask for no e-mail address and no phone number.",
  "not-in.h": "You are not signed in",
  "not-in.refused": "This code is wrong, has been used or has expired. Ask for a new link.",
  "not-in.too-many": "Too many attempts with this link: it works no more. Ask for a new link.",
  "not-in.name-invalid":
    "Write a name of at most 60 characters that has no invisible characters and does not start with a sign such as = or @. The link still works.",
  "not-in.name-taken": "This name is taken. Choose another one. The link still works.",
  "not-in.https": "From another device, signing in needs an address that starts with https. The link still works.",

  "refused.h": "The request was not carried out",
  "refused.no-rule": "This page is open to nobody.",
  "refused.foreign": "This request came from another site. Nothing was changed.",
  "refused.signed-out": "The session has ended. Nothing was changed. Sign in again.",
  "refused.role": "The role of this account does not allow it. Nothing was changed.",
  "refused.size": "The form received is too large. Nothing was changed.",
  "refused.shape": "The form arrived in a shape that is not accepted. Nothing was changed.",
  "refused.stale": "This page is from an earlier session. Nothing was changed. Reload it, then try again.",
  "refused.not-found": "There is no such page.",
  "refused.failure":
    "Something failed on our side, and we do not know whether the request was carried out. Check before you try again.",
};
