import { isolate } from "../../../i18n/plain.ts";

/** What is passed on: plain text, every part isolated so that no messenger turns it around. */
export interface Shared {
  question: string;
  /** Lines about the result, where there is one to show; they say that it is no science. */
  result: readonly string[];
  /** Alone on the last line: there messengers know it for a link, and its direction disturbs nothing. */
  url: string;
}

export const shareText = ({ question, result, url }: Shared): string => [isolate(question), ...result, url].join("\n");

/** The same for services that take the address apart. */
export const shareWords = ({ question, result }: Shared): string => [isolate(question), ...result].join("\n");

export type ShareService = "telegram" | "signal" | "sms" | "mail" | "whatsapp";

/**
 * Addresses that open a service with the text in it: links, nothing of theirs in our page. Signal's is understood by its
 * apps and documented nowhere; where the app is missing it does nothing.
 */
export function shareLinks(shared: Shared): Record<ShareService, string> {
  const text = encodeURIComponent(shareText(shared));
  const words = encodeURIComponent(shareWords(shared));
  return {
    telegram: `https://t.me/share/url?url=${encodeURIComponent(shared.url)}&text=${words}`,
    signal: `sgnl://send?text=${text}`,
    // "?&": Android reads what follows "?", iOS what follows "&".
    sms: `sms:?&body=${text}`,
    // Lines end in CR LF in a mailto body. RFC 6068 section 5.
    mail: `mailto:?subject=${encodeURIComponent(shared.question)}&body=${text.replaceAll("%0A", "%0D%0A")}`,
    whatsapp: `https://wa.me/?text=${text}`,
  };
}
