import type { privacy as arabic } from "../ar/privacy.ts";

/** Words of what is stored: what for, and for how long. French. The spaces before : ; ? ! % and inside « » are U+00A0, so that no line starts with them. */
export const privacy: typeof arabic = {
  heading: "Ce qui est conservé, pourquoi et combien de temps",
  lead: "Cette liste est faite des déclarations qui créent le stockage lui-même ; un test ouvre le stockage et échoue s’il contient autre chose.",
  forPrograms: "Chaque table et chaque champ, en anglais et pour les programmes (JSON)",
  kept: "Durée :",
  purposes: {
    log: "Le registre public : de chaque vote, la question, la classe, le verrou (l’empreinte d’un code aléatoire) et les réponses, rien d’autre ; de chaque scellé, son heure, le décompte, la signature et les empreintes qui prouvent le registre. Pour que chacun puisse recompter. Un scellé a une heure, un vote n’en a pas.",
    box: "Les votes en route vers le registre, dans l’ordre d’arrivée d’une même urne, sans heure ; et les retraits avec le code qui les prouve. Un vote compte dès qu’il est écrit ici, et le même vote envoyé deux fois compte une fois.",
    poll: "Le vote tel qu’il a été publié, son résultat et les nombres de votes refusés au dernier scellé. Pour les montrer, et pour que le nom d’un vote ne serve jamais deux fois.",
    course:
      "Où en est un vote en cours, et combien de fois le comptage des réseaux est reparti de zéro. Pour reprendre après un redémarrage. Rien d’un réseau.",
    request:
      "Le temps de répondre à votre vote, notre serveur voit forcément ensemble votre adresse réseau et votre réponse ; et, depuis un cadre dans un article, le nom du site de l’article. Aucun site ne peut répondre autrement. Elles ne sont notées nulle part, ni ensemble ni séparément.",
    networks:
      "En mémoire seulement : les nombres de votes par réseau, sous une empreinte avec un sel aléatoire qui change chaque jour et n’est jamais écrit ; et le verrou d’un vote récent, sans son réseau. Pour qu’un réseau ne passe pas pour beaucoup de lecteurs.",
    watching:
      "Les connexions ouvertes de ceux qui suivent le décompte, sans nom ni numéro. Pour leur envoyer le décompte.",
    speed:
      "En mémoire seulement : les votes publiés, leurs décomptes et les clés de signature. Pour répondre vite. Rien des lecteurs.",
    browser:
      "Dans votre navigateur, seulement après le vote ou à votre demande : un cookie de valeur 1, la même pour tous, votre reçu, et la pause des mises à jour. Pour dire « un vote a déjà été enregistré depuis ce navigateur », et pour que vous retrouviez votre vote et puissiez le retirer.",
    staff:
      "De ceux qui travaillent à l’espace de gestion, et d’eux seuls : le nom choisi par chacun et son rôle, ses moyens de connexion sous forme d’empreintes et de clés publiques avec l’heure de la dernière utilisation, les brouillons, et chaque acte. Pour les laisser entrer, et pour dire qui a ouvert, modifié ou clos un vote. Rien des lecteurs.",
    keys: "Des clés tirées au hasard : pour signer le registre, et pour reconnaître les questions auxquelles répondent les clés d’accès. Elles ne disent rien de personne.",
  },
  lifetimes: {
    "for-ever": "tant que le vote est publié",
    replaced: "jusqu’à ce qu’un plus récent le remplace",
    "while-watched": "tant que quelqu’un regarde",
    "until-opened": "jusqu’à l’ouverture du vote ou la suppression du brouillon",
    "until-close": "jusqu’à la clôture du vote, ou 180 jours",
    "with-record": "tant que le journal des actes est conservé",
    "until-used": "jusqu’à l’utilisation ou l’expiration : une heure, trois jours pour une invitation",
    "signed-in": "jusqu’à la déconnexion, 12 heures sans utilisation, ou 7 jours",
    "while-working": "jusqu’à sa suppression, ou au départ de son titulaire",
    "until-revoked": "jusqu’à sa révocation, son expiration ou le départ de son titulaire",
    tab: "jusqu’à la fermeture de l’onglet",
    "until-forgotten": "jusqu’à ce que vous l’effaciez",
    request: "quelques millisecondes, le temps de répondre",
    minutes: "10 à 20 minutes",
    "two-days": "au plus 48 heures après le dernier vote du réseau, ou jusqu’au redémarrage du serveur",
    process: "jusqu’à l’arrêt du processus du serveur",
  },
};
