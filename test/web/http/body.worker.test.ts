import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { readForm, readJson } from "../../../src/web/http/body.ts";

const app = new Hono()
  .post("/json", async (c) => c.json(await readJson(c)))
  .post("/form", async (c) => {
    const read = await readForm(c);
    return c.json(read.kind === "form" ? { kind: "form", fields: [...read.form] } : read);
  });

const post = async (path: string, body: BodyInit, type?: string, headers: Record<string, string> = {}) => {
  const request = new Request(`http://localhost${path}`, {
    method: "POST",
    body,
    headers: { ...(type && { "content-type": type }), ...headers },
  });
  return (await app.request(request)).json();
};

const URLENCODED = "application/x-www-form-urlencoded";

/** A body sent in parts, whose length nothing announces. */
const stream = (parts: string[], onPull = () => {}): ReadableStream =>
  new ReadableStream({
    pull(controller) {
      onPull();
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });

describe("a JSON body", () => {
  it("is read", async () => {
    expect(await post("/json", '{"choice":["hour"]}', "application/json")).toEqual({
      kind: "json",
      value: { choice: ["hour"] },
    });
  });

  it("may name its charset, UTF-8 alone", async () => {
    expect(await post("/json", "1", "application/json; charset=UTF-8")).toEqual({ kind: "json", value: 1 });
    expect(await post("/json", "1", "application/json; charset=windows-1256")).toEqual({
      kind: "refused",
      reason: "media-type",
    });
  });

  it("of 2,048 bytes is read and of 2,049 refused", async () => {
    const text = (length: number) => `"${"x".repeat(length - 2)}"`;
    expect(await post("/json", text(2_048), "application/json")).toMatchObject({ kind: "json" });
    expect(await post("/json", text(2_049), "application/json")).toEqual({ kind: "refused", reason: "too-large" });
  });

  it("that never says its length is cut off once it proves too long", async () => {
    let pulls = 0;
    const endless = stream(
      Array.from({ length: 1_000 }, () => "x".repeat(1_024)),
      () => pulls++,
    );
    expect(await post("/json", endless, "application/json")).toEqual({ kind: "refused", reason: "too-large" });
    expect(pulls).toBeLessThan(10);
  });

  it("that announces less than it brings is refused all the same", async () => {
    const long = stream(Array.from({ length: 5 }, () => "x".repeat(1_024)));
    expect(await post("/json", long, "application/json", { "content-length": "10" })).toEqual({
      kind: "refused",
      reason: "too-large",
    });
  });

  it("that announces too much is refused unread", async () => {
    expect(await post("/json", "1", "application/json", { "content-length": "4096" })).toEqual({
      kind: "refused",
      reason: "too-large",
    });
  });

  it.each([
    ["a form", URLENCODED],
    ["text, which a page of another site may send unasked", "text/plain"],
    ["another JSON", "application/problem+json"],
  ])("is refused as %s", async (_, type) => {
    expect(await post("/json", "1", type)).toEqual({ kind: "refused", reason: "media-type" });
  });

  it("without a media type is refused", async () => {
    expect(await post("/json", new TextEncoder().encode("1"))).toEqual({ kind: "refused", reason: "media-type" });
  });

  it("that is compressed is refused", async () => {
    expect(await post("/json", "1", "application/json", { "content-encoding": "gzip" })).toEqual({
      kind: "refused",
      reason: "media-type",
    });
  });

  it.each([
    ["nothing", ""],
    ["half an object", '{"question":'],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ])("that is %s is not JSON", async (_, body) => {
    expect(await post("/json", body, "application/json")).toEqual({ kind: "refused", reason: "not-json" });
  });
});

describe("a form", () => {
  it("is read, Arabic and repeated fields included", async () => {
    expect(await post("/form", "choice=a&choice=b&note=%D8%B5%D9%88%D8%AA+1", URLENCODED)).toEqual({
      kind: "form",
      fields: [
        ["choice", "a"],
        ["choice", "b"],
        ["note", "صوت 1"],
      ],
    });
  });

  it("is read as multipart, with text fields", async () => {
    const data = new FormData();
    data.append("choice", "hour");
    data.append("note", "صوت");
    expect(await post("/form", data)).toEqual({
      kind: "form",
      fields: [
        ["choice", "hour"],
        ["note", "صوت"],
      ],
    });
  });

  it("with a file is refused", async () => {
    const data = new FormData();
    data.append("choice", new File(["hour"], "choice.txt"));
    expect(await post("/form", data)).toEqual({ kind: "refused", status: 415 });
  });

  it("that is no form is refused", async () => {
    expect(await post("/form", "{}", "application/json")).toEqual({ kind: "refused", status: 415 });
    expect(await post("/form", "x", "multipart/form-data")).toEqual({ kind: "refused", status: 415 });
  });

  it("longer than 2,048 bytes is refused", async () => {
    expect(await post("/form", `choice=${"x".repeat(2_042)}`, URLENCODED)).toEqual({ kind: "refused", status: 413 });
  });

  it.each([
    ["as they are", new Uint8Array([0x61, 0x3d, 0xff])],
    ["escaped", "a=%FF"],
  ])("with bytes that are not UTF-8, %s, is refused", async (_, body) => {
    expect(await post("/form", body, URLENCODED)).toEqual({ kind: "refused", status: 415 });
  });
});
