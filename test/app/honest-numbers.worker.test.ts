import { beforeAll, describe, expect, it } from "vitest";
import type { PollDefinition } from "../../src/domain/definition.ts";
import { LANGUAGES, type Language } from "../../src/domain/language.ts";
import { words } from "../../src/i18n/index.ts";
import { languageOfPath } from "../../src/web/http/addresses.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../engine/a-poll.ts";
import { ask } from "../web/api/ask.ts";
import { markOf } from "../web/pages/page.ts";
import { routes } from "./routes.ts";

/** What is claimed of no vote of ours, in any of its languages. */
const NEVER = [
  /±/,
  /margins? of error/i,
  /marges? d[’']erreur/i,
  /هامش (ال)?خطأ/,
  /استطلاع(ات)? (لل)?(ال)?رأي/,
  /استطلاع علمي/,
  /sondages?\b/i,
  /opinion polls?/i,
  /polls? of (Moroccans|Morocco)/i,
  /(Moroccans|readers) (think|want|say|believe|would)\b/i,
  /les Marocains (pensent|veulent|disent)/i,
  /(المغاربة|القراء) (يريدون|يعتقدون|يرون|يفضلون)/,
  /représentatif|representative sample|عينة تمثيلية/i,
  /statistically|statistiquement|confidence interval/i,
];

/** The sentences that deny it, which are the only place for such words. */
const denials = (language: Language): string[] => {
  const strings = words(language, "reader");
  return [
    strings.notsci,
    strings["notsci.short"],
    strings["method.margin"],
    strings["aapor.lead"],
    strings["quote.verbs"],
    ...strings["method.limits.list"],
    ...(language === "fr" ? ["sans que l’échantillon soit représentatif"] : []),
  ];
};

const TEXT = /^(text\/|application\/(problem\+)?json|image\/svg)/;
/** Painted, or in a ZIP: what is said there is drawn from the same words, and read in its own tests. */
const NO_TEXT = /^(image\/png|application\/(vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet|octet-stream))$/;

/** Text as a reader has it: no styles or scripts, no tags, entities read, isolates and marks dropped. */
const wordsOf = (body: string): string =>
  body
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, "");

async function withVotes(count: number): Promise<PollDefinition> {
  const poll = await openPoll();
  const options = ["leave", "hour", "less"] as const;
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      boxOf(poll, i % 4).cast(aBallot(`voter ${i}`, { choice: [options[i % 3] ?? "hour"] })),
    ),
  );
  await ledgerOf(poll).seal();
  return poll;
}

const ofPoll = routes.filter(({ path }) => path.includes(":poll") && !/\/desk\b/.test(path));

describe("no surface of a poll", () => {
  let poll: PollDefinition;
  beforeAll(async () => {
    poll = await withVotes(57);
  });

  it.each(ofPoll)(
    "claims at $path what a vote of volunteers cannot",
    { timeout: 60_000 },
    async ({ path, addressOf }) => {
      // By a browser that voted, which is shown more; and an answer to confirm.
      const address = path.endsWith("/vote") ? `${addressOf(poll.id)}?choice=hour` : addressOf(poll.id);
      const response = await ask(address, { headers: { cookie: markOf(poll.id, "pledge") } });
      const type = response.headers.get("content-type") ?? "";
      if (NO_TEXT.test(type)) {
        expect(response.status).toBe(200);
        return response.body?.cancel();
      }
      expect(type).toMatch(TEXT);
      let words = wordsOf(await response.text());
      expect(words).not.toBe("");
      for (const sentence of LANGUAGES.flatMap(denials)) words = words.replaceAll(sentence, "");
      expect(NEVER.flatMap((claim) => words.match(claim)?.[0] ?? [])).toEqual([]);
    },
  );
});

/** Pages that show neither the question's answers nor a figure; their way back does. */
const SAY_NOTHING_OF_RESULTS = ["/verify", "/withdraw", "/pledge"];

describe("that it is no scientific survey", () => {
  const shown = ofPoll
    .filter(({ expected }) => expected?.surface === "page" || expected?.surface === "frame")
    .filter(({ path }) => !SAY_NOTHING_OF_RESULTS.some((page) => path.endsWith(page)));

  it.each(shown)("is said at $path, also by a poll that asks without it", async ({ path, addressOf }) => {
    // Whatever an editor writes, the line is ours: no field of a definition holds or hides it.
    const { id } = await openPoll({ title: { ar: "عنوان", fr: "Titre", en: "Title" } });
    const strings = words(languageOfPath(path), "reader");
    const page = wordsOf(await (await ask(addressOf(id))).text());
    expect([strings.notsci, strings["notsci.short"]].some((line) => page.includes(line))).toBe(true);
  });

  it.each(["method.txt", "results.json", "datapackage.json", "results.xlsx"])("goes along with %s", async (file) => {
    const { id } = await openPoll();
    const body = Buffer.from(await (await ask(`/p/${id}/${file}`)).arrayBuffer());
    const says = file.endsWith(".xlsx") ? await unzipped(body) : body.toString();
    const lines = LANGUAGES.flatMap((language) => [
      words(language, "reader").notsci,
      words(language, "reader")["notsci.short"],
    ]);
    expect(lines.some((line) => says.includes(line))).toBe(true);
  });
});

describe("a share has no more digits than its ballots support", () => {
  const PERCENT = /\d\s*[%٪]/;
  const DECIMAL = /\d[.,٫]\d+\s*[%٪]/;
  const surfaces = (id: string) =>
    ["", "/fr", "/en"]
      .flatMap((prefix) => [`${prefix}/p/${id}/results`, `${prefix}/p/${id}/at/${"{size}"}`])
      .concat(`/e/${id}?view=results`);

  it.each([
    [12, false, false],
    [57, true, false],
    [250, true, true],
  ])("of %i ballots: percent %s, decimals %s", { timeout: 60_000 }, async (count, percents, decimals) => {
    const { id } = await withVotes(count);
    const { sealed } = await (await ask(`/api/v1/polls/${id}/tally`)).json<{ sealed: { size: number } }>();
    for (const at of surfaces(id)) {
      const page = await (await ask(at.replace("{size}", String(sealed.size)))).text();
      const figures = wordsOf(/<table[\s\S]*<\/table>/.exec(page)?.[0] ?? "");
      expect([at, figures !== ""]).toEqual([at, true]);
      expect([at, PERCENT.test(figures), DECIMAL.test(figures)]).toEqual([at, percents, decimals]);
    }
  });
});

/** All text in a workbook: its files are deflated. */
async function unzipped(zip: Buffer): Promise<string> {
  const parts: string[] = [];
  for (let at = zip.indexOf("PK\x03\x04", 0, "latin1"); at >= 0; at = zip.indexOf("PK\x03\x04", at + 4, "latin1")) {
    const [method, size] = [zip.readUInt16LE(at + 8), zip.readUInt32LE(at + 18)];
    const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    const data = zip.subarray(start, start + size);
    if (method === 0) parts.push(data.toString());
    else {
      const stream = new Response(new Uint8Array(data)).body?.pipeThrough(new DecompressionStream("deflate-raw"));
      parts.push(await new Response(stream).text());
    }
  }
  return parts.join("\n");
}
