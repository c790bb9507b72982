import type { PollDefinition } from "../../domain/definition.ts";
import type { BallotBox } from "../box/box.ts";
import { askAgain, READ_PATIENCE, VOTE_PATIENCE } from "../rpc.ts";
import { boxName } from "../settings.ts";

type AskBox<T> = (stub: DurableObjectStub<BallotBox>, box: number) => Promise<T>;

/** All boxes of a poll, asked at the same time. Answers stand in the order of the boxes. */
export class Boxes {
  readonly #env: Pick<Env, "BALLOT_BOX">;

  constructor(env: Pick<Env, "BALLOT_BOX">) {
    this.#env = env;
  }

  /** Every box must answer: throws where one does not. `ask` must be harmless to repeat. */
  async askAll<T>(definition: PollDefinition, ask: AskBox<T>): Promise<T[]> {
    return Promise.all(this.#numbers(definition).map((box) => this.askOne(definition, box, ask)));
  }

  /** One box, which must answer: throws where it does not. `ask` must be harmless to repeat. */
  async askOne<T>(definition: PollDefinition, box: number, ask: AskBox<T>): Promise<T> {
    const asked = await askAgain(() => ask(this.#stub(definition, box), box), VOTE_PATIENCE);
    if (asked.kind !== "answered") throw new Error(`box ${box} of ${definition.id} did not answer: ${asked.kind}`);
    return asked.answer;
  }

  /** Those that answer soon; the place of the others stays empty. */
  async askWilling<T>(definition: PollDefinition, ask: AskBox<T>): Promise<(T | undefined)[]> {
    return Promise.all(
      this.#numbers(definition).map(async (box) => {
        const asked = await askAgain(() => ask(this.#stub(definition, box), box), READ_PATIENCE);
        return asked.kind === "answered" ? asked.answer : undefined;
      }),
    );
  }

  #numbers(definition: PollDefinition): number[] {
    return Array.from({ length: definition.rules.boxes }, (_, box) => box);
  }

  /** A fresh stub each time: one that threw is broken. */
  #stub(definition: PollDefinition, box: number): DurableObjectStub<BallotBox> {
    return this.#env.BALLOT_BOX.getByName(boxName(definition.id, box));
  }
}
