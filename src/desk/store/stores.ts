import { createTable, STORED } from "../../engine/schema.ts";
import { Accounts } from "./accounts.ts";
import { Links, Sessions, Spent, Tokens } from "./codes.ts";
import { Credentials, Secret } from "./passkeys.ts";
import { Audit } from "./record.ts";

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
