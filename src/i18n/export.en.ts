import type { exportAr } from "./export.ar.ts";
import type { Strings } from "./strings.ts";

/** Words in and around the files of a result, in English. */
export const exportEn: Pick<Strings, keyof typeof exportAr> = {
  "export.results": "Results",
  "export.question": "Question",
  "export.answer": "Answer",
  "export.votes": "Votes",
  "export.votes.a": "of which within the network allowance",
  "export.votes.c": "of which from crowded or uncertain networks",
  "export.share": "Share",
  "export.ballots": "Voters on the question",
  "export.asof": "Figures as of (Morocco time)",
  "export.asof.utc": "Figures as of (UTC)",
  "export.status": "Kind of figures",
  "export.status.provisional": "provisional",
  "export.status.final": "final",
  "export.status.voided": "vote declared void",
  "export.question.id": "Question id",
  "export.option.id": "Answer id",
  "export.title": "Vote",
  "export.notsci": "Please note",
  "export.address": "Address",
  "export.seal": "Number of the seal",
  "export.size": "Lines of the log",
  "export.root": "Fingerprint of the log",
  "export.checkpoint": "Signed checkpoint",
  "export.cite": "To quote",
  "export.cite.line":
    "Source: online readers’ vote, {publisher}, {total}, as of {date} at {time}. Open vote, not a scientific survey.",
  "export.corrected": "Wording corrected on {date}: {before} → {after} ({reason})",
  "export.voided": "The newsroom declared this vote void on {date}: {reason}",
  "export.h": "Data",
  "export.lead":
    "Figures of the log’s last seal, {date} at {time}: each can be checked with the signed checkpoint that every file carries. No line of any file is about a single vote.",
  "export.hidden":
    "This vote shows no figures before it closes, and has no files until then. They will be at the same addresses once it has closed.",
  "export.desk":
    "These figures are hidden from readers until closing; they are here for the desk alone. Publish nothing before.",
  "export.none": "No figures yet: no seal of the log is published.",
  "export.seals": "Seals to be read: {n}",
  "export.nofile": "There is no file at this address: no seal of the log has this size, or it is not published yet.",
  "export.address.copy": "A lasting address, whose content follows every seal:",
  "export.for.results.xlsx": "For Excel, Google Sheets and LibreOffice: one sheet of figures, one of method.",
  "export.for.results.csv":
    "For R, Python, Observable and Google Sheets: one row per answer, column names that never change.",
  "export.for.results.excel.csv": "For an older Excel that separates by semicolons.",
  "export.for.results.dw.csv": "For a bar chart in Datawrapper or Flourish: the answer and its votes.",
  "export.for.results.json": "For apps: all figures and texts in the three languages, with the checkpoint.",
  "export.for.timeseries.csv": "For a chart over time: one row per answer at each point.",
  "export.for.timeseries.ndjson": "For programs that read line by line: one point a line, in JSON.",
  "export.for.datapackage.json": "For archives: what the files and columns are (Frictionless Data Package).",
  "export.for.method.txt": "For whoever publishes the figures: how the vote was run, as one text.",
  "export.snippets": "Reading them with a program",
  "export.sheets": "In a cell of Google Sheets, renewed about every hour:",
  "export.older":
    "Figures of an earlier seal: put /at/ and the number of lines of the log before the file’s name, as in:",
  "export.columns": "What each column means is said in {file}.",
  "export.series.note":
    "For the secrecy of the vote, a point in time is given only when it covers at least ten votes since the one before; the last is always the last seal.",
};
