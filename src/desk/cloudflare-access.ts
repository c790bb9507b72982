import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from "jose";
import { sha256 } from "../engine/keys.ts";
import { toBase64url, utf8 } from "../log/text.ts";

/** What a deployment says of the Cloudflare Access in front of its desk. */
export interface AccessSettings {
  /** As in `newsroom.cloudflareaccess.com`. */
  team: string;
  /** The application's audience tag. */
  audience: string;
}

export type AccessWall = { kind: "none" } | { kind: "half-set" } | { kind: "set"; settings: AccessSettings };

/** Set by halves, nobody is let in: a wall that was meant to stand must not be open for a typo. */
export function accessWall(env: Pick<Env, "ACCESS_TEAM_DOMAIN" | "ACCESS_AUD">): AccessWall {
  const [team, audience] = [env.ACCESS_TEAM_DOMAIN?.trim() ?? "", env.ACCESS_AUD?.trim() ?? ""];
  if (team === "" && audience === "") return { kind: "none" };
  const isTeam = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(team);
  return isTeam && audience !== "" ? { kind: "set", settings: { team, audience } } : { kind: "half-set" };
}

/** Key sets by team, for the life of the isolate: jose asks again for a key that it does not know, at most twice a minute. */
const keySets = new Map<string, JWTVerifyGetKey>();

export function keysOfTeam(team: string): JWTVerifyGetKey {
  const known = keySets.get(team);
  if (known) return known;
  const keys = createRemoteJWKSet(new URL(`https://${team}/cdn-cgi/access/certs`));
  keySets.set(team, keys);
  return keys;
}

/**
 * Who Cloudflare Access says this is, as a digest: neither the address nor the identifier itself is kept. Nothing for a
 * token that is not Access's own for this application and this moment. `now`: milliseconds since 1970.
 * https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json/
 */
export async function accessIdentity(
  token: string,
  { team, audience }: AccessSettings,
  keys: JWTVerifyGetKey,
  now: number,
): Promise<string | undefined> {
  const issuer = `https://${team}`;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      // Named, so that no token chooses how it is checked; `none` is never among them.
      algorithms: ["RS256"],
      requiredClaims: ["exp", "iat", "sub"],
      currentDate: new Date(now),
    });
    // Service tokens have an empty subject: they are programs, and programs use the API.
    return payload.sub ? toBase64url(sha256(utf8(`sawt-access/v1\n${issuer}\n${payload.sub}`))) : undefined;
  } catch {
    return undefined;
  }
}
