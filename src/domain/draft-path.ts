/** JSON as it stands in a draft. */
export type Json = string | number | boolean | null | Json[] | JsonRecord;
export type JsonRecord = { [name: string]: Json };

export const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `questions[0].label.ar` as `questions`, 0, `label`, `ar`: the path by which the checks of a definition name a field. */
export const partsOf = (path: string): (string | number)[] =>
  [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? (name ?? "") : Number(index),
  );

/** What stands at a path; nothing where any part of the way is missing. */
export const valueAt = (value: Json | undefined, path: string): Json | undefined =>
  partsOf(path).reduce<Json | undefined>((at, part) => childOf(at, part), value);

/** The same value with `leaf` at a path, what it replaces left as it was; without a leaf, the field is gone. */
export function withValue<T extends Json>(value: T, path: string, leaf: Json | undefined): T {
  const copy = structuredClone(value);
  const parts = partsOf(path);
  const last = parts.pop();
  let at: Json = copy;
  for (const [i, part] of parts.entries()) {
    const next: Json = childOf(at, part) ?? (typeof (parts[i + 1] ?? last) === "number" ? [] : {});
    put(at, part, next);
    at = next;
  }
  if (last !== undefined) put(at, last, leaf);
  return copy;
}

/** Every leaf with its path, in order. */
export function leavesOf(value: Json, path = ""): [path: string, leaf: Json][] {
  if (Array.isArray(value)) return value.flatMap((each, i) => leavesOf(each, `${path}[${i}]`));
  if (isRecord(value))
    return Object.entries(value).flatMap(([name, each]) => leavesOf(each, path === "" ? name : `${path}.${name}`));
  return [[path, value]];
}

function childOf(value: Json | undefined, part: string | number): Json | undefined {
  if (typeof part === "number") return Array.isArray(value) ? value[part] : undefined;
  return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

/** Where the way leads through something else, nothing is put. */
function put(value: Json, part: string | number, child: Json | undefined): void {
  if (typeof part === "number") {
    if (Array.isArray(value) && child !== undefined) value[part] = child;
  } else if (isRecord(value) && part !== "__proto__") {
    if (child === undefined) delete value[part];
    else value[part] = child;
  }
}
