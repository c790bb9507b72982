import { describe, expect, it } from "vitest";
import { openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { open, textOf, words } from "../pages/page.ts";

describe("the page for journalists", () => {
  it.each([
    ["", "مشاركة وتضمين وتحميل"],
    ["/fr", "Partager, intégrer, télécharger"],
    ["/en", "Share, embed, download"],
  ])("stands in every language (%s)", async (prefix, heading) => {
    const { id } = await openPoll();
    const response = await open(`${prefix}/p/${id}/embed`);
    expect(response.status).toBe(200);
    expect(words(await response.text(), /<h1>/)).toBe(heading);
  });

  it("gives the whole address of the poll in its language", async () => {
    const { id } = await openPoll();
    expect(await textOf(`/fr/p/${id}/embed`)).toContain(`>http://localhost:8787/fr/p/${id}</textarea>`);
  });

  it("leads from the top to each of its sections", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/en/p/${id}/embed`);
    const sections = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, section]) => section);
    expect(sections.length).toBeGreaterThan(3);
    expect([...page.matchAll(/<li><a href="#([^"]+)"/g)].map(([, section]) => section)).toEqual(sections);
  });

  it("takes no posts, and is not there for a poll that is not", async () => {
    const { id } = await openPoll();
    expect((await open("/p/none/embed")).status).toBe(404);
    const response = await ask(`/p/${id}/embed`, { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});
