import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type * as z from "zod/mini";
import { app } from "../../../src/app.ts";
import { DESK_API } from "../../../src/desk/api/routes.ts";
import { openApiDocument, templateOf } from "../../../src/web/api/openapi.ts";
import { ABOUT, OPERATIONS } from "../../../src/web/api/operations.ts";
import { SCHEMAS } from "../../../src/web/api/schemas.ts";
import { ask } from "./ask.ts";

const whole = {
  operations: [...OPERATIONS, ...DESK_API.operations, ...ABOUT],
  schemas: { ...SCHEMAS, ...DESK_API.schemas },
};
const document = openApiDocument(whole);

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
);

/** Every value under `key` anywhere in the document. */
const all = (value: unknown, key: string): unknown[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...all(inner, key)])
    : [];

describe("the OpenAPI document", () => {
  it("has every route of the router, and no other", () => {
    const routes = app.routes
      .filter(({ path }) => path.startsWith("/api"))
      .map(({ method, path }) => ({ method, path: path.slice("/api".length) || "/" }))
      // An address that is gone says so, and is described no more.
      .filter(({ method, path }) => method !== "ALL" && !path.endsWith("/channels"))
      .map(({ method, path }) => `${method} ${templateOf(path)}`);
    expect(operations.map(({ name }) => name).toSorted()).toEqual([...new Set(routes)].toSorted());
  });

  it("is served to any site, and not again while it is the same", async () => {
    const response = await ask("/api/openapi.json");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)));
    const tag = response.headers.get("etag") ?? "";
    expect((await ask("/api/openapi.json", { headers: { "if-none-match": tag } })).status).toBe(304);
  });

  it("is of OpenAPI 3.1, with what the specification requires", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.jsonSchemaDialect).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(document.info).toMatchObject({ title: "Sawt", version: "1" });
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((each) => each.in === "path");
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(Object.keys(operation.responses).every((status) => /^[1-5]\d\d$/.test(status))).toBe(true);
      expect(Object.values(operation.responses).every(({ description }) => description !== "")).toBe(true);
    }
  });

  it("refers only to schemas that it holds", () => {
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    const referred = new Set(all(document, "$ref"));
    expect([...referred].filter((ref) => !known.includes(String(ref)))).toEqual([]);
    expect(known.filter((ref) => !referred.has(ref))).toEqual([]);
    expect(all(document, "$id")).toEqual([]);
  });

  it("requires of a ballot what the server requires", () => {
    expect(document.components.schemas.BallotRequest).toMatchObject({
      type: "object",
      required: ["question", "choice", "lock"],
      additionalProperties: false,
      properties: {
        question: { type: "string", pattern: "^[a-z0-9-]{1,32}$" },
        choice: { type: "array", maxItems: 12 },
        lock: { type: "string", pattern: "^[A-Za-z0-9_-]{43}$" },
      },
    });
  });

  it("gives examples that are what it says", () => {
    const examples = whole.operations
      .flatMap(({ request, answers }) => [
        ...(request ? [request] : []),
        ...answers.flatMap(({ content }) =>
          content?.schema ? [{ schema: content.schema, example: content.example }] : [],
        ),
      ])
      .filter(({ example }) => example !== undefined);
    expect(examples).toHaveLength(16);
    const schemas: Record<string, z.ZodMiniType> = whole.schemas;
    for (const { schema, example } of examples) expect(schemas[schema]?.safeParse(example)?.success).toBe(true);
  });
});

describe("the page of the API", () => {
  it("shows each operation, with a command to try", async () => {
    const response = await ask("/api");
    const page = await response.text();
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(page).toContain('<html lang="en" dir="ltr">');
    for (const { operation } of operations) expect(page).toContain(`<h2 id="${operation.operationId}">`);
    expect(page).toContain("curl http://localhost:8787/api/v1/polls/facebook-hour/tally");
    expect(page).toContain("new WebSocket(&quot;ws://localhost:8787/api/v1/polls/facebook-hour/live&quot;)");
    expect(page).toContain("curl -X POST http://localhost:8787/api/v1/polls/facebook-hour/ballots");
  });

  it("leads nowhere but to places that it has", async () => {
    const page = await (await ask("/api")).text();
    const places = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => `#${id}`);
    expect(new Set(places).size).toBe(places.length);
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
    expect(links.filter((href) => !places.includes(href))).toEqual(["/api/openapi.json"]);
  });

  it("runs no script, names no other host and admits its own styles alone", async () => {
    const response = await ask("/api");
    const page = await response.text();
    const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) =>
      createHash("sha256").update(style!).digest("base64"),
    );
    expect(styles).toHaveLength(2);
    expect(response.headers.get("content-security-policy")).toContain(
      `default-src 'none'; style-src ${styles.map((hash) => `'sha256-${hash}'`).join(" ")}; script-src 'none'; `,
    );
    expect(page).not.toContain("<script");
    expect([...page.matchAll(/https?:\/\/[^/\s"<&]+/g)].map(([host]) => host)).toSatisfy((hosts: string[]) =>
      hosts.every((host) => host === "http://localhost:8787"),
    );
  });
});
