import { expect, it, onTestFinished, vi } from "vitest";
import { logEvent, logProgress, progressIn, withoutReaders } from "../../src/engine/logger.ts";
import wrangler from "../../wrangler.toml?raw";
import { bytes32 } from "./a-poll.ts";

const sources = import.meta.glob("../../src/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

it("one line of JSON names the event, its codes and the error", () => {
  const written = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => written.mockRestore());
  const error = new Error("the archive did not answer");
  logEvent("api-failure", { route: "/v1/polls/:poll", missing: undefined }, error);
  expect(written.mock.calls).toEqual([
    [JSON.stringify({ event: "api-failure", route: "/v1/polls/:poll", error: error.stack })],
  ]);
});

it("how far a reading is can be told from every other line", () => {
  const written = vi.spyOn(console, "warn").mockReturnValue();
  onTestFinished(() => written.mockRestore());
  logProgress({ poll: "bread", read: 256, of: 548 });
  const line = String(written.mock.calls[0]?.[0]);
  expect(progressIn(line)).toEqual({ poll: "bread", read: 256, of: 548 });
  for (const other of ["", "null", "progress", '{"event":"unreachable","read":1,"of":2}', line.slice(1)])
    expect(progressIn(other)).toBeUndefined();
});

it.each([
  ["from 203.0.113.77 it came", "from … it came"],
  ["2001:db8:1:2:3:4:5:77", "…"],
  ["[2001:db8::77]:443", "[…]:443"],
  ["::ffff:203.0.113.77", "…"],
  ["fe80::1%eth0", "…%eth0"],
  [`lock ${bytes32("a secret")} is known`, "lock … is known"],
  [`Unexpected token in JSON: "${"ab".repeat(32)}"`, 'Unexpected token in JSON: "…"'],
])("whatever could be an address, a lock or a secret is cut out of the words of an error: %s", (words, left) => {
  expect(withoutReaders(words)).toBe(left);
});

it("what an error says of the code stays", () => {
  const stack = "TypeError: x is not a function\n    at Ledger.seal (worker.js:12:3456)\n    at async file.ts:7:1";
  expect(withoutReaders(stack)).toBe(stack);
});

it("nobody else in the Worker writes to the console", () => {
  const writers = Object.entries(sources).filter(
    ([path, text]) => !/\/src\/(server|tools)\//.test(path) && /\bconsole\b\s*[.[]/.test(text),
  );
  expect(writers.map(([path]) => path)).toEqual(["../../src/engine/logger.ts"]);
});

/** Settings of wrangler.toml without its comments. */
const settings = wrangler.replace(/^\s*#.*$/gm, "");

it("nothing about a request is kept by the platform: no logs, no traces, nobody who listens", () => {
  expect(settings).toMatch(/^\[observability\]\nenabled = false$/m);
  expect(settings).not.toMatch(/logpush|tail_consumers|analytics_engine|\[observability\.|enabled = true/);
  expect(wrangler).toContain(
    "# Nothing about a reader's request may be kept: Workers Logs and traces would hold addresses",
  );
});
