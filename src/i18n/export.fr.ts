import type { exportAr } from "./export.ar.ts";
import type { Strings } from "./strings.ts";

/** Words in and around the files of a result, in French. */
export const exportFr: Pick<Strings, keyof typeof exportAr> = {
  "export.results": "Résultats",
  "export.question": "Question",
  "export.answer": "Réponse",
  "export.votes": "Voix",
  "export.votes.a": "dont dans la limite du réseau",
  "export.votes.c": "dont de réseaux encombrés ou incertains",
  "export.share": "Part",
  "export.ballots": "Votants sur la question",
  "export.asof": "Chiffres au (heure du Maroc)",
  "export.asof.utc": "Chiffres au (UTC)",
  "export.status": "Nature des chiffres",
  "export.status.provisional": "provisoires",
  "export.status.final": "définitifs",
  "export.status.voided": "vote annulé",
  "export.question.id": "Identifiant de la question",
  "export.option.id": "Identifiant de la réponse",
  "export.title": "Vote",
  "export.notsci": "Avertissement",
  "export.address": "Adresse",
  "export.seal": "Numéro du scellé",
  "export.size": "Lignes du registre",
  "export.root": "Empreinte du registre",
  "export.checkpoint": "Point de contrôle signé",
  "export.cite": "Pour citer",
  "export.cite.line":
    "Source : vote en ligne des lecteurs, {publisher}, {total}, au {date} à {time}. Vote ouvert, sans valeur scientifique.",
  "export.corrected": "Formulation corrigée le {date} : {before} → {after} ({reason})",
  "export.voided": "La rédaction a déclaré ce vote nul le {date} : {reason}",
  "export.h": "Données",
  "export.lead":
    "Chiffres du dernier scellé du registre, {date} à {time} : chacun se vérifie avec le point de contrôle signé que porte chaque fichier. Aucune ligne ne concerne un vote isolé.",
  "export.hidden":
    "Ce vote ne montre pas ses chiffres avant sa clôture, et n’a pas de fichiers d’ici là. Ils paraîtront aux mêmes adresses à la clôture.",
  "export.desk":
    "Ces chiffres sont cachés aux lecteurs jusqu’à la clôture ; ils ne sont ici que pour la rédaction : rien à publier avant.",
  "export.none": "Pas encore de chiffres : aucun scellé du registre n’est publié.",
  "export.seals": "Scellés à lire : {n}",
  "export.nofile":
    "Pas de fichier à cette adresse : aucun scellé du registre n’a cette taille, ou il n’est pas encore publié.",
  "export.address.copy": "Adresse fixe, dont le contenu suit chaque scellé :",
  "export.for.results.xlsx":
    "Pour Excel, Google Sheets et LibreOffice : une feuille de chiffres et une feuille de méthode.",
  "export.for.results.csv":
    "Pour R, Python, Observable et Google Sheets : une ligne par réponse, des noms de colonnes fixes.",
  "export.for.results.excel.csv": "Pour un ancien Excel à séparateur point-virgule.",
  "export.for.results.dw.csv": "Pour un diagramme en barres dans Datawrapper ou Flourish : la réponse et ses voix.",
  "export.for.results.json":
    "Pour les applications : tous les chiffres et textes, dans les trois langues, avec le point de contrôle.",
  "export.for.timeseries.csv": "Pour tracer l’évolution : une ligne par réponse à chaque point.",
  "export.for.timeseries.ndjson": "Pour les programmes qui lisent ligne à ligne : un point par ligne, en JSON.",
  "export.for.datapackage.json":
    "Pour l’archivage : description des fichiers et des colonnes (Frictionless Data Package).",
  "export.for.method.txt": "Pour quiconque publie ces chiffres : comment le vote s’est déroulé, en un seul texte.",
  "export.snippets": "Les lire avec un programme",
  "export.sheets": "Dans une cellule de Google Sheets, rafraîchie toutes les heures environ :",
  "export.older":
    "Chiffres d’un scellé antérieur : placer /at/ et le nombre de lignes du registre devant le nom du fichier, par exemple :",
  "export.columns": "Le sens de chaque colonne est décrit dans {file}.",
  "export.series.note":
    "Pour le secret du vote, un point dans le temps n’est donné que s’il couvre au moins dix votes depuis le précédent ; le dernier est toujours le dernier scellé.",
};
