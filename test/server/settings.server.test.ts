import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "../../src/server/settings.ts";

test("without an environment it is port 8787 and the folder .data", () => {
  expect(readSettings({})).toEqual({ kind: "settings", options: { dataDir: resolve(".data"), port: 8787 } });
});

test("an empty value is one that was not given", () => {
  expect(readSettings({ PORT: "", PUBLIC_HOST: " " })).toEqual(readSettings({}));
});

test("everything can be given", () => {
  const environment = {
    PORT: "80",
    DATA_DIR: "/var/lib/sawt",
    PUBLIC_HOST: "vote.example.org",
    SEAL_EVERY_SECONDS: "600",
    CLIENT_ADDRESS_HEADER: "X-Forwarded-For",
  };
  expect(readSettings(environment)).toEqual({
    kind: "settings",
    options: {
      dataDir: "/var/lib/sawt",
      port: 80,
      publicHost: "vote.example.org",
      sealEverySeconds: 600,
      clientAddressHeader: "X-Forwarded-For",
    },
  });
});

test.each([
  ["PORT", "http"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["PORT", "8e3"],
  ["PUBLIC_HOST", "https://vote.example.org"],
  ["PUBLIC_HOST", "vote.example.org/"],
  ["SEAL_EVERY_SECONDS", "0"],
  ["SEAL_EVERY_SECONDS", "1.5"],
  ["CLIENT_ADDRESS_HEADER", "X-Forwarded-For: 1.2.3.4"],
])("%s cannot be %j, and the sentence says so", (name, value) => {
  const settings = readSettings({ [name]: value });
  expect(settings.kind === "invalid" && settings.problems).toEqual([expect.stringContaining(`${name} must be`)]);
  expect(settings.kind === "invalid" && settings.problems).toEqual([expect.stringContaining(`"${value}"`)]);
});
