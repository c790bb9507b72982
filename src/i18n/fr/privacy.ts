import type { StoredWords } from "../stored.ts";

/** Words of what is stored, place by place. French. The spaces before : ; ? ! % and inside « » are U+00A0, so that no line starts with them. */
export const privacy: StoredWords = {
  heading: "Tout ce qui est conservé, point par point",
  lead: "Cette liste est faite des déclarations qui créent le stockage lui-même ; un test ouvre le stockage et échoue s’il contient autre chose.",
  forPrograms: "La même liste pour les programmes (JSON)",
  why: "Pourquoi :",
  kept: "Durée :",
  read: "Peut être lu par :",
  nothing: "Rien n’est conservé ici.",
  places: {
    archive: {
      name: "L’archive publique (Workers KV)",
      items: {
        poll: {
          what: "Le vote tel qu’il a été publié : questions, dates, règles, son état, le nom et les clés de son registre.",
          why: "Pour montrer le vote, même quand tout le reste est hors d’atteinte.",
        },
        tally: {
          what: "Le décompte et les nombres de votes refusés au dernier scellé.",
          why: "Pour montrer le résultat sans recompter.",
        },
        checkpoint: {
          what: "La dernière taille signée du registre et sa racine.",
          why: "Qui la garde peut montrer plus tard que le registre n’a pas été modifié.",
        },
        seal: {
          what: "Pour chaque scellé : son numéro, son heure, le décompte, les nombres de votes refusés, la racine signée et des empreintes du registre. Un scellé a une heure, un vote n’en a pas.",
          why: "Pour vérifier tout résultat publié un jour.",
        },
        tile: {
          what: "Des empreintes du registre, par 256.",
          why: "Pour prouver qu’une ligne est dans le registre.",
        },
        index: {
          what: "Empreintes des lignes du registre et leurs numéros, par ordre d’empreinte.",
          why: "Chacun retrouve son vote sans dire lequel est le sien.",
        },
        bundle: {
          what: "256 lignes du registre. Ligne d’un vote : question, classe, verrou (l’empreinte d’un code aléatoire), réponses. Rien d’autre.",
          why: "Chacun peut recompter.",
        },
        partial: {
          what: "La même chose, pour des lignes qui ne remplissent pas encore un lot.",
          why: "Chacun peut recompter à partir de chaque scellé.",
        },
      },
    },
    ballotBox: {
      name: "Les urnes (Durable Object BallotBox, SQLite)",
      items: {
        journal: {
          what: "Les votes tels qu’ils seront dans le registre public, dans l’ordre d’arrivée d’une même urne, sans heure ; et les retraits avec le code qui les prouve.",
          why: "Un vote compte dès qu’il est écrit ici, et le même vote envoyé deux fois compte une fois.",
        },
        batch: {
          what: "Quelles lignes sont parties ensemble vers le registre.",
          why: "Rien n’est remis deux fois, rien n’est oublié.",
        },
        instruction: {
          what: "La définition et l’état du vote.",
          why: "L’urne décide elle-même si le vote est ouvert.",
        },
        doorkeeper: {
          what: "Combien de fois cet objet a perdu ce qu’il comptait des réseaux, et s’il compte en ce moment. Rien d’un réseau.",
          why: "Après un redémarrage les quotas repartent de zéro : les redémarrages sont donc publiés.",
        },
      },
    },
    ledger: {
      name: "Le grand livre (Durable Object Ledger, SQLite)",
      items: {
        memory: {
          what: "Le vote publié, l’état demandé, les notes du prochain scellé et l’avancement de l’archive.",
          why: "Pour reprendre après un redémarrage.",
        },
        bundle: {
          what: "Les lignes du registre, comme dans l’archive.",
          why: "C’est d’ici que le registre est signé.",
        },
        seal: {
          what: "Pour chaque scellé : taille, décompte, nombres de votes refusés, heure, racine signée, et le prochain lot de chaque urne.",
          why: "Le registre ne rétrécit ni ne bifurque.",
        },
        tile: { what: "Des empreintes du registre.", why: "Pour recalculer la racine avant de la signer." },
        gallery: {
          what: "Les numéros des galeries où quelqu’un regarde.",
          why: "Pour y envoyer le décompte en direct.",
        },
      },
    },
    registry: {
      name: "Le répertoire (Durable Object Registry, SQLite)",
      items: {
        poll: {
          what: "Tous les votes jamais créés, avec leur définition.",
          why: "Le nom d’un vote ne sert jamais deux fois.",
        },
        draft: {
          what: "Les votes pas encore ouverts : leur texte, qui l’a modifié à la rédaction et quand. Rien des lecteurs.",
          why: "Pour que personne n’efface ce qu’un collègue a écrit.",
        },
        archived: {
          what: "Les noms des votes rangés hors de la liste de la rédaction.",
          why: "Pour ranger cette liste.",
        },
        secret: {
          what: "La graine aléatoire des clés de signature, si l’exploitant n’en a pas fixé.",
          why: "Pour signer avec les mêmes clés après un redémarrage. Elle ne dit rien des lecteurs.",
        },
      },
    },
    staff: {
      name: "L’équipe (Durable Object Staff, SQLite)",
      items: {
        account: {
          what: "Qui travaille à l’espace de gestion, ou y a travaillé : le nom choisi par chacun, le rôle et, avec Cloudflare Access, une empreinte de l’identifiant que celui-ci donne. Aucune adresse.",
          why: "Pour laisser entrer l’équipe et la nommer au journal.",
        },
        link: {
          what: "Les liens de connexion à usage unique et les invitations que personne n’a encore utilisés, sous forme d’empreintes.",
          why: "Pour laisser entrer ceux pour qui ils ont été faits.",
        },
        session: {
          what: "Qui est connecté : une empreinte de la valeur du cookie, le moyen employé et l’heure de la dernière utilisation, sans les minutes.",
          why: "Pour reconnaître l’équipe et lui permettre de fermer une session oubliée.",
        },
        credential: {
          what: "Les clés d’accès de l’équipe : leurs clés publiques, un compteur et l’heure de la dernière utilisation, sans les minutes.",
          why: "Pour se connecter sans mot de passe. La partie secrète reste sur l’appareil.",
        },
        token: {
          what: "Les jetons pour programmes, sous forme d’empreintes : un nom, ce que chacun permet, jusqu’à quand, et l’heure de la dernière utilisation.",
          why: "Pour laisser entrer les programmes de la rédaction, et les exclure ensuite.",
        },
        spent: { what: "Quels codes à usage unique ont servi.", why: "Chacun ne sert qu’une fois." },
        secret: {
          what: "Une clé tirée au hasard.",
          why: "Pour reconnaître les questions à usage unique auxquelles répondent les clés d’accès. Elle ne dit rien de personne.",
        },
        audit: {
          what: "Chaque acte fait à l’espace de gestion : qui, quoi, quand, avant et après. Rien sur les lecteurs.",
          why: "Pour dire qui a ouvert, modifié ou clos un vote.",
        },
      },
    },
    doorkeeper: {
      name: "Les portiers (Durable Object Doorkeeper, SQLite)",
      items: {
        doorkeeper: {
          what: "Combien de fois cet objet a perdu ce qu’il comptait des réseaux, et s’il compte en ce moment. Rien d’un réseau.",
          why: "Après un redémarrage les quotas repartent de zéro : les redémarrages sont donc publiés.",
        },
      },
    },
    gallery: { name: "Les galeries (Durable Object Gallery)", items: {} },
    browser: {
      name: "Votre navigateur",
      items: {
        mark: {
          what: "Un cookie, posé seulement après le vote, de valeur 1, la même pour tous.",
          why: "Pour dire « un vote a déjà été enregistré depuis ce navigateur ».",
        },
        receipt: {
          what: "Dans la mémoire de l’onglet (session storage), seulement avec JavaScript et après le vote : votre dernier reçu.",
          why: "Pour retrouver votre vote dans les résultats et vous permettre de le retirer.",
        },
        kept: {
          what: "Dans le stockage local, seulement si vous appuyez sur « Garder le reçu » : la même chose.",
          why: "Pour vérifier votre vote, ou le retirer, un autre jour.",
        },
        paused: {
          what: "Dans la mémoire de l’onglet, seulement si vous suspendez les mises à jour : 1 ou 0.",
          why: "Pour qu’elles restent suspendues.",
        },
        desk: {
          what: "Un cookie, seulement chez ceux qui se connectent à l’espace de gestion : des caractères tirés au hasard.",
          why: "Pour reconnaître l’équipe d’une page à l’autre.",
        },
      },
    },
    memory: {
      name: "En mémoire seulement, écrit nulle part",
      items: {
        request: {
          what: "Le temps de répondre à votre vote, notre serveur voit forcément ensemble votre adresse réseau et votre réponse ; et, depuis un cadre dans un article, le nom du site de l’article.",
          why: "Aucun site ne peut répondre autrement. Elles ne sont notées nulle part, ni ensemble ni séparément.",
        },
        networks: {
          what: "Les votes par réseau : des nombres, sous une empreinte du préfixe du réseau avec un sel aléatoire qui change chaque jour et n’est jamais écrit.",
          why: "Pour qu’un réseau ne passe pas pour beaucoup de lecteurs. Au-delà d’un quota ses votes sont montrés à part ; au-delà d’un plafond ils attendent.",
        },
        locks: {
          what: "Le verrou d’un vote récent et sa classe, sans son réseau.",
          why: "Pour qu’un vote renvoyé ne soit pas compté deux fois à son réseau.",
        },
        sockets: {
          what: "Les connexions ouvertes de ceux qui suivent le décompte, sans nom ni numéro.",
          why: "Pour leur envoyer le décompte.",
        },
        isolate: {
          what: "Les votes publiés, leurs décomptes et les clés de signature : rien des lecteurs.",
          why: "Pour répondre vite.",
        },
      },
    },
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
  readers: {
    everyone: "tout le monde",
    operator: "qui exploite le serveur, et son hébergeur",
    owners: "les administrateurs de l’espace de gestion, et l’exploitant du serveur",
    staff: "la rédaction, arrondis et rien en dessous de dix ; et l’exploitant du serveur",
    device: "vous, sur cet appareil ; le cookie parvient aussi à notre serveur",
    nobody: "personne : utilisé, puis oublié",
  },
};
