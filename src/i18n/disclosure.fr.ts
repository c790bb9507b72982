import type { disclosureAr } from "./disclosure.ar.ts";
import type { Strings } from "./strings.ts";

/** Words of the disclosure list, item by item as AAPOR has it, in French. */
export const disclosureFr: Pick<Strings, keyof typeof disclosureAr> = {
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
};
