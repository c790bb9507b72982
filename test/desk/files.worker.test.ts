import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { EXPORT_NAMES } from "../../src/web/export/files.ts";
import { aBallot, boxOf, ledgerOf, openPoll } from "../engine/a-poll.ts";
import { ask } from "../web/api/ask.ts";
import { aMember, staff } from "./visitor.ts";

async function hiddenPoll() {
  const poll = await openPoll({ rules: { boxes: 1, results: "after-close" } });
  await boxOf(poll).cast(aBallot("one"));
  await ledgerOf(poll).seal();
  return poll;
}

describe("the files of a poll at the desk", () => {
  it("are there for a viewer also while readers get none, in no cache and for no other site", async () => {
    const poll = await hiddenPoll();
    const viewer = await aMember("viewer");
    const page = await (await viewer.get(`/en/desk/polls/${poll.id}/files`)).text();
    expect(page).toContain("These figures are hidden from readers until closing");
    for (const name of EXPORT_NAMES) {
      expect((await ask(`/p/${poll.id}/${name}`)).status).toBe(403);
      const response = await viewer.get(`/en/desk/polls/${poll.id}/files/${name}?lang=en`);
      expect([name, response.status, response.headers.get("cache-control")]).toEqual([name, 200, "private, no-store"]);
      expect(response.headers.has("access-control-allow-origin")).toBe(false);
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect(bytes.length).toBeGreaterThan(100);
      expect(page).toContain(`href="/en/desk/polls/${poll.id}/files/${name}?lang=en"`);
      if (name.startsWith("timeseries")) expect(page).toContain("Seals to be read: <bdi>2</bdi>");
      else
        expect([name, page]).toEqual([name, expect.stringContaining(createHash("sha256").update(bytes).digest("hex"))]);
    }
  });

  it("stand in the record when somebody takes one", async () => {
    const poll = await hiddenPoll();
    const viewer = await aMember("viewer", "Somebody who exports");
    await (await viewer.get(`/desk/polls/${poll.id}/files/results.csv`)).text();
    const { entries } = await staff().recordPage({ poll: poll.id, most: 5 });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      act: "poll-exported",
      name: "Somebody who exports",
      after: '{"file":"results.csv","size":4}',
    });
  });

  it("are those that there are, and a poll's page leads to them", async () => {
    const poll = await hiddenPoll();
    const viewer = await aMember("viewer");
    expect((await viewer.get(`/desk/polls/${poll.id}/files/secrets.csv`)).status).toBe(404);
    expect(await (await viewer.get(`/desk/polls/${poll.id}`)).text()).toContain(`/desk/polls/${poll.id}/files"`);
  });
});
