import { describe, expect, it } from "vitest";
import { calendarOf } from "../../src/domain/reminder.ts";

const reminder = (words: string) =>
  calendarOf({ poll: "bread", words, day: "20261124", url: "https://vote.example/p/bread" });

describe("a reminder", () => {
  it("is one event each evening for thirty days, with an alarm, by one name for each poll", () => {
    expect(reminder("Bread today")).toBe(
      `${[
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sawt//Pledge//EN",
        "BEGIN:VEVENT",
        "UID:pledge-bread@sawt",
        "DTSTAMP:20261124T000000Z",
        "DTSTART:20261124T200000",
        "DURATION:PT5M",
        "RRULE:FREQ=DAILY;COUNT=30",
        "SUMMARY:Bread today",
        "URL:https://vote.example/p/bread",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Bread today",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
      ].join("\r\n")}\r\n`,
    );
  });

  it("folds its lines at 75 octets, between letters of two octets too, and unfolds to what it was", () => {
    const words = "ساعة أقل على فايسبوك اليوم، ".repeat(6).trim();
    const lines = reminder(words).split("\r\n");
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(reminder(words)).not.toContain("\ufffd");
    expect(reminder(words).replaceAll("\r\n ", "")).toContain(`SUMMARY:${words}\r\n`);
  });

  it("escapes what a calendar reads as its own", () => {
    expect(reminder("less, and; \\ more")).toContain("SUMMARY:less\\, and\\; \\\\ more\r\n");
  });
});
