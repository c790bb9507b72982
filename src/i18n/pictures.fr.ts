import type { picturesAr } from "./pictures.ar.ts";
import type { Strings } from "./strings.ts";

/** Words of pictures, of sharing, and of the page of one frozen result, in French. */
export const picturesFr: Pick<Strings, keyof typeof picturesAr> = {
  percent: "{n} %",
  "pic.as_of": "au {date} à {time}",
  "pic.split": "{a} dans la limite de chaque réseau (a), {c} de réseaux encombrés ou incertains (c)",
  "pic.others": "Autres réponses",
  "pic.hidden": "Les résultats sont montrés après la clôture.",
  "pic.vote_at": "Pour voter :",
  "pic.check_at": "Pour vérifier :",
  "pic.bars": "Part de l’ensemble des votants",
  "pic.time.shares": "Évolution des parts dans le temps",
  "pic.time.votes": "Évolution du nombre de votes dans le temps",
  "pic.time.axis": "Temps",
  "pic.time.none": "Trop peu de votes scellés pour en montrer l’évolution.",
  "pic.generic": "Une question, un vote ouvert, un registre public que chacun peut recompter.",
  "pic.voided": "La rédaction a déclaré ce vote nul le {date}.",
  "pic.differs": "Sans les réseaux encombrés ou incertains, une part change de plus de {points} points.",
  "alt.question": "Question aux lecteurs, {publisher} : {question} Réponses proposées : {options}.",
  "alt.results": "{state}, {publisher} : {question} {rows}. {total}, dont {split}. Chiffres {as_of}.",
  "alt.hidden": "{publisher} : {question} {hidden} {total}.",
  "alt.row": "{label} : {percent} ({votes})",
  "alt.row.few": "{label} : {votes}",
  "alt.time.shares":
    "{title}, {publisher} : {question} Du {from} au {to}. À la fin : {rows}. {total}, dont {split}. Chiffres {as_of}.",
  "alt.time.votes": "{title}, {publisher} : {question} Du {from} au {to}. {total}, dont {split}. Chiffres {as_of}.",
  "alt.separator": " ; ",
  "share.native": "Partager…",
  "share.telegram": "Telegram",
  "share.signal": "Signal",
  "share.sms": "SMS",
  "share.mail": "E-mail",
  "share.whatsapp": "WhatsApp",
  "share.text": "Le texte tel qu’il part",
  "share.note":
    "De simples liens : aucun script d’une autre société dans cette page, et personne ne compte les partages. WhatsApp appartient à Meta, comme Facebook.",
  "share.copy.failed": "Copie impossible. Sélectionnez le texte et copiez-le à la main.",
  "share.result": "En tête : {label}, {percent}. {total}.",
  "share.qr": "Code QR à imprimer",
  "quote.title": "Résultat figé au sceau n° {seal}",
  "quote.lead":
    "Ces chiffres sont ceux que le registre a scellés à la ligne {size}. Ils ne changeront plus : un chiffre cité d’ici reste vérifiable.",
  "quote.final": "C’est le dernier sceau : les résultats sont définitifs.",
  "quote.provisional": "Le vote n’était pas terminé à ce sceau : les résultats sont provisoires.",
  "quote.newest": "Résultats les plus récents",
  "quote.sentence.h": "Une phrase prête à citer",
  "quote.sentence":
    "« Dans un vote ouvert aux lecteurs de {publisher}, sans valeur scientifique, la réponse la plus choisie est {leading} : {share}. Total : {total}, {as_of}. »",
  "quote.sentence.none":
    "« Aucun lecteur de {publisher} n’avait voté {as_of}, dans ce vote ouvert sans valeur scientifique. »",
  "quote.share": "{percent} ({votes})",
  "quote.share.each": "{percent} chacune ({votes})",
  "quote.share.few": "{votes}",
  "quote.share.few.each": "{votes} chacune",
  "quote.inner": "“{text}”",
  "quote.languages": "La phrase en d’autres langues",
  "quote.verbs":
    "Écrivez « les lecteurs ont répondu » ou « les votants ont choisi », jamais « les Marocains pensent » ni « le vote prouve ».",
  "quote.cite.h": "Référence",
  "quote.cite":
    "Source : vote en ligne des lecteurs de {publisher}, {total}, {as_of}. Vote ouvert, sans valeur scientifique.",
  "quote.cite.log": "Registre {origin}, {size} lignes, racine {root}",
  "quote.files.h": "Fichiers de ce résultat",
  "quote.check.h": "Comment le vérifier",
  "quote.check":
    "La page de vérification recompte le registre dans votre navigateur. Avec un ordinateur, cette commande le recompte sans faire confiance à ce site :",
  "quote.checkpoint": "Le point de contrôle signé, tel que publié",
  "quote.root": "Racine du registre",
  "quote.hours.h": "Heures promises",
  "quote.hours":
    "{n} pour une promesse ({labels}). À raison d’une heure par vote, cela ferait {hours} par jour : un chiffre déduit des réponses, pas une mesure.",
  hours: { one: "{n} heure", many: "{n} d’heures", other: "{n} heures" },
  "quote.hidden.h": "Résultats non publiés",
  "quote.missing":
    "Aucun sceau n’a cette taille. Les tailles possibles sont celles du registre au moment de chaque sceau.",
};
