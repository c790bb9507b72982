import type { Context } from "hono";
import * as z from "zod/mini";
import { MAX_BODY_BYTES } from "../../domain/numbers.ts";
import { readJson } from "./body.ts";
import { fieldFaults } from "./faults.ts";
import type { Refusal } from "./problem.ts";

type ReadRequest<T> = { kind: "request"; request: T } | { kind: "refused"; refusal: Refusal };

/** Reads and checks the JSON body of a request, of at most `most` bytes. */
export async function readRequest<Shape extends z.core.$ZodLooseShape>(
  c: Context,
  schema: z.ZodMiniObject<Shape, z.core.$strict>,
  most: number = MAX_BODY_BYTES,
): Promise<ReadRequest<z.infer<typeof schema>>> {
  const body = await readJson(c, most);
  if (body.kind === "refused") return { kind: "refused", refusal: bodyRefusal(body.reason, most) };
  const parsed = z.safeParse(schema, body.value);
  if (parsed.success) return { kind: "request", request: parsed.data };
  const errors = fieldFaults(parsed.error.issues, Object.keys(schema.shape));
  return { kind: "refused", refusal: { kind: "invalid", errors } };
}

function bodyRefusal(reason: "too-large" | "media-type" | "not-json", most: number): Refusal {
  switch (reason) {
    case "too-large":
      return { kind: "invalid", status: 413, detail: { code: "too-large", params: { bytes: most } } };
    case "media-type":
      // RFC 9110 section 15.5.16: `Accept` in a 415 names what would have been taken.
      return {
        kind: "invalid",
        status: 415,
        detail: { code: "media-type" },
        headers: { Accept: "application/json" },
      };
    case "not-json":
      return { kind: "invalid", status: 400, detail: { code: "not-json" } };
  }
}
