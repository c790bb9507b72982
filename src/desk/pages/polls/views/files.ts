import { html } from "hono/html";
import type { PollDefinition } from "../../../../domain/definition.ts";
import { formatterOf } from "../../../../i18n/format.ts";
import { words } from "../../../../i18n/index.ts";
import type { ExportName } from "../../../../web/export/files.ts";
import type { Snapshot } from "../../../../web/export/snapshot.ts";
import { filled, type Html } from "../../../../web/kit/html.ts";
import { type DeskContext, deskPath } from "../../../context.ts";
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
  const strings = words(language, "reader");
  const poll = `/desk/polls/${definition.id}` as const;
  return html`<p class="kick"><a href="${deskPath(language, poll)}">${titleIn(definition.title, language, words(language, "desk"))}</a></p>
<h1>${strings["export.h"]}</h1>
${sealed ? list() : html`<p>${strings["export.none"]}</p>`}`;

  function list(): Html {
    if (!sealed) throw new Error("no seal");
    const { snapshot, files, hidden } = sealed;
    const { longDate, time, integer } = formatterOf(language);
    const at = { date: longDate(snapshot.asOf), time: time(snapshot.asOf) };
    return html`${hidden ? html`<p class="err">${strings["export.desk"]}</p>` : ""}
<p>${filled(strings["export.lead"], at)}</p>
<p class="hint">${strings["export.seal"]} <bdi>${integer(snapshot.seal)}</bdi> · ${strings["export.size"]} <bdi>${integer(snapshot.size)}</bdi> · ${strings["export.root"]} <code dir="ltr">${snapshot.root}</code></p>
<ul class="list">
${files.map(
  ({
    name,
    sha256,
    seals,
  }) => html`<li><a href="${deskPath(language, `${poll}/files/${name}`)}?lang=${language}"><bdi>${name}</bdi></a><br>
${strings[`export.for.${name}`]}
<p class="hint">${sha256 === undefined ? filled(strings["export.seals"], { n: integer(seals ?? 0) }) : html`SHA-256 <code dir="ltr">${sha256}</code>`}</p></li>
`,
)}</ul>
<p class="hint">${strings["export.series.note"]}</p>`;
  }
}
