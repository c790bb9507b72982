/** A daily reminder of what a reader pledged, as a calendar takes it. */
export interface Reminder {
  poll: string;
  /** What it says each day, on one line. */
  words: string;
  /** First day, as `20261124`. */
  day: string;
  /** Address of the poll. */
  url: string;
}

/** Days it goes on, and the hour of the reader's own clock: an evening for a month. Who wants more lets it repeat. */
const DAYS = 30;
const AT = "T200000";

/** Octets of a line without its break. RFC 5545 section 3.1. */
const LINE_OCTETS = 75;

/**
 * A calendar of one event, RFC 5545. Its UID is the poll's, so that taking it twice leaves one; its time floats, so that it
 * is evening wherever the reader is. It says nothing of who asked for it, nor of what they chose.
 */
export const calendarOf = ({ poll, words, day, url }: Reminder): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Sawt//Pledge//EN",
    "BEGIN:VEVENT",
    `UID:pledge-${poll}@sawt`,
    `DTSTAMP:${day}T000000Z`,
    `DTSTART:${day}${AT}`,
    "DURATION:PT5M",
    `RRULE:FREQ=DAILY;COUNT=${DAYS}`,
    `SUMMARY:${escaped(words)}`,
    `URL:${url}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(words)}`,
    "TRIGGER:PT0S",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join("");

/** TEXT, RFC 5545 section 3.3.11. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, "\\$&");

/** Long lines go on after a break and a space; no letter is cut in two. */
function folded(line: string): string {
  let octets = 0;
  return [...line]
    .map((letter) => {
      const size = new TextEncoder().encode(letter).length;
      octets += size;
      if (octets <= LINE_OCTETS) return letter;
      octets = size + 1;
      return `\r\n ${letter}`;
    })
    .join("");
}
