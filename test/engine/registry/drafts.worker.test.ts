import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { MOST_DEFINITION_BYTES } from "../../../src/domain/definition.ts";
import type { Json } from "../../../src/domain/draft-path.ts";
import { Registry } from "../../../src/engine/registry/registry.ts";
import { utf8 } from "../../../src/log/text.ts";
import { parsed, written } from "../../domain/a-definition.ts";
import { archivedLines, ledgerOf, openPoll } from "../a-poll.ts";

const registry = () => env.REGISTRY.getByName("registry");
const newId = () => `d-${randomBytes(6).toString("hex")}`;
const json = (changes: Record<string, Json> = {}) => JSON.stringify({ ...written(), ...changes });

async function aDraft(changes: Record<string, Json> = {}): Promise<string> {
  const id = newId();
  expect(await registry().createDraft(id, json(changes), "Amina")).toEqual({ kind: "created" });
  return id;
}

describe("a draft", () => {
  it("is kept as it was saved, whatever it holds", async () => {
    const id = newId();
    await registry().createDraft(id, '{"title":{"ar":""}}', "Amina");
    expect(await registry().readDraft(id)).toMatchObject({ json: '{"title":{"ar":""}}', version: 1, by: "Amina" });
  });

  it("needs an id that no poll and no draft has", async () => {
    const poll = await openPoll();
    const id = await aDraft();
    expect(await registry().createDraft(id, "{}", "Brahim")).toEqual({ kind: "taken" });
    expect(await registry().createDraft(poll.id, "{}", "Brahim")).toEqual({ kind: "taken" });
    expect(await registry().createDraft("No Id", "{}", "Brahim")).toEqual({ kind: "invalid-id" });
    expect(await registry().create({ ...written(), id })).toEqual({ kind: "taken" });
  });

  it("of two editors is saved for the first; the second is refused with what the first saved", async () => {
    const id = await aDraft();
    expect(await registry().saveDraft(id, json({ country: { ar: "المغرب", en: "Maroc" } }), 1, "Brahim")).toEqual({
      kind: "saved",
      version: 2,
    });
    const first = json({ title: { ar: "خبز", en: "Loaf" } });
    expect(await registry().saveDraft(id, first, 2, "Brahim")).toEqual({ kind: "saved", version: 3 });
    expect(await registry().saveDraft(id, json({ title: { ar: "خبز", en: "Bun" } }), 1, "Amina")).toEqual({
      kind: "conflict",
      theirs: { json: first, version: 3, by: "Brahim", at: expect.any(Number) },
    });
    expect((await registry().readDraft(id))?.json).toBe(first);
  });

  it("saved twice by a retry is saved once", async () => {
    const id = await aDraft();
    const changed = json({ languages: ["ar"] });
    expect(await registry().saveDraft(id, changed, 1, "Amina")).toEqual({ kind: "saved", version: 2 });
    expect(await registry().saveDraft(id, changed, 1, "Amina")).toEqual({ kind: "saved", version: 2 });
  });

  it("can be deleted, and its id is free again; an opened poll cannot", async () => {
    const id = await aDraft();
    expect(await registry().deleteDraft(id)).toBe(true);
    expect(await registry().deleteDraft(id)).toBe(false);
    expect((await registry().createDraft(id, json(), "Amina")).kind).toBe("created");
    expect(await registry().deleteDraft((await openPoll()).id)).toBe(false);
  });
});

describe("opening a draft", () => {
  it("begins its log with what was shown, and the draft is gone", async () => {
    const id = await aDraft();
    expect(await registry().openDraft(id, 1)).toMatchObject({ kind: "opened" });
    expect(await registry().readDraft(id)).toBeUndefined();
    const view = await env.LEDGER.getByName(id).view();
    expect(view?.poll.definition).toMatchObject({ id, rules: { boxes: 4 } });
    expect((await archivedLines(view!.poll.definition))[0]).toContain(`"definition":{"id":"${id}"`);
  });

  it("is refused while it is not sound, field by field", async () => {
    const id = await aDraft({ title: { ar: "خبز" } });
    expect(await registry().openDraft(id, 1)).toEqual({
      kind: "invalid",
      errors: [{ field: "title.en", code: "required" }],
    });
    expect((await registry().readDraft(id))?.version).toBe(1);
  });

  it("is refused where somebody saved since it was shown", async () => {
    const id = await aDraft();
    await registry().saveDraft(id, json({ country: { ar: "م", en: "M" } }), 1, "Brahim");
    expect(await registry().openDraft(id, 1)).toEqual({ kind: "conflict", by: "Brahim" });
  });

  it("in the future publishes it as scheduled", async () => {
    const id = await aDraft({ opens: "2090-01-01T00:00:00Z" });
    await registry().openDraft(id, 1);
    expect((await env.LEDGER.getByName(id).view())?.tally.phase).toBe("scheduled");
  });

  /** What makes a draft's definition so many bytes of JSON, most of them in characters of three bytes. */
  function withBytes(bytes: number) {
    const words = () => ({ ar: "خ", en: "b" });
    const options = Array.from({ length: 12 }, (_, i) => ({ id: `o${i}`, label: words(), short: words() }));
    const draft = { title: words(), questions: [{ ...written().questions[0], options }] };
    let missing = bytes - utf8(JSON.stringify(parsed({ ...written(), ...draft, id: newId() }))).length;
    for (const each of options.flatMap(({ label, short }) => [label, short]))
      for (const language of ["ar", "en"] as const) {
        const characters = Math.min(599, Math.floor(missing / 3));
        each[language] += "…".repeat(characters);
        missing -= 3 * characters;
      }
    draft.title.en += "b".repeat(missing);
    return draft;
  }

  it("takes the longest definition that passes the checks, and the checks count bytes as the log does", async () => {
    const longest = withBytes(MOST_DEFINITION_BYTES);
    const id = await aDraft(longest);
    expect(await registry().openDraft(id, 1)).toMatchObject({ kind: "opened" });
    const [open = ""] = await archivedLines((await env.LEDGER.getByName(id).view())!.poll.definition);
    expect(utf8(open).length).toBeGreaterThan(MOST_DEFINITION_BYTES);

    const tooLong = await aDraft(withBytes(MOST_DEFINITION_BYTES + 1));
    expect(await registry().openDraft(tooLong, 1)).toMatchObject({
      kind: "invalid",
      errors: [{ field: "definition" }],
    });
    expect((await registry().saveDraft(tooLong, json(), 1, "Amina")).kind).toBe("saved");
  });

  it("that the ledger refuses leaves a draft: it can be saved and deleted", async () => {
    const id = await aDraft();
    // Another log of this name stands in the archive.
    const other = await openPoll();
    await env.ARCHIVE.put(`checkpoint/${id}`, (await env.ARCHIVE.get(`checkpoint/${other.id}`)) ?? "");
    expect(await registry().openDraft(id, 1)).toEqual({ kind: "refused", refusal: "ledger-lost" });
    expect(await registry().saveDraft(id, json({ languages: ["ar"] }), 1, "Amina")).toEqual({
      kind: "saved",
      version: 2,
    });
    expect(await registry().openDraft(id, 2)).toEqual({ kind: "refused", refusal: "ledger-lost" });
    expect(await registry().deleteDraft(id)).toBe(true);
  });

  it("that got no answer leaves a draft where the ledger began no log, and none where it did", async () => {
    const [unheard, heard] = [await aDraft(), await aDraft()];
    await registry().openDraft(heard, 1);
    await runInDurableObject(registry(), (_, { storage: { sql } }) => {
      const definition = JSON.stringify(parsed({ ...written(), id: unheard }));
      sql.exec("INSERT INTO poll (id, definition, opened) VALUES (?, ?, 0)", unheard, definition);
      sql.exec("UPDATE poll SET opened = 0 WHERE id = ?", heard);
      sql.exec("INSERT INTO draft (id, version, json, by, at) VALUES (?, 1, ?, 'Amina', 1)", heard, json());
    });
    expect(await registry().saveDraft(heard, json({ languages: ["ar"] }), 1, "Amina")).toEqual({ kind: "not-found" });
    expect(await registry().deleteDraft(heard)).toBe(false);
    expect((await registry().list()).find(({ id }) => id === heard)?.draft).toBeUndefined();

    expect((await registry().saveDraft(unheard, json({ languages: ["ar"] }), 1, "Amina")).kind).toBe("saved");
    expect(await registry().deleteDraft(unheard)).toBe(true);
    expect(await registry().createDraft(unheard, json(), "Amina")).toEqual({ kind: "created" });
  });

  it("is for good: nothing is saved over an opened poll", async () => {
    const id = await aDraft();
    await registry().openDraft(id, 1);
    expect(await registry().saveDraft(id, json(), 1, "Amina")).toEqual({ kind: "not-found" });
    expect((await registry().openDraft(id, 1)).kind).toBe("opened");
  });
});

it("lists drafts with who saved them, and opened polls, of which some are put away", async () => {
  const draft = await aDraft();
  const poll = await openPoll();
  await ledgerOf(poll).close("over");
  await registry().archive(poll.id, true);
  const list = await registry().list();
  expect(list.find(({ id }) => id === draft)).toMatchObject({
    title: { ar: "خبز", en: "Bread" },
    languages: ["ar", "en"],
    archived: false,
    draft: { by: "Amina" },
  });
  expect(list.find(({ id }) => id === poll.id)).toMatchObject({ archived: true });
  expect(list.find(({ id }) => id === poll.id)?.draft).toBeUndefined();
  await registry().archive(poll.id, false);
  expect((await registry().list()).find(({ id }) => id === poll.id)?.archived).toBe(false);
  expect(list.some(({ id }) => id === "facebook-hour")).toBe(true);
});

it("the poll at `/` is the one that a Sawt began with while it is in the list, else the one opened last", async () => {
  const poll = await openPoll();
  expect(await registry().frontPoll()).toBe("facebook-hour");
  await registry().archive("facebook-hour", true);
  expect(await registry().frontPoll()).toBe(poll.id);
  await registry().archive("facebook-hour", false);
  expect(await registry().frontPoll()).toBe("facebook-hour");
});

it("begins with a vote in the trial alone: elsewhere nothing is opened that nobody opened", async () => {
  const begun = async (changes: Partial<Env>) =>
    runInDurableObject(env.REGISTRY.getByName(`begun ${JSON.stringify(changes)}`), async (_, state) => {
      const here = new Registry(state, { ...env, ...changes });
      return [await here.frontPoll(), await here.isOpened("facebook-hour"), (await here.list()).length];
    });
  expect(await begun({})).toEqual(["facebook-hour", true, 1]);
  expect(await begun({ PUBLIC_HOST: "vote.example.ma" })).toEqual([undefined, false, 0]);
  expect(await begun({ PLATFORM: "cloudflare" })).toEqual([undefined, false, 0]);
  expect(await begun({ PUBLIC_HOST: "localhost.example.ma" })).toEqual([undefined, false, 0]);
});
