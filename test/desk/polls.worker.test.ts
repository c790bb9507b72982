import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { readWallTime } from "../../src/i18n/casablanca.ts";
import { aBallot, archivedLines, archivedRecount, boxOf, ledgerOf, openPoll } from "../engine/a-poll.ts";
import { textOf } from "../web/pages/page.ts";
import { aMember, anOwner, staff, Visitor } from "./visitor.ts";

/** Milliseconds, a bound on hanging: a preview starts the picture engine, and has twenty pages, where others compute as well. */
vi.setConfig({ testTimeout: 60_000 });

let editor: Visitor;
beforeAll(async () => {
  editor = await aMember("editor", "Amina");
});

const newId = () => `d-${randomBytes(5).toString("hex")}`;
const at = (id: string, page = "") => `/en/desk/polls/${id}${page}`;
const read = async (path: string, who = editor) => (await who.get(path)).text();
/** What a page says first: done, or why not. */
const told = (page: string): string =>
  (/id="(?:done|problem)"[\s\S]*?<\/div>/.exec(page)?.[0] ?? "")
    .replace(/^[^>]*>|<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
const versionOf = (page: string): string => /name="version" value="(\d+)"/.exec(page)?.[1] ?? "";

/** UTC of a clock in Casablanca, whose offset of then is decided by decree. */
const utcOf = (clock: string): string => {
  const read = readWallTime(clock);
  return read.kind === "moment" ? new Date(read.at).toISOString().replace(".000Z", "Z") : read.kind;
};

const WORDS = {
  "title.ar": "الخبز",
  "title.en": "Bread",
  "questions[0].text.ar": "هل تأكل الخبز؟",
  "questions[0].text.en": "Do you eat bread?",
  "questions[0].options[0].label.ar": "نعم",
  "questions[0].options[0].label.en": "Yes",
  "questions[0].options[1].label.ar": "لا",
  "questions[0].options[1].label.en": "No",
};

/** A draft in Arabic and English, begun as an editor does. */
async function begun(): Promise<string> {
  const id = newId();
  const made = await editor.post("/en/desk/new", [
    ["id", id],
    ["languages", "ar"],
    ["languages", "en"],
  ]);
  expect([made.status, made.headers.get("location")]).toEqual([303, `${at(id, "/edit")}?done=created`]);
  return id;
}

async function written(): Promise<string> {
  const id = await begun();
  const saved = await editor.post(at(id, "/edit"), { version: "1", act: "remove-option:0.2", ...WORDS });
  expect(saved.status).toBe(303);
  return id;
}

async function opened(): Promise<string> {
  const id = await written();
  const response = await editor.post(at(id, "/open"), { version: versionOf(await read(at(id, "/open"))) });
  expect(response.headers.get("location")).toBe(`${at(id)}?done=opened`);
  return id;
}

describe("a draft", () => {
  it("takes who stands behind it from the newspaper's last poll", async () => {
    const id = await begun();
    const page = await read(at(id, "/edit"));
    expect(page).toMatch(/name="publisher\.en"[^>]*value="[^"]+"/);
    expect(page).not.toContain('name="title.fr"');
  });

  it("says what is left, and each fault beside its field and in the summary once somebody wants to open it", async () => {
    const id = await begun();
    expect(told(await read(at(id, "/edit")))).toBe("");
    expect((await editor.get(at(id, "/open"))).headers.get("location")).toBe(`${at(id, "/edit")}?check=1`);
    const page = await read(at(id, "/edit?check=1"));
    expect(page).toContain('<a href="#title-ar">Title (العربية): This is required</a>');
    expect(page).toContain(
      '<a href="#questions-0-options-1-label-en">Question 1 – Answer 2 – Answer (English): This is required</a>',
    );
    expect(page).toMatch(
      /<p class="fe" id="title-ar-err">This is required<\/p>\s*<input name="title\.ar" id="title-ar"[^>]*aria-describedby="title-ar-err"[^>]*aria-invalid="true"/,
    );
  });

  it("shows a time in Casablanca as that, in UTC beside it, and how far off it is", async () => {
    const id = await begun();
    await editor.post(at(id, "/edit"), {
      version: "1",
      act: "save",
      opens: "2026-03-01T12:00",
      closes: "2090-07-30T20:00",
    });
    const page = await read(at(id, "/edit"));
    expect(page).toContain(
      'name="opens" id="opens" dir="ltr" aria-describedby="opens-err opens-hint" aria-invalid="true" type="datetime-local" value="2026-03-01T12:00"',
    );
    expect(page).toContain("It must be in the future");
    expect(page).toMatch(/Casablanca time \(<bdi>2026-03-01 12:00 UTC<\/bdi>\)/);
    expect(JSON.parse((await env.REGISTRY.getByName("registry").readDraft(id))!.json)).toMatchObject({
      opens: "2026-03-01T12:00:00Z",
    });
  });

  it("says that an hour does not exist in the night clocks go forward", async () => {
    const id = await begun();
    await editor.post(at(id, "/edit"), { version: "1", act: "save", closes: "2026-03-22T02:30" });
    expect(await read(at(id, "/edit"))).toContain("There is no such hour: clocks go forward past it.");
  });

  it("adds, moves and removes answers by plain buttons, and keeps what was typed", async () => {
    const id = await begun();
    await editor.post(at(id, "/edit"), { version: "1", act: "move-up:0.1", ...WORDS });
    await editor.post(at(id, "/edit"), { version: "2", act: "add-option:0" });
    const page = await read(at(id, "/edit"));
    expect(
      [...page.matchAll(/name="questions\[0\]\.options\[\d\]\.label\.en"[^>]*value="([^"]*)"/g)].map(
        ([, label]) => label,
      ),
    ).toEqual(["No", "Yes", "", ""]);
  });

  it("refuses a label that a spreadsheet would run, with the field kept", async () => {
    const id = await begun();
    await editor.post(at(id, "/edit"), {
      version: "1",
      act: "save",
      ...WORDS,
      "questions[0].options[0].label.en": "=HYPERLINK(1)",
    });
    const page = await read(at(id, "/edit"));
    expect(told(page)).toContain(
      "Question 1 – Answer 1 – Answer (English): It cannot begin with = + - @ or white space",
    );
    expect(page).toContain('value="=HYPERLINK(1)"');
    // Besides it, an unwritten third answer in two languages.
    expect(page).toContain("Left to complete: <bdi>3</bdi>");
  });

  it("escapes what was typed", async () => {
    const id = await begun();
    await editor.post(at(id, "/edit"), { version: "1", act: "save", "title.en": '"><script>alert(1)</script>' });
    for (const page of [await read(at(id, "/edit")), await read("/en/desk")])
      expect(page).not.toContain("<script>alert(1)");
  });

  it("is copied without its dates, and exported and imported as JSON", async () => {
    const id = await written();
    await editor.post(at(id, "/edit"), { version: "2", act: "save", closes: "2090-07-30T20:00" });
    const [copy, imported] = [newId(), newId()];
    await editor.post("/en/desk/new", { id: copy, from: id });
    const drafts = env.REGISTRY.getByName("registry");
    expect(JSON.parse((await drafts.readDraft(copy))!.json)).toMatchObject({ id: copy, title: { en: "Bread" } });
    expect((await drafts.readDraft(copy))!.json).not.toContain("closes");
    const json = await read(at(id, "/definition.json"));
    await editor.post("/en/desk/new", { id: imported, json });
    expect(JSON.parse((await drafts.readDraft(imported))!.json)).toMatchObject({
      id: imported,
      closes: utcOf("2090-07-30T20:00"),
    });
    expect((await editor.post("/en/desk/new", { id: newId(), json: "{" })).status).toBe(422);
    expect((await editor.post("/en/desk/new", { id: copy, json })).status).toBe(422);
  });

  it("is deleted after being asked once more", async () => {
    const id = await begun();
    expect(await read(at(id, "/delete"))).toContain("This draft was never opened.");
    expect((await editor.post(at(id, "/delete"))).headers.get("location")).toBe("/en/desk?done=deleted");
    expect((await editor.get(at(id, "/edit"))).status).toBe(404);
  });
});

describe("two editors of one draft", () => {
  it("lose nothing: the second is refused, with both texts side by side and what they typed in the form", async () => {
    const brahim = await aMember("editor", `Brahim ${newId()}`);
    const id = await written();
    await brahim.post(at(id, "/edit"), { version: "2", act: "save", "title.en": "Loaf", "publisher.en": "The Paper" });
    const second = await editor.post(at(id, "/edit"), {
      version: "2",
      act: "save",
      "title.en": "Bun",
      "sponsor.en": "Nobody",
    });
    const page = await second.text();
    expect(second.status).toBe(409);
    expect(told(page)).toMatch(
      /A colleague saved this draft before you Brahim .* saved it at .*Nothing of yours is saved/,
    );
    const compared = [...page.matchAll(/<a href="#[^"]*">([^<]*)<\/a><\/th><td[^>]*><bdi>([^<]*)<.*?<bdi>([^<]*)</g)];
    expect(compared.map(([, field, mine, theirs]) => [field, mine, theirs])).toEqual([
      ["Title (English)", "Bun", "Loaf"],
      ["Publisher (English)", expect.not.stringContaining("The Paper"), "The Paper"],
      ["Paid for by (English)", "Nobody", "Nobody: a local trial"],
    ]);
    expect(page).toMatch(/name="title\.en"[^>]*value="Bun"/);
    expect(page).toMatch(/name="sponsor\.en"[^>]*value="Nobody"/);
    expect(page).not.toMatch(/name="publisher\.en"[^>]*value="The Paper"/);
    const drafts = env.REGISTRY.getByName("registry");
    expect(JSON.parse((await drafts.readDraft(id))!.json)).toMatchObject({ title: { en: "Loaf" } });
    await editor.post(at(id, "/edit"), { version: versionOf(page), act: "save", "title.en": "Bun" });
    expect(JSON.parse((await drafts.readDraft(id))!.json)).toMatchObject({ title: { en: "Bun" } });
  });

  it("hear it from the script's save too, which replaces nothing", async () => {
    const brahim = await aMember("editor", `Brahim ${newId()}`);
    const id = await written();
    const first = await brahim.post(at(id, "/edit"), { version: "2", act: "autosave", "title.en": "Loaf" });
    expect([first.status, await first.json()]).toEqual([200, { kind: "saved", version: 3 }]);
    const second = await editor.post(at(id, "/edit"), { version: "2", act: "autosave", "title.en": "Bun" });
    expect([second.status, await second.json()]).toEqual([
      409,
      { kind: "conflict", by: expect.stringContaining("Brahim") },
    ]);
  });

  it("of whom one opened it meanwhile: the other's text is shown, and nothing is saved", async () => {
    const id = await opened();
    const late = await editor.post(at(id, "/edit"), { version: "2", act: "save", "title.en": "Bun" });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain("&quot;en&quot;: &quot;Bun&quot;");
    expect((await env.LEDGER.getByName(id).view())?.poll.definition.title.en).toBe("Bread");
  });

  it("a draft that somebody saved since is not opened unseen", async () => {
    const id = await written();
    await editor.post(at(id, "/edit"), { version: "2", act: "save", "title.en": "Loaf" });
    const response = await editor.post(at(id, "/open"), { version: "2" });
    expect([response.status, told(await response.text())]).toEqual([
      409,
      expect.stringContaining("the poll was not opened"),
    ]);
  });
});

describe("an open poll", () => {
  it("is paused at one press, resumed, and closed only after a tick", async () => {
    const id = await opened();
    const press = async (act: string, fields: Record<string, string> = {}) => {
      const response = await editor.post(at(id, `/${act}`), fields);
      return response.status === 303
        ? told(await read(response.headers.get("location") ?? ""))
        : `${response.status} ${told(await response.text())}`;
    };
    expect(await press("pause")).toBe("The poll is paused. No vote is taken.");
    expect(await press("pause")).toMatch(
      /^409 The request was not carried out Nothing was changed: the poll is “.?Paused.?”. Possible now: .?resume, close, correct, and declare void.?\.$/,
    );
    expect(await press("resume")).toBe("The poll is open again.");
    expect(await press("close", { reason: "over" })).toMatch(/^422 .*Tick the box to confirm/);
    expect(await press("close", { sure: "yes", reason: "" })).toMatch(/^422/);
    expect(await press("close", { sure: "yes", reason: "over" })).toBe("The poll is closed, and its last seal stands.");
    expect(await press("archive", { archived: "yes" })).toBe("The poll is archived.");
    expect(await read("/en/desk?state=archived")).toContain(id);
    expect(await read("/en/desk")).not.toContain(id);
  });

  it("cannot be archived while it runs", async () => {
    const id = await opened();
    expect((await editor.post(at(id, "/archive"), { archived: "yes" })).status).toBe(409);
  });

  it("has a typo corrected in public: pages, log, recount, and the record", async () => {
    const id = await opened();
    const field = "questions[0].options[0].label";
    expect(await read(at(id, `/correct?field=${field}`))).toContain('name="after.en"');
    const done = await editor.post(at(id, "/correct"), {
      field,
      "after.en": "Yes, I do",
      "after.ar": "نعم",
      "reason.en": "A slip",
    });
    expect(done.headers.get("location")).toBe(`${at(id)}?done=corrected`);
    expect(await textOf(`/en/p/${id}`)).toContain("Yes, I do");
    expect(await textOf(`/en/p/${id}/results`)).toContain("The wording of this vote was corrected on");
    expect(await textOf(`/en/p/${id}/method`)).toContain("<del>Yes</del>");
    const poll = (await env.LEDGER.getByName(id).view())!.poll.definition;
    await ledgerOf(poll).seal();
    expect((await archivedLines(poll)).find((line) => line.startsWith("note"))).toMatch(
      /^note \{"event":"corrected","by":"editor","field":"questions\[0\]\.options\[0\]\.label"/,
    );
    expect((await archivedLines(poll)).join()).not.toContain("Amina");
    expect(await archivedRecount(poll)).toMatchObject({ kind: "counted" });
  });

  it("is corrected neither without a reason nor into something that could not have been opened", async () => {
    const id = await opened();
    const field = "questions[0].options[0].label";
    const correct = async (fields: Record<string, string>) => {
      const response = await editor.post(at(id, "/correct"), { field, ...fields });
      return [response.status, told(await response.text())];
    };
    expect(await correct({ "after.en": "Aye" })).toEqual([422, expect.stringContaining("It cannot be empty")]);
    expect(await correct({ "after.en": "=1", "reason.en": "x" })).toEqual([
      422,
      expect.stringContaining("It cannot begin with"),
    ]);
    expect(await correct({ "after.en": "Yes", "reason.en": "x" })).toEqual([
      422,
      expect.stringContaining("Nothing in the wording"),
    ]);
    expect(await correct({ field: "closes", "after.en": "2099", "reason.en": "x" })).toEqual([
      422,
      expect.stringContaining("cannot be corrected"),
    ]);
  });

  it("is declared void for good, with a tick and a reason", async () => {
    const id = await opened();
    expect((await editor.post(at(id, "/void"), { "reason.en": "Bots" })).status).toBe(422);
    expect((await editor.post(at(id, "/void"), { sure: "yes" })).status).toBe(422);
    const done = await editor.post(at(id, "/void"), { sure: "yes", "reason.en": "Bots" });
    expect(done.headers.get("location")).toBe(`${at(id)}?done=voided`);
    expect(await textOf(`/en/p/${id}`)).toContain("The newsroom declared this vote void on");
    expect(await read("/en/desk")).toMatch(new RegExp(`${id}[\\s\\S]*?<b>Void</b>`));
  });

  it("is watched: figures, pace, log, boxes and archive", async () => {
    const poll = await openPoll({ rules: { boxes: 2 } });
    for (let i = 0; i < 3; i++) await boxOf(poll, i % 2).cast(aBallot(`voter ${i}`));
    await ledgerOf(poll).seal();
    await boxOf(poll, 1).cast(aBallot("one more", { class: "c" }));
    const page = await read(at(poll.id));
    expect(page).toContain("3 votes");
    expect(page).toMatch(/Peak: <bdi>3<\/bdi> at/);
    expect(page).toMatch(/number <bdi>1<\/bdi>, <bdi>\d+ s<\/bdi> ago/);
    expect(page).toContain("<dd>up to date</dd>");
    expect(page).toContain("<dd>0 · 1</dd>");
    expect(page).not.toContain("Needs attention");
  });

  it("of which nobody may see results before close shows none at the desk either", async () => {
    const poll = await openPoll({ rules: { results: "after-close" } });
    await boxOf(poll).cast(aBallot("voter"));
    const page = await read(at(poll.id));
    expect(page).toContain("the newsroom included");
    expect(page).not.toContain("data-option=");
  });

  it("that is refused by its ledger is the first thing on the list", async () => {
    const poll = await openPoll();
    await env.ARCHIVE.put(
      `checkpoint/${poll.id}`,
      `localhost:8787/log/${poll.id}\n999\n${Buffer.alloc(32).toString("base64")}\n\n— x AAAA\n`,
    );
    const { evict } = await import("../engine/a-poll.ts");
    await evict(ledgerOf(poll));
    await ledgerOf(poll).seal();
    const page = await read("/en/desk");
    expect(page).toMatch(
      new RegExp(`role="alert"><h2>Needs attention</h2>\\s*<ul>[\\s\\S]*${poll.id}[\\s\\S]*?The log is signed no more`),
    );
  });
});

it("a viewer sees polls and no button that changes one", async () => {
  const viewer = await aMember("viewer");
  const poll = await openPoll();
  const page = await read(at(poll.id), viewer);
  expect([...page.matchAll(/<button[^>]*>([^<]*)/g)].map(([, label]) => label)).toEqual(["Sign out"]);
  expect(await read("/en/desk", viewer)).not.toContain("/desk/new");
});

it("every act stands in the record with the person, and in the log by role alone", async () => {
  const id = await opened();
  await editor.post(at(id, "/pause"));
  await editor.post(at(id, "/close"), { sure: "yes", reason: "over" });
  const { entries } = await staff().recordPage({ poll: id, most: 50 });
  expect(entries.map(({ act, name }) => [act, name]).reverse()).toEqual([
    ["poll-created", "Amina"],
    ["poll-edited", "Amina"],
    ["poll-opened", "Amina"],
    ["poll-paused", "Amina"],
    ["poll-closed", "Amina"],
  ]);
  const lines = await archivedLines((await env.LEDGER.getByName(id).view())!.poll.definition);
  expect(lines.filter((line) => /^(note|close)/.test(line)).map((line) => JSON.parse(line.slice(5)))).toMatchObject([
    { event: "paused", by: "editor" },
    { by: "editor", reason: "over" },
  ]);
});

describe("a preview", () => {
  it("shows every state in every language of a draft half written, and no vote can leave it", async () => {
    const id = await begun();
    await editor.post(at(id, "/edit"), { version: "1", act: "save", "questions[0].text.en": "Do you eat bread?" });
    const index = await read(at(id, "/preview"));
    const pages = [...index.matchAll(/href="([^"]*\/preview\/[^"]*)"/g)].map(([, path = ""]) => path);
    expect(pages).toHaveLength(22);
    for (const path of pages.filter((each) => !each.includes("/card/"))) {
      const response = await editor.get(path);
      const page = await response.text();
      expect([path, response.status]).toEqual([path, 200]);
      expect(page).toContain("Preview: made-up figures, and no vote is stored");
      expect(page).toContain(`<iframe class="preview" src="${path}/page"`);
      const framed = await editor.get(`${path}/page`);
      const policy = framed.headers.get("content-security-policy")?.split("; ");
      expect([path, framed.status, policy]).toEqual([
        path,
        200,
        expect.arrayContaining(["sandbox", "frame-ancestors 'self'"]),
      ]);
    }
    expect(await read(`${pages.find((each) => each.includes("/vote/en"))}/page`)).toContain("Do you eat bread?");
  });

  it("of the share card is a picture", async () => {
    const id = await written();
    const card = await editor.get(at(id, "/preview/card/ar/page"));
    expect([card.status, card.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(card.headers.get("content-security-policy")).toMatch(/^sandbox; .*frame-ancestors 'self'$/);
  });

  it("is nobody's but the newsroom's", async () => {
    const id = await written();
    for (const page of ["", "/page"]) {
      expect((await new Visitor().get(at(id, `/preview/vote/en${page}`))).status).toBe(303);
      expect((await (await anOwner()).get(at(id, `/preview/vote/fr${page}`))).status).toBe(404);
    }
  });
});
