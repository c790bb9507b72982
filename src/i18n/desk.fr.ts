import type { DeskStrings } from "./desk.ts";

/** Words of the desk in French. */
export const deskFr: DeskStrings = {
  desk: "Espace de gestion",
  sections: "Sections de l’espace de gestion",
  polls: "Votes",
  people: "Utilisateurs",
  record: "Journal",
  account: "Mon compte",
  "to-desk": "Retour à l’espace de gestion",
  "err.prefix": "Erreur : ",

  "role.owner": "administration",
  "role.editor": "édition",
  "role.viewer": "consultation",
  "role.owner.may": "Il permet de gérer les votes, les utilisateurs, les jetons et le journal.",
  "role.editor.may": "Il permet de préparer, d’ouvrir et de clore des votes, et d’en exporter les résultats.",
  "role.viewer.may": "Il permet de consulter les votes et d’en exporter les résultats.",

  "sign-in": "Se connecter",
  "sign-out": "Se déconnecter",
  out: "Vous êtes déconnecté.",
  "out.everywhere": "Vous êtes déconnecté de tous les appareils.",
  "in-as": "Vous êtes connecté sous le nom {name}. Une nouvelle connexion remplace celle-ci.",
  code: "Code de connexion",
  "code.hint":
    "C’est ce qui suit le signe # dans le lien de connexion : 51 lettres et chiffres. Il ne sert qu’une fois.",
  "code.found": "Le lien de connexion est reconnu. Il ne sera utilisé qu’une fois le bouton pressé.",
  "name.h": "Nouveau compte",
  "name.role": "Rôle de ce compte : {role}.",
  name: "Nom",
  "name.hint": "Tel qu’il figurera au journal. Nous ne demandons ni e-mail ni téléphone.",
  "not-in.h": "La connexion a échoué",
  "not-in.refused": "Ce code est faux, déjà utilisé ou expiré. Demandez un nouveau lien.",
  "not-in.too-many": "Trop d’essais avec ce lien : il n’est plus valable. Demandez un nouveau lien.",
  "not-in.name-invalid":
    "Écrivez un nom de 60 caractères au plus, sans caractère invisible et qui ne commence pas par un signe tel que = ou @. Le lien reste valable.",
  "not-in.name-taken": "Ce nom est déjà pris. Choisissez-en un autre. Le lien reste valable.",
  "not-in.https": "Depuis un autre appareil, la connexion demande une adresse en https. Le lien reste valable.",

  "refused.h": "La demande n’a pas été exécutée",
  "refused.no-rule": "Cette page n’est ouverte à personne.",
  "refused.foreign": "Cette demande vient d’un autre site. Rien n’a changé.",
  "refused.signed-out": "La session est terminée. Rien n’a changé. Reconnectez-vous.",
  "refused.role": "Le rôle de ce compte ne le permet pas. Rien n’a changé.",
  "refused.size": "Le formulaire reçu est trop volumineux. Rien n’a changé.",
  "refused.shape": "Le formulaire est arrivé sous une forme qui n’est pas acceptée. Rien n’a changé.",
  "refused.stale": "Cette page date d’une session précédente. Rien n’a changé. Rechargez-la, puis réessayez.",
  "refused.not-found": "Cette page n’existe pas.",
  "refused.failure":
    "Une erreur est survenue de notre côté ; nous ne savons pas si la demande a été exécutée. Vérifiez avant de réessayer.",
};
