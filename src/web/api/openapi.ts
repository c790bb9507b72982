import * as z from "zod/mini";
import { ID_PATTERN } from "../../domain/id.ts";
import { LANGUAGES } from "../../domain/language.ts";
import type { Answer, ApiPart, Operation } from "../http/operation.ts";
import { PROBLEM_KINDS, type ProblemKind } from "../http/problem.ts";

/** The parts of an OpenAPI 3.1 document that this API has. https://spec.openapis.org/oas/v3.1.0.html */
export interface OpenApiDocument {
  openapi: string;
  jsonSchemaDialect: string;
  info: {
    title: string;
    version: string;
    summary: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  paths: Record<string, Partial<Record<"get" | "post", OpenApiOperation>>>;
  components: { schemas: Record<string, Schema>; securitySchemes: { token: object } };
}

export interface OpenApiOperation {
  operationId: string;
  summary: string;
  description: string;
  parameters: { name: string; in: string; required: boolean; description: string; schema: Schema }[];
  requestBody?: { required: true; content: Content };
  /** Left out: anyone may call it. */
  security?: { token: [] }[];
  responses: Record<string, { description: string; headers?: Record<string, object>; content?: Content }>;
}

type Content = Record<string, { schema: Schema; example?: unknown }>;
type Schema = z.core.JSONSchema.JSONSchema;

/** The OpenAPI document, made from the schemas that requests are parsed with. */
export function openApiDocument({ operations, schemas }: ApiPart): OpenApiDocument {
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "Sawt",
      version: "1",
      summary: "A readers' vote that can be checked",
      description:
        "Ballots are anonymous, and every one is in a public log. Problems are RFC 9457 problem details in Arabic, French or English. Fields may be added to answers; requests with unknown fields are refused.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api" }],
    paths: paths(operations),
    components: {
      schemas: componentSchemas(schemas),
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "Made by an owner at /desk/tokens." } },
    },
  };
}

/** `/v1/polls/:poll` as the document spells it: `/v1/polls/{poll}`. */
export const templateOf = (path: string): string => path.replace(/:(\w+)/g, "{$1}");

function paths(operations: readonly Operation[]): OpenApiDocument["paths"] {
  const all: OpenApiDocument["paths"] = {};
  for (const operation of operations) {
    const path = templateOf(operation.path);
    all[path] = { ...all[path], [operation.method.toLowerCase()]: operationObject(operation) };
  }
  return all;
}

function operationObject(operation: Operation): OpenApiOperation {
  const { id, scope, summary, description, request, answers, problems } = operation;
  return {
    operationId: id,
    summary,
    description: scope === undefined || scope === "any" ? description : `${description} Needs the scope \`${scope}\`.`,
    ...(scope !== undefined && { security: [{ token: [] }] }),
    parameters: parameters(operation),
    ...(request && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: ref(request.schema), example: request.example } },
      },
    }),
    responses: Object.fromEntries([
      ...answers.map((answer) => [answer.status, describeAnswer(answer)]),
      ...Object.entries(problems).map(([status, kinds = []]) => [status, describeProblem(status, kinds)]),
    ]),
  };
}

function parameters({ path, id, query = {} }: Operation): OpenApiOperation["parameters"] {
  const parameter = (name: string, where: string, description: string, schema: Schema) => ({
    name,
    in: where,
    required: where === "path",
    description,
    schema,
  });
  return [
    ...(path.includes(":poll")
      ? [
          parameter("poll", "path", "Id of the poll.", {
            type: "string",
            pattern: ID_PATTERN.source,
            examples: ["facebook-hour"],
          }),
        ]
      : []),
    ...(path.includes(":session") ? [parameter("session", "path", "Id of the session.", { type: "string" })] : []),
    ...(path.includes(":token")
      ? [parameter("token", "path", "Id of the token: its first 8 characters.", { type: "string" })]
      : []),
    ...(path.includes(":kind") ? [parameter("kind", "path", "Kind of problem.", { enum: [...PROBLEM_KINDS] })] : []),
    ...Object.entries(query).map(([name, { value, description }]) =>
      parameter(name, "query", description, value === undefined ? { type: "string" } : { enum: [value] }),
    ),
    ...(id === "readTally"
      ? [parameter("If-None-Match", "header", "The `ETag` of an earlier answer.", { type: "string" })]
      : []),
    parameter("Accept-Language", "header", `Language of problems: ${LANGUAGES.join(", ")}; else Arabic.`, {
      type: "string",
    }),
  ];
}

const describeAnswer = ({ status, description, content }: Answer): OpenApiOperation["responses"][string] => ({
  description,
  ...(content && {
    content: {
      [content.mediaType]: {
        schema: content.schema ? ref(content.schema) : {},
        ...(content.example !== undefined && { example: content.example }),
      },
    },
  }),
  ...(content?.schema === "Tally" && { headers: { ETag: { schema: { type: "string" } } } }),
  ...(status === 303 && { headers: { Location: { schema: { type: "string" } } } }),
});

const describeProblem = (status: string, kinds: readonly ProblemKind[]): OpenApiOperation["responses"][string] => ({
  description: `Problem: ${kinds.join(", ")}.`,
  ...(status === "503" && {
    headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } },
  }),
  content: { "application/problem+json": { schema: ref("Problem") } },
});

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

function componentSchemas(all: ApiPart["schemas"]): OpenApiDocument["components"]["schemas"] {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(all)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { uri: (name) => `#/components/schemas/${name}` });
  // In the document they are found by their place, in the dialect that it names.
  return Object.fromEntries(Object.entries(schemas).map(([name, { $id, $schema, ...schema }]) => [name, schema]));
}
