import { html } from "hono/html";
import type { PollDefinition } from "../../../../domain/definition.ts";
import { deskPollStrings } from "../../../../i18n/desk-polls.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { stringsOf } from "../../../../i18n/strings.ts";
import type { ExportName } from "../../../../web/export/files.ts";
import type { Snapshot } from "../../../../web/export/snapshot.ts";
import { type Html, words } from "../../../../web/kit/words.ts";
import { deskPath } from "../../../addresses.ts";
import type { DeskContext } from "../../../context.ts";
import { titleIn } from "../desk-poll.ts";

export interface FileAtDesk {
  name: ExportName;
  /** Hex. */
  sha256?: string;
  seals?: number;
}

/** `sealed` is left out while no seal is published. */
interface FilesPage {
  definition: PollDefinition;
  sealed?: { snapshot: Snapshot; files: readonly FileAtDesk[]; hidden: boolean };
}

export function filesView(c: DeskContext, { definition, sealed }: FilesPage): Html {
  const language = c.get("language");
  const strings = stringsOf(language);
  const poll = `/desk/polls/${definition.id}` as const;
  return html`<p class="kick"><a href="${deskPath(language, poll)}">${titleIn(definition.title, language, deskPollStrings(language))}</a></p>
<h1>${strings["export.h"]}</h1>
${sealed ? list() : html`<p>${strings["export.none"]}</p>`}`;

  function list(): Html {
    if (!sealed) throw new Error("no seal");
    const { snapshot, files, hidden } = sealed;
    const { longDate, time, integer } = formatterOf(language);
    const at = { date: longDate(snapshot.asOf), time: time(snapshot.asOf) };
    return html`${hidden ? html`<p class="err">${strings["export.desk"]}</p>` : ""}
<p>${words(strings["export.lead"], at)}</p>
<p class="hint">${strings["export.seal"]} <bdi>${integer(snapshot.seal)}</bdi> · ${strings["export.size"]} <bdi>${integer(snapshot.size)}</bdi> · ${strings["export.root"]} <code dir="ltr">${snapshot.root}</code></p>
<ul class="list">
${files.map(
  ({
    name,
    sha256,
    seals,
  }) => html`<li><a href="${deskPath(language, `${poll}/files/${name}`)}?lang=${language}"><bdi>${name}</bdi></a><br>
${strings[`export.for.${name}`]}
<p class="hint">${sha256 === undefined ? words(strings["export.seals"], { n: integer(seals ?? 0) }) : html`SHA-256 <code dir="ltr">${sha256}</code>`}</p></li>
`,
)}</ul>
<p class="hint">${strings["export.series.note"]}</p>`;
  }
}
