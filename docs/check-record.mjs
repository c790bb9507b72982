// Checks the desk's record as exported: node check-record.mjs sawt-record.ndjson
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

let last = "0".repeat(64);
let lines = 0;
for (const line of readFileSync(process.argv[2], "utf8").trim().split("\n")) {
  const e = JSON.parse(line);
  const { poll = null, before = null, after = null } = e;
  const said = [last, e.number, e.at, e.account, e.name, e.role, e.act, poll, before, after, e.request];
  if (e.outcome) said.push(e.outcome);
  last = createHash("sha256").update(JSON.stringify(said)).digest("hex");
  if (last !== e.hash) throw new Error(`line ${e.number} does not follow`);
  lines++;
}
process.stdout.write(`${lines} lines, ${last}\n`);
