import type { verify as arabic } from "../ar/verify.ts";
import type { InAnyLanguage } from "../plural.ts";

/** Words of the page on which anybody recounts. French. The spaces before : ; ? ! % and inside « » are U+00A0, so that no line starts with them. */
export const verify: InAnyLanguage<typeof arabic> = {
  "verify.link": "Vérifiez vous-même",
  "verify.h": "Vérifiez vous-même",
  "verify.lead":
    "Chaque vote est une ligne d’un registre public signé. Vous pouvez recompter ici, sur votre appareil, sans nous faire confiance : toutes les lignes sont relues une à une et additionnées de nouveau.",
  "verify.hidden":
    "Les résultats de ce vote sont masqués jusqu’à la clôture, et les lignes du registre aussi. Seul le point de contrôle signé est visible ; chacun pourra recompter après la clôture.",
  "verify.button": "Recompter maintenant",
  "verify.noscript":
    "Recompter dans cette page demande JavaScript. La manière de vérifier sans lui est expliquée en bas de page.",
  "verify.earlier": "Un point de contrôle ou des promesses signées gardés auparavant, pour comparer (facultatif)",
  "verify.stop": "Arrêter",
  "verify.stopped": "Recomptage arrêté avant la fin : aucun verdict sur le registre.",
  "verify.reading": "{read} lignes lues sur {of}",
  "verify.save":
    "Vous pouvez enregistrer cette page et l’ouvrir plus tard depuis le fichier : elle recompte à partir du registre public, avec la clé enregistrée avec elle.",
  "verify.true": "Le registre est exact : le résultat est bien la somme des votes publiés",
  "verify.false": "Le registre n’est pas exact",
  "verify.unread": "Le registre n’a pas pu être lu jusqu’au bout : ce n’est pas un verdict. Réessayez plus tard.",
  "verify.closed": "Le registre est clos : ces chiffres sont définitifs.",
  "verify.open":
    "Le registre est encore ouvert : ces chiffres sont ceux du dernier scellé ; les chiffres en cours de la page des résultats peuvent être en avance.",
  "verify.since":
    "Le registre commence bien par ce que couvrait le point de contrôle choisi : rien n’y a été changé ni retiré.",
  "verify.at": "Première faute à la ligne n° {index}, en comptant à partir de zéro.",
  "verify.technical": "Dans les termes du programme :",
  "verify.entries": "Lignes du registre",
  "verify.seals": "Scellés, chacun recompté",
  "verify.ballots": "Total des votes exprimés",
  "verify.withdrawn": "dont retirés par leurs auteurs",
  "verify.keep": "Garder ce point de contrôle",
  "verify.promise.kept": "Promesses tenues",
  "verify.promise.waiting": "Promesses dont le vote n’est pas encore au registre",
  "verify.promise.foreign": "Promesses qui ne sont pas de ce registre",
  "verify.fault.earlier":
    "Le fichier choisi n’est pas un point de contrôle signé par la clé de ce registre. Si vous êtes certain qu’il en vient, la clé a changé : comparez-la avec la clé imprimée.",
  "verify.fault.signature": "La signature du registre ne correspond pas à la clé affichée sur cette page.",
  "verify.fault.shrank":
    "Le registre ne commence plus par ce que couvrait le point de contrôle gardé : quelque chose a été retiré ou remplacé.",
  "verify.fault.missing": "Le registre est incomplet : des lignes couvertes par la signature manquent.",
  "verify.fault.changed":
    "Les lignes ne correspondent pas à la signature : une au moins a été changée, retirée ou ajoutée.",
  "verify.fault.seal": "Un scellé annonce des chiffres qui ne sont pas la somme des votes qui le précèdent.",
  "verify.fault.lock": "Un vote porte le verrou d’un vote antérieur : le même vote est compté deux fois.",
  "verify.fault.withdrawal": "Un retrait sans la clé du vote retiré, ou d’un vote déjà retiré.",
  "verify.fault.choice": "Un vote pour une réponse qui n’est pas de cette question.",
  "verify.fault.order": "Une ligne n’est pas à sa place : l’ordre annoncé n’est pas respecté.",
  "verify.fault.promise": "Une promesse signée n’est pas tenue : son vote n’est pas dans le registre clos.",
  "verify.fault.form": "Une ligne n’est pas de celles que le registre admet.",
  "verify.checked.h": "Ce qui est contrôlé",
  "verify.checked": [
    "Chaque ligne : sa forme, sa place, son empreinte, jusqu’à l’empreinte signée.",
    "Chaque scellé : ses chiffres sont-ils la somme des votes qui le précèdent ?",
    "Chaque vote : sa réponse est-elle de cette question, son verrou est-il unique ?",
    "Chaque retrait : ouvre-t-il le verrou du vote retiré, une seule fois ?",
    "La signature : est-elle de la clé de ce registre ?",
    "Un point de contrôle antérieur, si vous en avez un : le registre commence-t-il toujours par lui ?",
  ],
  "verify.not.h": "Ce qui ne peut pas être contrôlé",
  "verify.not": [
    "Personne ne peut savoir par le registre seul si chaque vote vient d’une personne réelle différente, ni si l’organisateur n’en a pas ajouté.",
    "Que tout le monde voie le même registre n’est sûr qu’autant que l’on compare les points de contrôle : celui imprimé dans le journal, ceux que gardent les rédactions.",
    "Cette page vient du serveur que vous contrôlez. Qui ne s’y fie pas ouvre une copie enregistrée auparavant, ou prend un programme venu d’ailleurs.",
  ],
  "verify.key.h": "La clé de vérification",
  "verify.key":
    "Comparez-la avec la clé imprimée dans le journal ou gardée chez vous. Si elles diffèrent, c’est un autre registre.",
  "verify.keep.h": "Le point de contrôle",
  "verify.keep.why":
    "Trois lignes et une signature : le nom du registre, son nombre de lignes et son empreinte à un moment donné. Qui le garde peut prouver plus tard que le registre est intact, ou qu’il ne l’est pas.",
  "verify.now": "Le point de contrôle actuel",
  "verify.own.h": "Votre propre vote",
  "verify.own":
    "Avec votre reçu, vous vérifiez que votre vote est dans le registre. Sans lui, ni vous ni nous ne le pouvons : nous ne savons pas quel vote est à qui, mais il reste compté.",
  "verify.own.link": "Reçu et retrait du vote",
  "verify.else.h": "Sans cette page",
  "verify.else": "Avec le même programme, en ligne de commande, dans une copie de son code source :",
  "verify.hand": "Ou sans rien de notre programme, à partir du point de contrôle :",
  "verify.docs":
    "Tout est expliqué, pour les journalistes et pour les développeurs, avec curl, awk et Go, dans {file} du code source.",
};
