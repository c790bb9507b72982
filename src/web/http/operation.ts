import type * as z from "zod/mini";
import type { ProblemKind } from "./problem.ts";

/** What one address of the API does with one method. The router, the OpenAPI document and the readable page follow it. */
export interface Operation {
  id: string;
  method: "GET" | "POST";
  /** Below `/api`, parameters in the router's spelling. */
  path: string;
  /** Of the desk: what a token must be good for; `any`: any token. Left out: anyone may call it. */
  scope?: string;
  summary: string;
  description: string;
  /** Query parameters: the one value that each knows, else any text. */
  query?: Record<string, { value?: string; description: string }>;
  request?: { schema: string; example: unknown };
  answers: readonly Answer[];
  /** Kinds of problem by status. */
  problems: Partial<Record<number, readonly ProblemKind[]>>;
}

export interface Answer {
  status: number;
  description: string;
  /** Left out: the answer has no content. `schema`: its name in the part's schemas. */
  content?: { mediaType: string; schema?: string; example?: unknown };
}

/** A part of the API, as the document of the whole takes it: what it does, and its schemas by name. */
export interface ApiPart {
  operations: readonly Operation[];
  schemas: Readonly<Record<string, z.core.$ZodType>>;
}
