import { brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openPoll } from "../../engine/a-poll.ts";
import { ask } from "../api/ask.ts";
import { markOf, open, textOf } from "../pages/page.ts";

describe("the loader", () => {
  it("is a script of at most 1 KB for any page, kept an hour", async () => {
    const { headers, status } = await open("/embed.js");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(headers.get("cache-control")).toBe("public, max-age=3600, stale-while-revalidate=86400");
    expect(brotliCompressSync(await textOf("/embed.js")).length).toBeLessThanOrEqual(1_024);
  });

  it("runs under the strictest policy: it writes no markup and evaluates nothing", async () => {
    expect(await textOf("/embed.js")).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setAttribute\("style/,
    );
  });
});

describe("the WordPress plugin", () => {
  it("is a download with the address of this Sawt in it, once", async () => {
    const response = await open("/embed/wordpress/sawt-embed.php");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="sawt-embed.php"');
    const plugin = await response.text();
    expect(plugin).toContain("define( 'SAWT_ADDRESS', 'http://localhost:8787' );");
    expect(plugin).not.toContain("vote.example");
    expect(plugin).toContain("wp_oembed_add_provider( SAWT_ADDRESS . $path, SAWT_ADDRESS . '/oembed?view=vote' );");
  });
});

describe("the reminder of a pledge", () => {
  it("is a calendar file that is the same for everyone, in the page’s language", async () => {
    const { id } = await openPoll();
    const response = await open(`/fr/p/${id}/pledge.ics`);
    expect(response.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("public, max-age=60");
    expect(response.headers.get("set-cookie")).toBeNull();
    const file = await response.text();
    expect(file).toContain("SUMMARY:Une heure de moins sur Facebook aujourd’hui\r\n");
    expect(file).toContain(`UID:pledge-${id}@sawt\r\n`);
    expect(file).toContain(`URL:http://localhost:8787/fr/p/${id}`);
  });

  it("has a page that names the answers which pledge something", async () => {
    const { id } = await openPoll();
    const page = await textOf(`/en/p/${id}/pledge`);
    expect(page).toContain(
      "<li>I would leave Facebook for good</li><li>I would use it at least an hour less a day</li>",
    );
    expect(page).toContain(`href="/en/p/${id}/pledge.ics" download`);
  });

  it("is not there where nothing is pledged", async () => {
    const { default: seed } = await import("../../../src/domain/seed/facebook-hour.json");
    const questions = seed.questions.map(({ options, ...each }) => ({
      ...each,
      options: options.map(({ id, label }) => ({ id, label })),
    }));
    const { id } = await openPoll({ questions, reminder: undefined });
    expect((await open(`/p/${id}/pledge`)).status).toBe(404);
    expect((await open(`/p/${id}/pledge.ics`)).status).toBe(404);
    expect(await textOf(`/p/${id}/voted?answered=pledge`, [markOf(id, "pledge")])).not.toContain("/pledge");
  });

  it("is offered after voting alone", async () => {
    const { id } = await openPoll();
    expect(await textOf(`/en/p/${id}/results`)).not.toContain("Daily reminder");
    expect(await textOf(`/en/p/${id}/voted?answered=pledge`, [markOf(id, "pledge")])).toContain(
      `<a href="/en/p/${id}/pledge">Daily reminder</a>`,
    );
    expect((await ask(`/en/p/${id}/pledge`, { method: "POST", body: "" })).status).toBe(405);
  });
});
