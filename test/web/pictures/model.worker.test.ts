import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/domain/language.ts";
import type { Notice } from "../../../src/domain/notice.ts";
import { spread } from "../../../src/web/pictures/chart.ts";
import {
  altOfQuestion,
  altOfResult,
  altOfTime,
  evenly,
  questionPicture,
  resultPicture,
  shortened,
  timePicture,
} from "../../../src/web/pictures/model.ts";
import { AS_OF, aDefinition, aSnapshot, USUAL } from "./a-snapshot.ts";

const HOST = "vote.example.org";
const HOUR = 3_600_000;
const VOIDED: Notice = { kind: "voided", at: AS_OF, reason: { en: "Robots." } };
const CORRECTED: Notice = { kind: "corrected", at: AS_OF, field: "title", before: {}, after: {}, reason: {} };
const result = (votes: Parameters<typeof aSnapshot>[0], changes: Parameters<typeof aSnapshot>[1] = {}) =>
  resultPicture(aSnapshot(votes, changes), "en", HOST);
const printed = (votes: Parameters<typeof aSnapshot>[0]) =>
  result(votes).rows.map(({ share, votes }) => share?.printed ?? votes);
const bare = (text: string) => text.replace(/[\u2066-\u2069]/g, "");

describe("a picture of a result", () => {
  it("has every answer in the order in which it was asked, none of them lifted out", () => {
    expect(result(USUAL).rows.map(({ label, share }) => [label, share?.printed])).toEqual([
      ["I would leave Facebook for good", "14.3%"],
      ["I would use it at least an hour less a day", "41.3%"],
      ["I would cut down by less than an hour a day", "21.0%"],
      ["I would change nothing", "17.8%"],
      ["I do not use Facebook", "5.7%"],
    ]);
  });

  it("of fewer than 30 ballots has counts alone, and says so", () => {
    expect(printed({ leave: 9, hour: 20 })).toEqual(["9 votes", "20 votes", "0 votes", "0 votes", "0 votes"]);
    expect(result({ leave: 9, hour: 20 }).cautions).toEqual(["Few votes so far: percentages mean little yet."]);
  });

  it("of 30 to 199 ballots has whole percent, and one decimal from 200", () => {
    expect(printed({ leave: 10, hour: 20 })).toEqual(["33%", "67%", "0%", "0%", "0%"]);
    expect(printed({ leave: 66, hour: 133 })).toEqual(["33%", "67%", "0%", "0%", "0%"]);
    expect(printed({ leave: 67, hour: 133 })).toEqual(["33.5%", "66.5%", "0.0%", "0.0%", "0.0%"]);
    expect(result({ leave: 10, hour: 20 }).cautions).toEqual([]);
  });

  it("has the total and both classes, and says when class c changes the result", () => {
    const picture = result({ leave: [90, 10], hour: 100 });
    expect([bare(picture.total), bare(picture.split)]).toEqual([
      "Total: 200 votes",
      "190 within each network’s allowance (a), 10 from crowded or uncertain ones (c)",
    ]);
    expect(picture.cautions).toEqual([]);
    expect(result({ leave: [50, 50], hour: 100 }).cautions.map(bare)).toEqual([
      "Without crowded or uncertain networks, some share moves by more than 5 points.",
    ]);
  });

  it("says whether it is final, as of when, and where to check it", () => {
    const { state, asOf, address } = result(USUAL);
    expect([state, bare(asOf), address]).toEqual([
      "Provisional results",
      "as of July 19, 2026 at 21:05",
      "vote.example.org/en/p/facebook-hour/at/2941",
    ]);
    expect(result(USUAL, { final: true }).state).toBe("Final results");
  });

  it("says first that the vote is void, then that its words were corrected", () => {
    expect(result(USUAL, { notices: [CORRECTED, VOIDED] }).notices.map(bare)).toEqual([
      "The newsroom declared this vote void on July 19, 2026.",
      "The wording of this vote was corrected on July 19, 2026.",
    ]);
  });

  it("in brief has the four most chosen of many answers where they stand, and the others as one", () => {
    const label = (text: string) => ({ ar: text, fr: text, en: text });
    const definition = aDefinition({
      reminder: undefined,
      questions: [
        {
          id: "q",
          kind: "single",
          required: true,
          text: label("Which?"),
          options: ["a", "b", "c", "d", "e", "f", "g"].map((id) => ({ id, label: label(id.toUpperCase()) })),
        },
      ],
    });
    const brief = (question: { kind: "single" | "multiple" }) => {
      const snapshot = aSnapshot({ a: 1, b: 20, c: 2, d: 30, e: 10, f: 40, g: 3 }, { definition });
      const [main] = definition.questions;
      if (!main) throw new Error("no question");
      const asked = { ...definition, questions: [{ ...main, ...question }] };
      return resultPicture({ ...snapshot, definition: asked }, "en", HOST).brief.map(({ label, votes }) => [
        label,
        votes,
      ]);
    };
    expect(brief({ kind: "single" })).toEqual([
      ["B", "20 votes"],
      ["D", "30 votes"],
      ["E", "10 votes"],
      ["F", "40 votes"],
      ["Other answers", "6 votes"],
    ]);
    expect(brief({ kind: "multiple" }).map(([name]) => name)).toEqual(["B", "D", "E", "F", "G"]);
  });
});

describe("what stands in a picture, in words", () => {
  it("has the numbers, the classes, the moment, and that it is no science", () => {
    const alt = LANGUAGES.map((language) => bare(altOfResult(resultPicture(aSnapshot(USUAL), language, HOST))));
    expect(alt).toEqual([
      "نتائج مؤقتة، الجريدة: هل لديك استعداد لمغادرة فايسبوك، أو على الأقل للتقليل من استعماله ساعة في اليوم؟ سأغادر فايسبوك نهائيا: 14,3 في المائة (412 صوتا)، ودون (c): 14,5 في المائة؛ سأقلّل من استعماله ساعة في اليوم أو أكثر: 41,3 في المائة (1187 صوتا)، ودون (c): 40,5 في المائة؛ سأقلّل من استعماله بأقل من ساعة في اليوم: 21,0 في المائة (603 أصوات)، ودون (c): 21,2 في المائة؛ لن أغيّر شيئا: 17,8 في المائة (511 صوتا)، ودون (c): 18,0 في المائة؛ لا أستعمل فايسبوك: 5,7 في المائة (164 صوتا)، ودون (c): 5,8 في المائة. المجموع: 2877 صوتا، منها 2840 في حدود كل شبكة (a)، و37 من شبكات مزدحمة أو غير مؤكدة (c). إلى حدود 19 يوليوز 2026 على الساعة 21:05. تصويت مفتوح للقراء، ليس استطلاعا علميا.",
      "Résultats provisoires, Le Journal : Quitteriez-vous Facebook, ou l’utiliseriez-vous au moins une heure de moins par jour ? Je quitterais Facebook définitivement : 14,3 % (412 votes), sans (c) : 14,5 % ; Je l’utiliserais au moins une heure de moins par jour : 41,3 % (1187 votes), sans (c) : 40,5 % ; Je réduirais de moins d’une heure par jour : 21,0 % (603 votes), sans (c) : 21,2 % ; Je ne changerais rien : 17,8 % (511 votes), sans (c) : 18,0 % ; Je n’utilise pas Facebook : 5,7 % (164 votes), sans (c) : 5,8 %. Total : 2877 votes, dont 2840 dans la limite de chaque réseau (a), 37 de réseaux encombrés ou incertains (c). Chiffres au 19 juillet 2026 à 21:05. Vote ouvert, sans valeur scientifique.",
      "Provisional results, The Newspaper: Would you leave Facebook, or at least use it an hour less a day? I would leave Facebook for good: 14.3% (412 votes), without (c): 14.5%; I would use it at least an hour less a day: 41.3% (1187 votes), without (c): 40.5%; I would cut down by less than an hour a day: 21.0% (603 votes), without (c): 21.2%; I would change nothing: 17.8% (511 votes), without (c): 18.0%; I do not use Facebook: 5.7% (164 votes), without (c): 5.8%. Total: 2877 votes, of which 2840 within each network’s allowance (a), 37 from crowded or uncertain ones (c). Figures as of July 19, 2026 at 21:05. Open vote, not a scientific survey.",
    ]);
  });

  it("isolates every value, so that none turns another around", () => {
    expect(altOfResult(resultPicture(aSnapshot(USUAL), "ar", HOST))).toContain(
      "\u2068سأغادر فايسبوك نهائيا\u2069: \u206814,3 في المائة\u2069 (\u2068412 صوتا\u2069)",
    );
  });

  it("of a question has its answers, and of hidden results the total alone", () => {
    const shown = { definition: aDefinition(), notices: [VOIDED], language: "en", host: HOST } as const;
    expect(bare(altOfQuestion(questionPicture(shown)))).toBe(
      "Question to readers, The Newspaper: Would you leave Facebook, or at least use it an hour less a day? Answers offered: I would leave Facebook for good; I would use it at least an hour less a day; I would cut down by less than an hour a day; I would change nothing; I do not use Facebook. Open vote, not a scientific survey. The newsroom declared this vote void on July 19, 2026.",
    );
    expect(bare(altOfQuestion(questionPicture({ ...shown, notices: [] }, { ballots: 1234 })))).toBe(
      "The Newspaper: Would you leave Facebook, or at least use it an hour less a day? Results are shown after voting closes. Total: 1234 votes. Open vote, not a scientific survey.",
    );
  });
});

describe("a picture over time", () => {
  const moments = (...totals: number[]) =>
    totals.map((votes, i) => {
      const { counts } = aSnapshot({ hour: votes });
      const main = counts.pledge;
      if (!main) throw new Error("no counts");
      return { at: AS_OF - (totals.length - 1 - i) * HOUR, counts: main };
    });
  const over = (...totals: number[]) =>
    timePicture(aSnapshot({ hour: totals.at(-1) ?? 0 }), moments(...totals), "en", HOST);

  it("has shares from 200 ballots on, beginning where there were 30", () => {
    const picture = over(0, 10, 40, 200);
    expect([picture.kind, picture.lines.length, picture.top]).toEqual(["shares", 5, "100%"]);
    expect(picture.lines[1]?.points).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(bare(picture.lines[1]?.label ?? "")).toBe("100.0% Cut an hour or more");
  });

  it("of fewer has one line of all ballots, in steps", () => {
    const picture = over(0, 10, 40);
    expect([picture.kind, picture.zero, picture.top, picture.from, picture.to]).toEqual([
      "votes",
      "0",
      "40",
      "July 19, 2026 19:05",
      "July 19, 2026 21:05",
    ]);
    expect(picture.lines).toEqual([
      {
        label: "40 votes",
        points: [
          [0, 0],
          [0.5, 0],
          [0.5, 0.25],
          [1, 0.25],
          [1, 1],
        ],
      },
    ]);
    expect(bare(altOfTime(picture))).toContain("From July 19, 2026 19:05 to July 19, 2026 21:05. Total: 40 votes");
  });

  it("of one seal, or without ballots, says that there is nothing to show", () => {
    expect(over(5).kind).toBe("none");
    expect(over(0, 0).kind).toBe("none");
    expect(altOfTime(over(0, 0))).toContain("Too few sealed votes to show how they grew.");
  });

  it("keeps words at the ends of lines apart and inside", () => {
    expect(spread([10, 12, 100], 20, 110)).toEqual([10, 30, 100]);
    expect(spread([100, 99, 98], 20, 110)).toEqual([100, 80, 60]);
  });

  it("takes seals evenly, the first and the last among them", () => {
    expect(evenly([1, 2, 3], 5)).toEqual([1, 2, 3]);
    expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3)).toEqual([0, 5, 10]);
  });
});

it("cuts words that must stay on a line between words", () => {
  expect(shortened("as it is", 8)).toBe("as it is");
  expect(shortened("one two three", 9)).toBe("one two…");
  expect(shortened("incomprehensibilities", 10)).toBe("incomprehe…");
});
