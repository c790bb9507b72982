import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { openPoll } from "../../engine/a-poll.ts";

async function encodingOf(path: string, accepted: string) {
  const { headers } = await exports.default.fetch(`http://localhost:8787${path}`, {
    headers: { "Accept-Encoding": accepted },
  });
  return [headers.get("Content-Encoding"), headers.get("Vary")];
}

it("compresses pages and data in the best way that the browser accepts, and says that answers differ by it", async () => {
  const { id } = await openPoll();
  const page = `/p/${id}`;
  expect(await encodingOf(page, "gzip, deflate, br")).toEqual(["br", "Accept-Encoding"]);
  expect(await encodingOf(page, "gzip;q=1.0, br;q=0")).toEqual(["gzip", "Accept-Encoding"]);
  expect(await encodingOf(page, "identity")).toEqual([null, "Accept-Encoding"]);
  expect(await encodingOf(`/api/v1/polls/${id}/tally`, "br")).toEqual(["br", "Accept-Encoding"]);
});

it("leaves hashes and entry bundles as they are", async () => {
  const { id } = await openPoll();
  expect(await encodingOf(`/log/${id}/tile/0/000.p/2`, "br")).toEqual([null, null]);
});
