import type { press as arabic } from "../ar/press.ts";
import type { InAnyLanguage } from "../plural.ts";

/** Words for journalists: frames, pictures, quoting, files. French. The spaces before : ; ? ! % and inside « » are U+00A0, so that no line starts with them. */
export const press: InAnyLanguage<typeof arabic> = {
  // Frames, and the page for journalists.
  "embed.link": "Intégrer et télécharger",
  "embed.h": "Partager, intégrer, télécharger",
  "embed.lead":
    "Cette page s’adresse aux journalistes et aux webmestres : comment placer ce vote, ou son résultat, dans un article, une lettre d’information ou un journal imprimé.",
  "embed.link.h": "Le lien",
  "embed.link.works":
    "Seul sur sa ligne, il devient un cadre dans WordPress ; partout ailleurs, il reste un lien. Aucun droit particulier n’est nécessaire.",
  "embed.link.label": "Adresse de la page de vote",
  "pledge.link": "Rappel quotidien",
  "pledge.h": "Un rappel quotidien de ce que vous avez annoncé",
  "pledge.lead":
    "Pour qui a choisi l’une des réponses ci-dessous : un rappel dans l’agenda de votre appareil, chaque soir à 20 h pendant trente jours, qui dit : « {words} ».",
  "pledge.take": "Ajouter le rappel à l’agenda",
  "pledge.made": "Le fichier est créé sur votre appareil. Ouvrez-le pour l’ajouter à l’agenda.",
  "pledge.private":
    "Le fichier est créé sur votre appareil, sans aucune connexion vers nous. Sans JavaScript, un seul et même fichier est téléchargé par tous : le demander ne dit rien de votre réponse. Supprimez le rappel de l’agenda quand vous voulez.",
  "embed.copy.button": "Copier",
  "embed.copied": "Copié.",
  "embed.copy.hand":
    "Le navigateur ne permet pas de copier. Le texte est sélectionné : copiez-le au clavier ou par le menu.",
  "embed.preview.h": "Aperçu",
  "embed.width": "Largeur",
  "embed.pixels": "{n} pixels",
  "embed.language": "Langue du cadre",
  "embed.theme": "Apparence",
  "embed.theme.light": "Claire",
  "embed.theme.dark": "Sombre",
  "embed.theme.auto": "Selon l’appareil du lecteur",
  "embed.view": "Contenu",
  "embed.view.vote": "Vote, puis résultats",
  "embed.view.results": "Résultats seuls",
  "embed.show": "Afficher l’aperçu et le code",
  "embed.formats.h": "Dans un article",
  "embed.formats.lead":
    "Ces codes sont dans la langue et l’apparence choisies pour l’aperçu. Le cadre ne dépose rien dans le navigateur avant le vote et n’appelle aucun autre site.",
  "embed.words": "Texte à copier",
  "embed.loader.h": "Cadre dont la hauteur suit le contenu",
  "embed.loader.works":
    "Pour tout système qui accepte du HTML avec script. Les lecteurs votent dans l’article. Le script pèse moins d’un kilo-octet.",
  "embed.plain.h": "Cadre sans script",
  "embed.plain.works":
    "Pour tout système qui accepte un iframe. La hauteur est fixe et réservée d’avance ; les lecteurs votent dans l’article.",
  "embed.element.h": "Élément sawt-poll",
  "embed.element.works":
    "Pour les sites qui écrivent leurs propres gabarits. Sans JavaScript, il reste un lien ordinaire.",
  "embed.results.h": "Résultats seuls",
  "embed.results.works": "Des résultats qui bougent à chaque vote, et un bouton qui ouvre la page de vote.",
  "embed.picture.h": "Image avec lien",
  "embed.picture.works": "Pour les lettres d’information, les anciens systèmes et partout où un cadre est refusé.",
  "embed.text.h": "Texte et code QR",
  "embed.text.works": "Pour le journal imprimé et les messages.",
  "embed.qr": "Code QR (SVG)",
  "embed.systems.h": "Selon votre système",
  "embed.wordpress":
    "Placez l’adresse seule sur sa ligne : les résultats apparaissent dans l’article avec un bouton qui ouvre la page de vote, sans extension, car WordPress interdit les formulaires dans ce qu’il intègre de lui-même. Pour que les lecteurs votent dans l’article, l’administrateur installe une fois cette extension (un seul fichier), puis l’article est enregistré de nouveau.",
  "embed.wordpress.get": "Télécharger l’extension",
  "embed.ghost": "Une carte HTML avec le code du cadre. L’adresse seule donne une carte de lien.",
  "embed.drupal":
    "Un champ dont le format de texte accepte l’iframe, ou le module oEmbed Providers avec ce site ajouté à la liste des fournisseurs.",
  "embed.amp": "AMP accepte le cadre s’il vient d’un autre domaine que l’article, et pas en haut de la page.",
  "embed.amp.more": "Afficher tout le vote",
  "embed.letters.h": "Lettres d’information",
  "embed.letters": "Les messageries n’affichent pas de cadre : prenez l’image avec son lien.",
  "embed.print.h": "Journal imprimé",
  "embed.print":
    "L’image ou le graphique de cette page, le code QR sur 25 mm de large au moins, et l’adresse imprimée dessous.",
  "embed.csp.h": "Politique de sécurité du contenu",
  "embed.csp":
    "Si votre site a une Content-Security-Policy, voici tout ce qu’il faut y ajouter. script-src ne concerne que les codes avec script.",
  "embed.frames": "Ce vote ne s’affiche dans un cadre que sur ces sites :",

  // Pictures, sharing, quoting.
  percent: "{n} %",
  "pic.as_of": "au {date} à {time}",
  "pic.split": "{a} dans la limite de chaque réseau (a), {c} de réseaux encombrés ou incertains (c)",
  "pic.without": "Sans (c) : {figure}",
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
  "pic.refused": "Motifs de refus : {kinds}",
  "alt.question": "Question aux lecteurs, {publisher} : {question} Réponses proposées : {options}.",
  "alt.results": "{state}, {publisher} : {question} {rows}. {total}, dont {split}. Chiffres {as_of}.",
  "alt.hidden": "{publisher} : {question} {hidden} {total}.",
  "alt.row": "{label} : {percent} ({votes})",
  "alt.row.without": ", sans (c) : {figure}",
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
  "share.link": "Lien du vote",
  "share.text": "Le texte tel qu’il part",
  "share.note":
    "De simples liens : aucun script d’une autre société dans cette page, et personne ne compte les partages. WhatsApp appartient à Meta, comme Facebook.",
  "share.result": "En tête : {label}, {percent}. {total}.",
  "share.qr": "Code QR à imprimer",
  "pic.file.svg": "Graphique pour écran (SVG)",
  "pic.file.print": "Graphique pour l’impression, textes vectorisés (SVG)",
  "pic.file.time": "Évolution dans le temps (PNG)",
  "pic.file.card": "Carte de partage (PNG)",
  "quote.command": "Commandes de vérification",
  "quote.section.h": "Citer, illustrer",
  "quote.page": "La page de ce résultat, qui ne change jamais",
  "quote.later": "À voir ici après le premier scellé, ou après la clôture si les résultats sont cachés.",
  "quote.image": "Adresse de l’image, pour la balise img",
  "quote.alt": "Texte de remplacement de l’image (alt)",
  "quote.h": "Résultat figé",
  "quote.title": "Résultat figé au scellé n° {seal}",
  "quote.lead":
    "Ces chiffres sont ceux que le registre a scellés à la ligne {size}. Ils ne changeront plus : un chiffre cité d’ici reste vérifiable.",
  "quote.final": "C’est le dernier scellé : les résultats sont définitifs.",
  "quote.provisional": "Le vote n’était pas terminé à ce scellé : les résultats sont provisoires.",
  "quote.newest": "Résultats les plus récents",
  "quote.sentence.h": "Une phrase prête à citer",
  "quote.sentence":
    "« Dans un vote ouvert aux lecteurs ({publisher}), sans valeur scientifique, la réponse la plus choisie est {leading} : {share}. {total}, {as_of}. »",
  "quote.sentence.none":
    "« Aucun lecteur ({publisher}) n’avait voté {as_of}, dans ce vote ouvert sans valeur scientifique. »",
  "quote.share": "{percent} ({votes})",
  "quote.share.each": "{percent} chacune ({votes})",
  "quote.share.few": "{votes}",
  "quote.share.few.each": "{votes} chacune",
  "quote.inner": "“{text}”",
  "quote.languages": "La phrase en d’autres langues",
  "quote.verbs":
    "Écrivez « les lecteurs ont répondu » ou « les votants ont choisi », jamais « les Marocains pensent » ni « le vote prouve ».",
  "quote.cite.h": "Référence",
  "quote.cite.log": "Registre {origin}, {size} lignes, racine {root}",
  "quote.files.h": "Fichiers de ce résultat",
  "quote.check.h": "Comment le vérifier",
  "quote.check":
    "La page de vérification recompte le registre dans votre navigateur. Avec un ordinateur, cette commande le recompte sans faire confiance à ce site :",
  "quote.checkpoint": "Le point de contrôle signé, tel que publié",
  "quote.hours.h": "Heures promises",
  "quote.hours":
    "{n} pour une promesse ({labels}). À raison d’une heure par vote, cela ferait {hours} par jour : un chiffre déduit des réponses, pas une mesure.",
  hours: { one: "{n} heure", many: "{n} heures", other: "{n} heures" },
  "quote.missing":
    "Aucun scellé n’a cette taille. Les tailles possibles sont celles du registre au moment de chaque scellé.",

  // Files of a result.
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
  "export.gone": "Ce fichier n’est plus produit. Les mêmes chiffres sont dans {file}.",
  "export.address.copy": "Adresse fixe, dont le contenu suit chaque scellé :",
  "export.for.results.xlsx":
    "Pour Excel, Google Sheets et LibreOffice : une feuille de chiffres et une feuille de méthode.",
  "export.for.results.csv":
    "Pour R, Python, Google Sheets et Datawrapper : une ligne par réponse, des noms de colonnes fixes.",
  "export.for.results.json":
    "Pour les applications : tous les chiffres et textes, dans les trois langues, avec le point de contrôle.",
  "export.for.timeseries.csv": "Pour tracer l’évolution : une ligne par réponse à chaque point.",
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
