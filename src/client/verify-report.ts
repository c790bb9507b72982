import { total } from "../domain/tally.ts";
import type { AuditOutcome } from "../log/audit.ts";
import type { VerifyWords } from "../web/kit/script-words.ts";
import { integer } from "./numbers.ts";

/** Says in the reader's words what came of the recount. `compared`: with a checkpoint that the reader had kept. */
export function report(place: HTMLElement, say: VerifyWords, outcome: AuditOutcome, compared: boolean): void {
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
      const { kind } = outcome.fault;
      // What was wrong may be the reader's file: no verdict on the log.
      if (kind !== "earlier") add("h2", say.false);
      add("p", say.faults[kind]);
      if (outcome.index !== undefined) add("p", say.at.replace("{index}", number(outcome.index)));
      technical(JSON.stringify(outcome.fault));
      break;
    }
    case "true": {
      const { recount, checkpoint, note, promises } = outcome;
      add("h2", say.true);
      if (compared) add("p", say.since);
      add("p", recount.closed ? say.closed : say.open);
      list([
        [say.entries, checkpoint.size],
        [say.seals, recount.seals],
      ]);
      if (promises.kept + promises.waiting + promises.foreign > 0)
        list([
          [say.kept, promises.kept],
          [say.waiting, promises.waiting],
          [say.foreign, promises.foreign],
        ]);
      for (const { id, text, options } of say.questions) {
        const counts = recount.counts[id];
        // A question that nobody answered says nothing; the main one stands first.
        if (!counts || (total(counts.ballots) === 0 && id !== say.questions[0]?.id)) continue;
        const rows: [string, number][] = [
          ...options.map(({ id, label }): [string, number] => {
            const votes = counts.options[id];
            return [label, votes ? total(votes) : 0];
          }),
          [say.ballots, total(counts.ballots)],
          [say.withdrawn, total(counts.withdrawn)],
        ];
        list(rows, text);
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

  /** Laid out like the results: there a row is a grid, which takes a table's meaning from it, so the roles say it. */
  function list(rows: [string, number][], title = ""): void {
    const table = add("table");
    table.className = "res";
    table.setAttribute("role", "table");
    if (title) add("b", "", add("caption", "", table)).textContent = title;
    const body = add("tbody", "", table);
    body.setAttribute("role", "rowgroup");
    for (const [name, value] of rows) {
      const row = add("tr", "", body);
      row.setAttribute("role", "row");
      add("th", name, row).setAttribute("role", "rowheader");
      add("td", number(value), row).setAttribute("role", "cell");
    }
  }

  /** For whoever will be asked about it: the fault as `npm run verify -- --json` names it. */
  function technical(words: string): void {
    const line = add("p", `${say.technical} `);
    const code = add("code", words, line);
    code.lang = "en";
    code.dir = "ltr";
  }
}
