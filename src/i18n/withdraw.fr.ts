import type { Strings } from "./strings.ts";
import type { withdrawAr } from "./withdraw.ar.ts";

/** Words of receipts, and of the page on which a reader takes a ballot back, in French. */
export const withdrawFr: Pick<Strings, keyof typeof withdrawAr> = {
  "receipt.keep": "Garder le reçu",
  "receipt.kept": "Le reçu est gardé dans ce navigateur.",
  "receipt.link": "Reçu et retrait du vote",
  "receipt.shows": "Un reçu montre comment on a voté.",
  "withdraw.again": "Retirer le vote et voter à nouveau",
  "withdraw.h": "Reçu et retrait du vote",
  "withdraw.lead":
    "Ici, vous vérifiez que votre vote est dans le registre public, et vous le retirez si vous avez changé d’avis. Un reçu montre comment vous avez voté : ne le montrez qu’à qui peut le savoir, et ne le gardez pas sur un appareil partagé.",
  "receipt.here": "Reçus dans ce navigateur",
  "receipt.noscript":
    "L’affichage des reçus gardés demande JavaScript. Qui a noté son code de reçu avant de voter peut retirer son vote avec le formulaire ci-dessous.",
  "receipt.none": "Ce navigateur ne garde aucun reçu de ce vote.",
  "receipt.choice": "Vous avez voté :",
  "receipt.tab": "Ce reçu n’est pas gardé : il disparaît à la fermeture de cet onglet.",
  "receipt.looking": "Recherche de votre vote dans le registre public…",
  "receipt.included":
    "Votre vote est dans le registre public signé : ligne {index} sur {size}, en comptant à partir de zéro.",
  "receipt.waiting":
    "Votre vote compte, mais il n’est pas encore dans le registre : il y entre au prochain scellé, d’ordinaire en quelques minutes.",
  "receipt.hidden":
    "Les résultats de ce vote sont cachés jusqu’à la clôture, et le registre avec eux. Après la clôture, le reçu vérifiera votre vote ici.",
  "receipt.false":
    "Le registre reçu ne prouve pas la présence de votre vote. Gardez le reçu et la promesse signée qu’il contient : ils font preuve.",
  "receipt.unread": "Le registre n’a pas pu être lu ; cela ne dit rien de votre vote. Réessayez plus tard.",
  "receipt.damaged": "Ce reçu est abîmé : il ne correspond à aucun vote que le registre puisse contenir.",
  "receipt.again": "Chercher à nouveau",
  "receipt.proof": "Télécharger la preuve",
  "receipt.download": "Télécharger le reçu",
  "receipt.forget": "Oublier ce reçu",
  "receipt.forgotten": "Ce navigateur a oublié le reçu. Le vote reste tel quel.",
  "withdraw.code.h": "Retirer un vote avec son code de reçu",
  "withdraw.question": "Question",
  "withdraw.code":
    "43 lettres, chiffres, traits d’union et traits bas, tels qu’affichés avant le vote. Le code n’est conservé que s’il sert à retirer un vote.",
  "withdraw.button": "Retirer ce vote",
  "withdraw.sure":
    "Retirer ce vote ? C’est sans retour. Deux lignes resteront dans le registre public : le vote et son retrait. Le code y est publié : qui le connaît pourra relier le vote au reçu.",
  "withdraw.yes": "Oui, le retirer",
  "withdraw.no": "Non, le laisser",
  "withdraw.sending": "Retrait en cours…",
  "withdraw.done.h": "Vote retiré",
  "withdraw.done":
    "Votre vote est retiré et ne compte plus dans les résultats. Deux lignes resteront dans le registre public : le vote et son retrait. Vous pouvez voter à nouveau.",
  "withdraw.revote": "Voter à nouveau",
  "withdraw.was": "Ce vote est retiré.",
  "withdraw.unknown": "Aucun vote à cette question n’a ce code. Aucun vote n’est retiré.",
  "withdraw.late": "Un vote ne se retire que tant que le scrutin est ouvert ou suspendu. Aucun vote n’est retiré.",
  "withdraw.busy": "Il y a beaucoup de monde. Aucun vote n’est retiré. Réessayez dans un instant.",
  "withdraw.unsure":
    "Nous n’avons pas eu confirmation du retrait. Réessayez avec le même code : retirer deux fois revient à retirer une fois.",
  "unconfirmed.h.withdraw": "Nous n’avons pas eu confirmation du retrait",
  "withdraw.not.h": "Aucun vote n’est retiré",
  "withdraw.size": "Le formulaire reçu est trop volumineux. Aucun vote n’est retiré.",
  "withdraw.form": "Le formulaire est arrivé sous une forme non acceptée. Aucun vote n’est retiré.",
  "withdraw.noquestion": "La question reçue ne fait pas partie de ce vote. Aucun vote n’est retiré.",
  "withdraw.malformed": "Écrivez le code de reçu en entier : 43 caractères, en respectant majuscules et minuscules.",
  "withdraw.foreign": "Cette requête vient d’un autre site. Aucun vote n’est retiré.",
  "withdraw.know.h": "À savoir",
  "withdraw.know": [
    "Un vote se retire tant que le scrutin est ouvert ou suspendu, plus après la clôture.",
    "Le retrait n’efface rien : la ligne du vote et celle de son retrait restent dans le registre public, pour que le compte reste vérifiable.",
    "Après le retrait, on peut voter à nouveau. Le réseau ne récupère pas la part de quota du vote retiré.",
    "La preuve montre que le vote est dans le registre ; le reçu permet de le retirer. Les deux montrent comment vous avez voté.",
    "Pour chercher votre vote, votre navigateur en demande d’autres avec lui (64 au moins, s’il y en a autant) : le serveur n’apprend pas lequel est le vôtre.",
  ],
  "withdraw.lost.h": "Si le reçu est perdu",
  "withdraw.lost":
    "Il n’y a rien à faire : ni nous ni personne ne peut retrouver votre vote, car nul ne sait lequel est le vôtre. C’est le prix du secret. Votre vote continue de compter.",
};
