/**
 * What the Data Package standard, version 2, asks of a descriptor (https://datapackage.org/standard/data-package/,
 * …/data-resource/, …/table-dialect/, …/table-schema/), in our own words and as far as our packages use it. Answers each
 * rule that is broken, with its place; nothing where the package is valid.
 */
export function faultsIn(descriptor: unknown): string[] {
  const faults: string[] = [];
  const check = (holds: boolean, place: string, rule: string) => {
    if (!holds) faults.push(`${place}: ${rule}`);
  };
  if (!isRecord(descriptor)) return ["a package is an object"];
  const { resources, name, created, homepage, contributors, sources, licenses, keywords } = descriptor;
  check(descriptor.$schema === `${PROFILES}/datapackage.json`, "$schema", "names the profile of version 2");
  check(isText(name) && /^[a-z0-9._/-]+$/.test(name), "name", "is lower case, and fit for an address");
  check(isText(created) && RFC3339.test(created), "created", "is a moment of RFC 3339");
  check(isText(homepage) && URL.canParse(homepage), "homepage", "is a URI");
  for (const field of ["title", "description", "version"])
    check(isText(descriptor[field]), field, "is text where it is given");
  for (const [field, list] of Object.entries({ contributors, sources, licenses, keywords }))
    if (list !== undefined) check(Array.isArray(list) && list.length > 0, field, "is a list that is not empty");
  for (const [i, contributor] of records(contributors).entries()) {
    check(Object.keys(contributor).length > 0, `contributors[${i}]`, "says something");
    check(isTexts(contributor.roles), `contributors[${i}].roles`, "is a list of texts");
  }
  for (const [i, source] of records(sources).entries())
    check(isText(source.path) && isPath(source.path), `sources[${i}].path`, "is a URL or a path below the package");
  check(Array.isArray(resources) && resources.length > 0, "resources", "has at least one");
  const names = records(resources).map((resource) => resource.name);
  check(new Set(names).size === names.length, "resources", "have names of their own");
  for (const [i, resource] of records(resources).entries()) checkResource(resource, `resources[${i}]`);
  return faults;

  function checkResource(resource: Descriptor, at: string): void {
    const { path, data, type, format, mediatype, encoding, bytes, hash, dialect, schema } = resource;
    check(resource.$schema === `${PROFILES}/dataresource.json`, `${at}.$schema`, "names the profile of version 2");
    check(isText(resource.name), `${at}.name`, "is required");
    check((path === undefined) !== (data === undefined), at, "has a path or data, not both");
    check(isText(path) && isPath(path), `${at}.path`, "is a URL or a path below the package");
    check(type === "table", `${at}.type`, "is table for tabular data");
    check(isText(format) && isText(encoding), at, "says its format and encoding in text");
    check(isText(mediatype) && /^.+\/.+$/.test(mediatype), `${at}.mediatype`, "is a media type");
    if (bytes !== undefined) check(Number.isInteger(bytes), `${at}.bytes`, "is a whole number");
    if (hash !== undefined)
      check(isText(hash) && /^([^:]+:[0-9a-f]+|[0-9a-f]{32})$/i.test(hash), `${at}.hash`, "is algorithm:hex");
    if (isRecord(dialect)) checkDialect(dialect, `${at}.dialect`);
    else check(dialect === undefined, `${at}.dialect`, "is an object");
    if (isRecord(schema)) checkSchema(schema, `${at}.schema`);
    else check(false, `${at}.schema`, "is an object");
  }

  function checkDialect(
    { $schema, header, doubleQuote, delimiter, quoteChar, lineTerminator }: Descriptor,
    at: string,
  ) {
    check($schema === `${PROFILES}/tabledialect.json`, `${at}.$schema`, "names the profile of version 2");
    check(
      [header, doubleQuote].every((each) => typeof each === "boolean"),
      at,
      "has true or false where it must",
    );
    check(isText(delimiter) && isText(lineTerminator), at, "has text where it must");
    check(isText(quoteChar) && quoteChar.length === 1, `${at}.quoteChar`, "is one character");
  }

  function checkSchema({ $schema, fields, primaryKey, missingValues }: Descriptor, at: string): void {
    check($schema === `${PROFILES}/tableschema.json`, `${at}.$schema`, "names the profile of version 2");
    check(Array.isArray(fields) && fields.length > 0, `${at}.fields`, "has at least one");
    const names = records(fields).map(({ name }) => name);
    check(new Set(names).size === names.length, `${at}.fields`, "have names of their own");
    check(isTexts(primaryKey) && primaryKey.every((key) => names.includes(key)), `${at}.primaryKey`, "names fields");
    check(isTexts(missingValues), `${at}.missingValues`, "is a list of texts");
    for (const [i, field] of records(fields).entries()) {
      const place = `${at}.fields[${i}]`;
      const { type, constraints = {}, format } = field;
      check(isText(field.name), `${place}.name`, "is required");
      check(isText(type) && TYPES.includes(type), `${place}.type`, "is one of the standard's");
      if (format !== undefined) check(type !== "datetime" || format === "default", `${place}.format`, "fits the type");
      if (!isRecord(constraints)) check(false, `${place}.constraints`, "is an object");
      else
        for (const [name, value] of Object.entries(constraints)) {
          const allowed = CONSTRAINTS[name];
          check(allowed?.types.includes(String(type)) ?? false, `${place}.constraints`, `${name} is not for ${type}`);
          check(allowed?.fits(value) ?? false, `${place}.constraints.${name}`, "has a value of its kind");
        }
    }
  }
}

const PROFILES = "https://datapackage.org/profiles/2.0";
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const NUMBERS = ["integer", "number"];
const TIMES = ["date", "datetime", "time", "year", "yearmonth"];
const TYPES = [
  ...NUMBERS,
  ...TIMES,
  "string",
  "boolean",
  "object",
  "array",
  "duration",
  "geopoint",
  "geojson",
  "any",
  "list",
];
const CONSTRAINTS: Record<string, { types: string[]; fits: (value: unknown) => boolean }> = {
  required: { types: TYPES, fits: (value) => typeof value === "boolean" },
  unique: { types: TYPES, fits: (value) => typeof value === "boolean" },
  enum: { types: TYPES, fits: (value) => isTexts(value) && new Set(value).size === value.length },
  minimum: { types: [...NUMBERS, ...TIMES], fits: (value) => typeof value === "number" },
  maximum: { types: [...NUMBERS, ...TIMES], fits: (value) => typeof value === "number" },
  pattern: { types: ["string"], fits: isText },
};

type Descriptor = Record<string, unknown>;

const isRecord = (value: unknown): value is Descriptor =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string");

const records = (value: unknown): Descriptor[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** Absolute paths, parent folders and other schemes are not allowed: a package cannot reach into a machine. */
const isPath = (path: string): boolean =>
  /^(https?|ftp):\/\//.test(path) || (!/^[./~\\]|:\/\//.test(path) && !path.split(/[/\\]/).includes(".."));
