import { complete } from "../../../domain/draft.ts";
import { parseDraft } from "../../../engine/registry/drafts.ts";
import { registryOf } from "../../acts/polls.ts";
import { type DeskHandler, recordAct } from "../../context.ts";
import { withPoll } from "./desk-poll.ts";

/** A poll's definition as a file, to keep or to import elsewhere: of a draft what it would be, of a poll what is shown. */
export const definitionFile: DeskHandler = async (c) => {
  const id = c.req.param("poll") ?? "";
  c.header("Content-Disposition", `attachment; filename="${/^[a-z0-9-]+$/.test(id) ? id : "poll"}.json"`);
  c.header("Cache-Control", "no-store");
  const saved = await registryOf(c).readDraft(id);
  if (saved) {
    await recordAct(c, { act: "poll-exported", poll: id, after: { file: "definition.json" } });
    return c.body(pretty({ ...complete(parseDraft(saved.json)), id }), 200, JSON_TYPE);
  }
  return withPoll(c, async ({ definition }) => {
    await recordAct(c, { act: "poll-exported", poll: id, after: { file: "definition.json" } });
    return c.body(pretty(definition), 200, JSON_TYPE);
  });
};

const JSON_TYPE = { "Content-Type": "application/json; charset=utf-8" };
const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
