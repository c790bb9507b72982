import type { embedAr } from "./embed.ar.ts";
import type { Strings } from "./strings.ts";

/** Words of frames in other sites' pages, and of the page on which journalists find them, in English. */
export const embedEn: Pick<Strings, keyof typeof embedAr> = {
  "embed.link": "Embed and download",
  "embed.h": "Share, embed, download",
  "embed.lead":
    "This page is for journalists and webmasters: how to put this vote, or its result, into an article, a newsletter or a printed paper.",
  "embed.link.h": "The link",
  "embed.link.works":
    "Alone on its line it becomes a frame in WordPress; anywhere else it is a link. It needs no special rights.",
  "embed.link.label": "Address of the vote page",
  "pledge.link": "Daily reminder",
  "pledge.h": "A daily reminder of what you announced",
  "pledge.lead":
    "For those who chose one of these answers: a reminder in your device’s calendar, at eight each evening for thirty days, which says: “{words}”.",
  "pledge.take": "Add the reminder to the calendar",
  "pledge.made": "The file was made on your device. Open it to add it to the calendar.",
  "pledge.private":
    "The file is made on your device; nothing is sent to us. Without JavaScript one file is fetched, the same for everyone: asking for it says nothing of your answer. Delete the reminder from the calendar whenever you like.",
  "embed.copy.button": "Copy",
  "embed.copied": "Copied.",
  "embed.copy.hand": "The browser does not allow copying. The text is selected: copy it by keyboard or menu.",
  "embed.preview.h": "Preview",
  "embed.width": "Width",
  "embed.pixels": "{n} pixels",
  "embed.language": "Language of the frame",
  "embed.theme": "Appearance",
  "embed.theme.light": "Light",
  "embed.theme.dark": "Dark",
  "embed.theme.auto": "As the reader’s device",
  "embed.view": "Content",
  "embed.view.vote": "Vote, then results",
  "embed.view.results": "Results only",
  "embed.show": "Show preview and code",
  "embed.formats.h": "In an article",
  "embed.formats.lead":
    "The code below is in the language and appearance chosen for the preview. The frame puts nothing into a reader’s browser before a vote, and asks no other site for anything.",
  "embed.words": "Text to copy",
  "embed.loader.h": "Frame whose height follows its content",
  "embed.loader.works":
    "For any system that takes HTML with a script. Readers vote in the article. The script weighs less than one kilobyte.",
  "embed.plain.h": "Frame without a script",
  "embed.plain.works":
    "For any system that takes an iframe. The height is fixed and reserved beforehand; readers vote in the article.",
  "embed.element.h": "Element sawt-poll",
  "embed.element.works": "For sites that write their own templates. Without JavaScript an ordinary link remains.",
  "embed.results.h": "Results only",
  "embed.results.works": "Results that move with every vote, and a button that opens the page of the vote.",
  "embed.picture.h": "Linked picture",
  "embed.picture.works": "For newsletters, old systems, and wherever frames are refused.",
  "embed.text.h": "Text and QR code",
  "embed.text.works": "For the printed paper and for messages.",
  "embed.qr": "QR code (SVG)",
  "embed.systems.h": "By publishing system",
  "embed.wordpress":
    "Put the address alone on its line: the results appear in the article with a button that opens the page of the vote, without any plugin, because WordPress forbids forms in what it embeds by itself. For readers to vote in the article, the site’s administrator installs this plugin once (a single file), and the article is saved again.",
  "embed.wordpress.get": "Download the plugin",
  "embed.ghost": "An HTML card with the code of the frame. The address alone gives a bookmark card.",
  "embed.drupal":
    "A field whose text format takes iframes, or the module oEmbed Providers with this site added to the list of providers.",
  "embed.amp": "AMP takes the frame if it comes from another domain than the article, and not at the top of the page.",
  "embed.amp.more": "Show the whole vote",
  "embed.letters.h": "Newsletters",
  "embed.letters": "Mail programs show no frames: take the picture with its link.",
  "embed.print.h": "Print",
  "embed.print":
    "The picture or the chart from this page, the QR code at least 25 mm wide, and the address printed below it.",
  "embed.csp.h": "Content security policy",
  "embed.csp":
    "If your site has a Content-Security-Policy, this is all that needs adding. script-src is only for code with a script.",
  "embed.frames": "This vote is shown in frames on these sites only:",
};
