import { html, raw } from "hono/html";
import type * as z from "zod/mini";
import { sha256 } from "../../engine/index.ts";
import { toBase64, utf8 } from "../../log/text.ts";
import { PROBLEM_KINDS } from "../http/problem.ts";
import type { OpenApiDocument, OpenApiOperation } from "./openapi.ts";
import { PROBLEM_MEANINGS } from "./operations.ts";

type Html = ReturnType<typeof html>;
type Schema = z.core.JSONSchema.JSONSchema;

/** Words of the document: what stands between backticks is code, as in its CommonMark. */
const prose = (text: string): Html =>
  html`${text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;

const EXAMPLE_POLL = "facebook-hour";
const EXAMPLE_ID = "aV9_kQ2m";

const STYLE = `body{max-inline-size:46rem;margin-inline:auto;padding:1rem}
main,p,pre,table{max-inline-size:none}
table{inline-size:100%;border-collapse:collapse;margin-block:1rem}
th,td{text-align:start;vertical-align:baseline;padding-block:.25rem;padding-inline-end:.75rem}
td:last-child{inline-size:60%}
caption{text-align:start;font-weight:700}
pre{white-space:pre-wrap}
pre,code{overflow-wrap:anywhere}
dd{margin-inline-start:1rem;margin-block-end:.5rem}
@media(max-width:40em){th,td,caption{overflow-wrap:anywhere}}`;

/** What this page's tables and commands need beyond the stylesheet of all pages. Everything wraps: nothing scrolls aside. */
export const apiStyle = { text: STYLE, sha256: toBase64(sha256(utf8(STYLE))) };

/** The OpenAPI document as a page. `origin`: scheme and host of the examples. `styles`: go into the page as they are. */
export function apiPage(document: OpenApiDocument, styles: readonly { text: string }[], origin: string): Html {
  const { title, summary, description } = document.info;
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} API</title>
<meta name="description" content="${summary}">
${styles.map(({ text }) => html`<style>${raw(text)}</style>\n`)}</head>
<body>
<main>
<h1>${title} API</h1>
<p>${summary}. ${prose(description)}</p>
<p>For programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI ${document.openapi}).</p>
<nav aria-label="Operations">
<ul>
${operationsOf(document).map(
  ({ operation, method, path }) =>
    html`<li><a href="#${operation.operationId}"><code>${method} ${path}</code></a></li>\n`,
)}</ul>
</nav>
${operationsOf(document).map((each) => section(each, origin))}
<h2 id="problems">Problems</h2>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457). The last part of its <code>type</code> is one of:</p>
<dl>
${PROBLEM_KINDS.map((kind) => html`<dt id="${kind}"><code>${kind}</code></dt>\n<dd>${prose(PROBLEM_MEANINGS[kind])}</dd>\n`)}</dl>
<h2 id="objects">Objects</h2>
${Object.entries(document.components.schemas).map(
  ([name, schema]) => html`<h3 id="${name}">${name}</h3>\n${fields(schema, name)}`,
)}</main>
</body>
</html>
`;
}

interface Placed {
  operation: OpenApiOperation;
  method: string;
  path: string;
}

const operationsOf = ({ paths, servers }: OpenApiDocument): Placed[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      operation,
      method: method.toUpperCase(),
      path: `${servers[0]?.url ?? ""}${path === "/" ? "" : path}`,
    })),
  );

function section({ operation, method, path }: Placed, origin: string): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  return html`<section aria-labelledby="${operationId}">
<h2 id="${operationId}">${summary}</h2>
<p><code>${method} ${path}</code></p>
<p>${prose(description)}</p>
<table>
<caption>Parameters</caption>
<thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${parameters.map(
  (each) =>
    html`<tr><th scope="row"><code>${each.name}</code></th><td>${each.in}</td><td>${prose(each.description)}</td></tr>\n`,
)}</tbody>
</table>
${Object.values(requestBody?.content ?? {}).map(({ schema }) => html`<p>Content: ${typeOf(schema)}.</p>\n`)}<table>
<caption>Answers</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Content</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${Object.entries(responses).map(
  ([status, { description, content = {} }]) =>
    html`<tr><th scope="row">${status}</th><td>${Object.entries(content).map(([type, { schema }]) => (schema.$ref ? typeOf(schema) : type))}</td><td>${prose(description)}</td></tr>\n`,
)}</tbody>
</table>
<p>Example:</p>
<pre><code>${call(operation, method, origin + path)}</code></pre>
${examples(responses).map((example) => html`<pre><code>${JSON.stringify(example, null, 2)}</code></pre>\n`)}</section>
`;
}

/** The shell command, or for a socket the script, that makes this request. */
function call({ requestBody, responses, security }: OpenApiOperation, method: string, template: string): string {
  const url = template
    .replace("{poll}", EXAMPLE_POLL)
    .replace("{kind}", PROBLEM_KINDS[0])
    .replace(/\{(session|token)\}/, EXAMPLE_ID);
  const curl = security ? `curl -H "Authorization: Bearer $TOKEN"` : "curl";
  if (responses["101"]) return `new WebSocket("${url.replace(/^http/, "ws")}")`;
  const example = Object.values(requestBody?.content ?? {})[0]?.example;
  if (example === undefined) return method === "GET" ? `${curl} ${url}` : `${curl} -X ${method} ${url}`;
  return `${curl} -X ${method} ${url} \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(example)}'`;
}

const examples = (responses: OpenApiOperation["responses"]): unknown[] =>
  Object.values(responses)
    .flatMap(({ content = {} }) => Object.values(content).map(({ example }) => example))
    .filter((example) => example !== undefined)
    .slice(0, 1);

/** A table of an object's fields, nested ones by their path. */
function fields(schema: Schema, name: string): Html {
  return html`<table>
<caption>Fields of ${name}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${rows(schema, "").map(
  ({ path, type, meaning }) =>
    html`<tr><th scope="row"><code>${path}</code></th><td>${type}</td><td>${prose(meaning)}</td></tr>\n`,
)}</tbody>
</table>
`;
}

interface Row {
  path: string;
  type: Html | string;
  meaning: string;
}

function rows(schema: Schema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field === "boolean") return [];
    const path = prefix + name;
    const isOptional = !schema.required?.includes(name);
    const meaning = [isOptional && "Optional.", field.description].filter(Boolean).join(" ");
    return [{ path, type: typeOf(field), meaning }, ...inner(field, path)];
  });
}

/** Rows of what a field holds: its own fields, those of its items, or those of its values by key. */
function inner(field: Schema, path: string): Row[] {
  const { items, additionalProperties: values } = field;
  if (isSchema(items)) return rows(items, `${path}[].`);
  if (!isSchema(values)) return rows(field, `${path}.`);
  const all = [values, ...(values.anyOf ?? [])].filter(isSchema).flatMap((each) => rows(each, `${path}.*.`));
  // What the kinds of a value have in common stands once.
  return all.filter((row, i) => all.findIndex((other) => other.path === row.path) === i);
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function typeOf(schema: Schema): Html | string {
  const { $ref, type, items, const: only, enum: values, anyOf } = schema;
  if ($ref) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return html`<a href="#${name}">${name}</a>`;
  }
  if (only !== undefined) return JSON.stringify(only);
  if (values) return values.map((each) => JSON.stringify(each)).join(" | ");
  if (isSchema(items)) return html`list of ${typeOf(items)}`;
  if (anyOf) return html`${anyOf.filter(isSchema).map((each, i) => html`${i > 0 ? " | " : ""}${typeOf(each)}`)}`;
  return String(type ?? "any");
}
