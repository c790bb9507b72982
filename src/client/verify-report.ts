import { total } from "../poll/tally.ts";
import type { VerifyWords } from "../reader/views/verify-words.ts";
import type { Outcome } from "./audit-log.ts";
import { faultKind } from "./fault-kind.ts";
import { integer } from "./numbers.ts";

/** Says in the reader's words what came of the recount. `compared`: with a checkpoint that the reader had kept. */
export function report(place: HTMLElement, say: VerifyWords, outcome: Outcome, compared: boolean): void {
  const number = (value: number) => integer(say.language, value);
  switch (outcome.kind) {
    case "stopped":
      add("p", say.stopped);
      break;
    case "unreadable":
      add("h2", say.unread);
      technical(outcome.why);
      break;
    case "false": {
      const kind = faultKind(outcome.fault);
      // What was wrong may be the reader's file: no verdict on the log.
      if (kind !== "earlier") add("h2", say.false);
      add("p", say.faults[kind]);
      if (outcome.index !== undefined) add("p", say.at.replace("{index}", number(outcome.index)));
      technical(outcome.fault);
      break;
    }
    case "true": {
      const { recount, checkpoint, note } = outcome;
      add("h2", say.true);
      if (compared) add("p", say.since);
      add("p", recount.closed ? say.closed : say.open);
      list([
        [say.entries, checkpoint.size],
        [say.seals, recount.seals],
      ]);
      for (const { id, text, options } of say.questions) {
        const counts = recount.counts[id];
        if (!counts) continue;
        add("h3", text);
        list([
          ...options.map(({ id, label }): [string, number] => {
            const votes = counts.options[id];
            return [label, votes ? total(votes) : 0];
          }),
          [say.ballots, total(counts.ballots)],
          [say.withdrawn, total(counts.withdrawn)],
        ]);
      }
      const link = add("p").appendChild(document.createElement("a"));
      link.textContent = say.keep;
      link.download = `${say.poll}-${checkpoint.size}.checkpoint.txt`;
      link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(note)}`;
    }
  }

  function add(tag: string, text = "", to: HTMLElement = place): HTMLElement {
    const element = document.createElement(tag);
    element.textContent = text;
    return to.appendChild(element);
  }

  function list(rows: [string, number][]): void {
    const all = add("dl");
    for (const [name, value] of rows) {
      add("dt", name, all);
      add("dd", number(value), all);
    }
  }

  /** For whoever will be asked about it: in English, as `npm run verify` says it. */
  function technical(words: string): void {
    const line = add("p", `${say.technical} `);
    const code = add("code", words, line);
    code.lang = "en";
    code.dir = "ltr";
  }
}
