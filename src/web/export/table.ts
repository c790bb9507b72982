/** A column of a table whose rows are made of `Row`. Its key is ASCII and never changes: programs read by it. */
export interface Column<Row> {
  key: string;
  /** Types of Frictionless Table Schema v2. A `datetime` is milliseconds since 1970. */
  type: "string" | "integer" | "number" | "datetime";
  /** What it holds, for the data package and the documentation. */
  says: string;
  value(row: Row): string | number | undefined;
}
