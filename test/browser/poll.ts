import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import * as z from "zod/mini";
import type { PollDefinition, Rules } from "../../src/domain/definition.ts";
import type { PublicTally } from "../../src/domain/disclosure.ts";
import type { Language } from "../../src/domain/language.ts";
import type { Phase } from "../../src/domain/phase.ts";
import { total } from "../../src/domain/tally.ts";

/** A definition as people write it: rules may be left out. */
export type Definition = Omit<PollDefinition, "rules"> & { rules?: Partial<Rules> };

/** A poll of one test. Every act is over, and visible on every page, when it resolves. */
export interface Poll {
  id: string;
  definition: Definition;
  /** Its vote page; Arabic has no prefix. */
  path(language?: Language, page?: "results" | "method" | "verify" | "vote" | "voted" | "withdraw"): string;
  api: string;
  /** Votes from so many devices, all for one option. */
  cast(votes: Record<string, number>, question?: string): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
  /** Every vote that was acknowledged before the call, by option; options without votes are left out. */
  counts(question?: string): Promise<Record<string, number>>;
}

export async function openPoll(url: string, definition: Definition): Promise<Poll> {
  const { id } = definition;
  const main = definition.questions[0]?.id ?? "";
  const ask = async (binding: string, name: string, method: string, ...values: unknown[]): Promise<unknown> => {
    const response = await fetch(`${url}/objects/${binding}/${name}/${method}`, {
      method: "POST",
      body: JSON.stringify(values),
    });
    if (!response.ok) throw new Error(`${method} was answered with ${response.status}`);
    return response.json();
  };
  const ledger = (method: string, ...values: unknown[]) => ask("LEDGER", id, method, ...values);
  expect(await ask("REGISTRY", "registry", "create", definition)).toEqual({ kind: "created", id });
  expect(await ask("REGISTRY", "registry", "open", id)).toMatchObject({ kind: "opened" });

  const address = `${url}/api/v1/polls/${id}`;
  const tally = async (): Promise<PublicTally> => (await fetch(`${address}/tally`)).json();
  const shown = (phase: Phase) => expect.poll(async () => (await tally()).phase, QUICKLY).toBe(phase);
  return {
    id,
    definition,
    path: (language = "ar", page) => `${language === "ar" ? "" : `/${language}`}/p/${id}${page ? `/${page}` : ""}`,
    api: `/api/v1/polls/${id}`,
    async cast(votes, question = main) {
      const before = ballotsIn(await tally(), question);
      const choices = Object.entries(votes).flatMap(([option, n]) => Array.from({ length: n }, () => option));
      await Promise.all(choices.map((option) => castOne(address, question, option)));
      if (definition.rules?.release === "batched") return;
      await expect.poll(async () => ballotsIn(await tally(), question), QUICKLY).toBe(before + choices.length);
    },
    async pause() {
      await ledger("pause");
      await shown("paused");
    },
    async resume() {
      await ledger("resume");
      await shown("open");
    },
    async close() {
      await ledger("close", "the test is over");
      await shown("closed");
    },
    async counts(question = main) {
      // A seal takes all that the boxes hold: what stands then is exact.
      await ledger("seal");
      const { tally } = Sealed.parse(await ledger("view"));
      const options = Object.entries(tally.counts[question]?.options ?? {});
      return Object.fromEntries(options.map(([option, { a }]) => [option, a]).filter(([, votes]) => votes !== 0));
    },
  };
}

/** What is read of the ledger's view. */
const Sealed = z.object({
  tally: z.object({
    counts: z.record(z.string(), z.object({ options: z.record(z.string(), z.object({ a: z.number() })) })),
  }),
});

const QUICKLY = { intervals: [20, 50, 100], timeout: 10_000 };

async function castOne(address: string, question: string, option: string): Promise<void> {
  const response = await fetch(`${address}/ballots`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ question, choice: [option], lock: randomBytes(32).toString("base64url") }),
  });
  if (response.status !== 201) throw new Error(`a ballot was answered with ${response.status}`);
}

const ballotsIn = (tally: PublicTally, question: string): number => {
  const ballots = tally.questions[question]?.ballots;
  return ballots ? total(ballots) : 0;
};
