import type { embedAr } from "./embed.ar.ts";
import type { Strings } from "./strings.ts";

/** Words of frames in other sites' pages, and of the page on which journalists find them, in French. */
export const embedFr: Pick<Strings, keyof typeof embedAr> = {
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
};
