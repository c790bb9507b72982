import type { fairnessAr } from "./fairness.ar.ts";
import type { Strings } from "./strings.ts";

/** Words about classes, networks and refusals, in French. */
export const fairnessFr: Pick<Strings, keyof typeof fairnessAr> = {
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
    "Les réseaux sont comptés dans la seule mémoire du serveur. Dans la première heure après chaque démarrage : {ipv4} par adresse IPv4, {v64} par /64. Un vote dont le réseau n’a pu être jugé est de classe c.",
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
