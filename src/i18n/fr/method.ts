import type { method as arabic } from "../ar/method.ts";
import type { InAnyLanguage } from "../plural.ts";

/** Words of the page on how a vote was counted. French. The spaces before : ; ? ! % and inside « » are U+00A0, so that no line starts with them. */
export const method: InAnyLanguage<typeof arabic> = {
  // AAPOR's disclosure list, item by item.
  "aapor.lead":
    "Les onze points que l’association américaine de recherche sur l’opinion publique (AAPOR, 2021) demande de publier pour toute enquête, dans son ordre. Ce vote n’est pas une enquête scientifique.",
  "aapor.text": "La même page en texte simple",
  "aapor.1": "Mode de recueil",
  "aapor.2": "Commanditaire et réalisation",
  "aapor.3": "Questions et réponses proposées",
  "aapor.4": "Population visée",
  "aapor.5": "Comment les participants sont venus",
  "aapor.6": "Moyen et langues de réponse",
  "aapor.7": "Dates",
  "aapor.8": "Nombre de votants et précision",
  "aapor.9": "Pondération",
  "aapor.10": "Traitement et contrôles",
  "aapor.11": "Limites",
  "aapor.collection": "Un vote ouvert sur le Web : y répond qui a ouvert la page et choisi de voter.",
  "aapor.article": "Article",
  "aapor.population": "Aucune : ont répondu les personnes qui ont ouvert la page et choisi de voter.",
  "aapor.sample":
    "Aucun échantillon n’a été tiré, personne n’a été invité. Les votants sont venus des pages du journal, d’un cadre sur un autre site ou d’un lien partagé ; aucun vote ne dit d’où. La rédaction voit des nombres arrondis par site, comptés en mémoire seulement.",
  "aapor.mode":
    "Un formulaire en ligne, rempli par le lecteur lui-même, avec ou sans JavaScript. Langues : {languages}.",
  "aapor.counts": "{total}. Exprimés : {ballots}, dont {withdrawn} retirés. Classe a : {a}. Classe c : {c}.",
  "aapor.weights": "Aucune, et aucun redressement : un vote compte pour un.",
  "aapor.kept": "Aucun vote n’est supprimé, même suspect.",
  "aapor.log": "Chaque vote et chaque scellé sont dans un registre public signé, que chacun peut recompter : {log}",
  "aapor.steady": "Sans la classe c, la part d’aucune réponse à « {question} » ne change de plus de 5 points.",
  "aapor.moves": "Sans la classe c, la part d’une réponse à « {question} » change de plus de 5 points.",
  "aapor.asof": "Nombres du {date} à {time}.",
  "aapor.address": "Adresse",

  // Networks and refusals.
  "err.rate":
    "Trop de votes de votre réseau : votre vote n’est pas compté. Votre choix est gardé sur cette page ; appuyez de nouveau dans un instant.",
  "err.trap":
    "Un champ que personne ne voit a été rempli, comme le font les robots ; votre vote n’est pas compté. Revenez au vote et laissez ce champ vide.",
  "trap.label": "Laisser vide",
  "class.c": "{total}, dont {n} venus de réseaux encombrés ou incertains : comptés, et montrés à part.",
  "class.c.terse": "{total}, dont {n} venus de réseaux encombrés ou incertains.",
  "split.without": "Le résultat sans eux",
  "split.differs": "Sans eux, la part d’une réponse changerait de plus de 5 points.",
  "method.allowance":
    "Par 24 heures et par question, les premiers votes d’un même réseau sont de classe a : {ipv4} par adresse IPv4, {v64} par /64, {v56} par /56, {v48} par /48. Au-delà, classe c, « réseaux encombrés ou incertains » : comptés, montrés à part, jamais supprimés.",
  "method.firsthour":
    "Les réseaux sont comptés dans la seule mémoire du serveur. Dans l’heure qui suit leur perte à un redémarrage : {ipv4} par adresse IPv4, {v64} par /64. Un vote dont le réseau n’a pu être jugé est de classe c.",
  "method.ceiling":
    "Plafond, les deux classes ensemble : {ipv4} d’un coup par adresse IPv4, {v64} par /64, {v56} par /56, {v48} par /48, puis autant par heure. Au-delà, le vote est refusé pour un moment, et l’on vous le dit.",
  "door.line": "Votes refusés : {refused} · plus grand réseau : {network} · quotas oubliés : {restarts}",
  "door.line.few": "moins de {n}",
  "refused.invalid": "mal formés {n}",
  "refused.foreign": "pages d’autres sites {n}",
  "refused.trap": "champ caché rempli {n}",
  "refused.not-open": "hors des heures de vote {n}",
  "refused.already-used": "code déjà utilisé {n}",
  "refused.already-voted": "navigateur ayant déjà voté {n}",
  "refused.too-many": "réseau à son plafond {n}",
  "door.asof": "Au dernier scellé.",
  "door.refused":
    "Votes refusés et non comptés, au moins : {invalid} mal formés, {foreign} venus de pages d’autres sites, {trap} de robots qui remplissent un champ caché, {late} hors des heures de vote, {used} avec un code déjà utilisé, {voted} d’un navigateur qui avait voté, {many} d’un réseau à son plafond.",
  "door.network":
    "Plus grand nombre de votes d’un même réseau sur une question en 24 heures : {n}, arrondi vers le bas.",
  "door.network.few": "Aucun réseau n’a envoyé {n} votes sur une question en 24 heures.",
  "door.restarts": "Nombre de fois où les quotas des réseaux ont été oubliés et sont repartis de zéro : {n}.",
  "door.unusual": "Scellé n° {seal} ({date} à {time}) : {ballots} votes, là où {usual} étaient habituels.",
};
