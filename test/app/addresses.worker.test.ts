import { unzipSync } from "fflate";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { EXPORT_NAMES } from "../../src/web/export/files.ts";
import { questionPicture } from "../../src/web/pictures/model.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../engine/a-poll.ts";
import { ask } from "../web/api/ask.ts";

/** Milliseconds: every address that is found is asked, pictures included. */
vi.setConfig({ testTimeout: 60_000 });

const SITE = "http://localhost:8787";

/** Where addresses stand that a person, a program or a paper takes with it: links, what is to copy, and what is drawn. */
const LINKED = /\s(?:href|src|content|data-url)="([^"]*)"/g;
const WHOLE = /https?:\/\/localhost:8787[^\s"'<>\\)]*/g;
/** As it is printed on a picture, without its scheme. */
const PRINTED = /(?<![/\w.])localhost:8787\/[\w/.?=&-]+/g;

const decoded = (text: string): string =>
  text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");

/** Paths of this site that a document names. Names of a log and of its promises look like addresses, and are none. */
function addressesIn(document: string, poll: string): string[] {
  const linked = [...document.matchAll(LINKED)].map(([, address = ""]) => decoded(address));
  const whole = [...decoded(document).matchAll(WHOLE)].map(([address]) => address);
  const printed = [...decoded(document).matchAll(PRINTED)].map(([address]) => `http://${address}`);
  return [...linked, ...whole, ...printed]
    .filter((address) => /^\/(?!\/)/.test(address) || address.startsWith(`${SITE}/`))
    .map((address) =>
      address
        .replace(SITE, "")
        .replace(/#.*/, "")
        .replace(/[.,;]$/, ""),
    )
    .filter((address) => address !== `/log/${poll}` && address !== `/log/${poll}/promise`);
}

describe.each(["fr", "en"] as const)("every address that a poll in %s alone gives to others", (language) => {
  let poll = "";
  let ofCard = "";
  let documents: string[] = [];

  beforeAll(async () => {
    const opened = await openPoll({ languages: [language], rules: { boxes: 1 } });
    poll = opened.id;
    await boxOf(opened).cast(aBallot("one"));
    await ledgerOf(opened).seal();
    const size = 4;
    const picture = questionPicture({ definition: opened, notices: [], language, host: "localhost:8787" });
    ofCard = picture.address.replace("localhost:8787", "");
    const page = `/${language}/p/${poll}`;
    const frozen = `${page}/at/${size}`;
    documents = [
      ...["", "/results", "/method", "/verify", "/withdraw", "/embed", "/pledge", "/pledge.ics", "/method.txt"].map(
        (each) => page + each,
      ),
      frozen,
      `/e/${poll}`,
      `/e/${poll}?view=results`,
      `/api/v1/polls/${poll}`,
      ...EXPORT_NAMES.flatMap((name) => [`/p/${poll}/${name}`, `/p/${poll}/at/${size}/${name}`]),
      ...["chart.svg", "chart.svg?kind=time", "qr.svg"].map((each) => `/p/${poll}/${each}`),
      `/p/${poll}/at/${size}/chart.svg`,
      ...[page, `${page}/results`, `/e/${poll}`, `/p/${poll}`].flatMap((each) =>
        ["json", "xml"].map((format) => `/oembed?url=${encodeURIComponent(SITE + each)}&format=${format}`),
      ),
    ];
  });

  it("answers 200", async () => {
    const found = new Map([[ofCard, "card.png"]]);
    for (const at of documents) {
      const response = await ask(at);
      expect([at, response.status]).toEqual([at, 200]);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const text = at.includes(".xlsx")
        ? Object.values(unzipSync(bytes))
            .map((part) => new TextDecoder().decode(part))
            .join("\n")
        : new TextDecoder().decode(bytes);
      for (const address of addressesIn(text, poll)) if (!found.has(address)) found.set(address, at);
    }
    expect(found.size).toBeGreaterThan(30);
    const answers = await Promise.all(
      [...found].map(async ([address, at]) => {
        const response = await ask(address);
        await response.body?.cancel();
        return { address, at, status: response.status };
      }),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
