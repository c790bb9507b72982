declare global {
  /** Secrets and settings that wrangler.toml does not hold, added to the generated bindings. */
  interface Env {
    /** 32 bytes in base64url or hex, set with `wrangler secret put`. Unset: the registry draws one and keeps it. */
    LOG_SEED?: string;
    /** A sign-in code for the desk, good once, set with `wrangler secret put` by whoever can deploy: docs/desk.md. */
    DESK_RECOVERY?: string;
  }
}

/** What every Hono context of the Worker carries. */
export interface AppEnv {
  Bindings: Env;
}
