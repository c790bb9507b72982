import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import facebookHour from "../../../src/domain/seed/facebook-hour.json";

const draftOf = (id: string) => JSON.stringify({ ...facebookHour, id });

it("the registry hands on what a ledger said, and not its answer, which whoever gets it would have to dispose of", async () => {
  const registry = env.REGISTRY.getByName("registry");
  const id = `answers-${randomBytes(4).toString("hex")}`;
  await registry.createDraft(id, draftOf(id), "desk");
  await runInDurableObject(registry, async (object) => {
    const draft = object.readDraft(id);
    for (const opening of [await object.openDraft(id, draft?.version ?? 0), await object.open(id)]) {
      expect(opening.kind).toBe("opened");
      expect(Symbol.dispose in opening).toBe(false);
    }
  });
});
