import type { Table } from "./schema.ts";

/** Creates a declared table where it does not stand yet. `prefix`: of its name, for one that is built beside another. */
export function createTable(sql: SqlStorage, table: Table, prefix = ""): void {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${type}`);
  const parts = [...columns, ...(table.constraint ? [table.constraint] : [])].join(", ");
  const options = table.withoutRowid ? " WITHOUT ROWID" : "";
  sql.exec(`CREATE TABLE IF NOT EXISTS ${prefix}${table.name} (${parts})${options}`);
}
