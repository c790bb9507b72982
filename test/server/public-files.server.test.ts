import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Request } from "miniflare";
import { afterEach, expect, test } from "vitest";
import { publicFiles } from "../../src/server/public-files.ts";
import { endAll, newFolder } from "./launch.ts";

afterEach(() => endAll());

function serving(): (
  path: string,
  init?: { method?: string; headers?: Record<string, string> },
) => ReturnType<ReturnType<typeof publicFiles>> {
  const root = newFolder();
  mkdirSync(join(root, "public/well-known"), { recursive: true });
  writeFileSync(join(root, "secret.txt"), "secret");
  writeFileSync(join(root, "public/_headers"), "/*\n");
  writeFileSync(join(root, "public/verify.js"), "let a;");
  writeFileSync(join(root, "public/well-known/a b.json"), "{}");
  const serve = publicFiles(join(root, "public"));
  return (path, init) => serve(new Request(`http://localhost${path}`, init));
}

test("a file is served for its exact address, as what it is", async () => {
  const get = serving();
  const script = await get("/verify.js?v=1");
  expect(script.headers.get("Content-Type")).toBe("text/javascript; charset=utf-8");
  expect(await script.text()).toBe("let a;");
  expect((await get("/well-known/a%20b.json")).headers.get("Content-Type")).toBe("application/json");
});

test("who has the file already is not sent it again", async () => {
  const get = serving();
  const etag = (await get("/verify.js")).headers.get("ETag") ?? "";
  const again = await get("/verify.js", { headers: { "If-None-Match": etag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("HEAD has no body, and nothing else is an act on a file", async () => {
  const get = serving();
  expect(await (await get("/verify.js", { method: "HEAD" })).text()).toBe("");
  expect((await get("/verify.js", { method: "POST" })).status).toBe(405);
});

test.each(["/", "/verify", "/well-known", "/well-known/", "/_headers", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%"])(
  "%s is no file",
  async (path) => {
    expect((await serving()(path)).status).toBe(404);
  },
);
