type PlacesOf<Name extends string> = Name extends `${string}{${infer Place}}${infer Rest}`
  ? Place | PlacesOf<Rest>
  : never;

/** The name of a stored thing with its `{places}` filled in. */
export const nameOf = <Name extends string>(
  { name }: { name: Name },
  values: Record<PlacesOf<Name>, string | number>,
): string =>
  Object.entries<string | number>(values).reduce<string>(
    (filled, [place, value]) => filled.replace(`{${place}}`, () => String(value)),
    name,
  );
