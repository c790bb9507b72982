/** What a token of the API may be used for. A token never does more than the account that made it may. */
export const SCOPES = ["polls:read", "polls:write", "export", "audit", "staff"] as const;

export type Scope = (typeof SCOPES)[number];
