import { STORED } from "../privacy/stored.ts";
import { createTable } from "../privacy/table.ts";
import { Accounts } from "./staff-accounts.ts";
import { Audit } from "./staff-audit.ts";
import { Credentials } from "./staff-credentials.ts";
import { Links } from "./staff-links.ts";
import { Secret } from "./staff-secret.ts";
import { Sessions } from "./staff-sessions.ts";
import { Spent } from "./staff-spent.ts";
import { Tokens } from "./staff-tokens.ts";

/** The tables of the staff, one class each. */
export interface StaffStores {
  accounts: Accounts;
  links: Links;
  sessions: Sessions;
  credentials: Credentials;
  tokens: Tokens;
  spent: Spent;
  secret: Secret;
  audit: Audit;
}

export function openStores(sql: SqlStorage): StaffStores {
  for (const table of Object.values(STORED.staff)) createTable(sql, table);
  return {
    accounts: new Accounts(sql),
    links: new Links(sql),
    sessions: new Sessions(sql),
    credentials: new Credentials(sql),
    tokens: new Tokens(sql),
    spent: new Spent(sql),
    secret: new Secret(sql),
    audit: new Audit(sql),
  };
}
