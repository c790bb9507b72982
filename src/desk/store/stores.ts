import { createTable, STORED } from "../../engine/schema.ts";
import { Accounts } from "./accounts.ts";
import { Audit } from "./audit.ts";
import { Credentials } from "./credentials.ts";
import { Links } from "./links.ts";
import { Secret } from "./secret.ts";
import { Sessions } from "./sessions.ts";
import { Spent } from "./spent.ts";
import { Tokens } from "./tokens.ts";

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
