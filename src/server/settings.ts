import { resolve } from "node:path";
import { fromDecimal } from "../log/text.ts";
import type { ServerOptions } from "./server.ts";

type Settings = { kind: "settings"; options: ServerOptions } | { kind: "invalid"; problems: string[] };

/** What `npm start` reads from the environment. An empty value is one that was not given. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const problems: string[] = [];
  const text = (name: string): string | undefined => environment[name]?.trim() || undefined;

  function wholeNumber(name: string, least: number, most: number): number | undefined {
    const value = text(name);
    if (value === undefined) return undefined;
    const number = fromDecimal(value);
    if (number !== undefined && number >= least && number <= most) return number;
    problems.push(`${name} must be a whole number from ${least} to ${most}, and is "${value}".`);
    return undefined;
  }

  function matching(name: string, shape: RegExp, what: string): string | undefined {
    const value = text(name);
    if (value === undefined || shape.test(value)) return value;
    problems.push(`${name} must be ${what}, and is "${value}".`);
    return undefined;
  }

  const port = wholeNumber("PORT", 1, 65_535) ?? 8787;
  const publicHost = matching("PUBLIC_HOST", HOST, "a host as in vote.example.org or localhost:8787, without http://");
  const sealEverySeconds = wholeNumber("SEAL_EVERY_SECONDS", 1, 86_400);
  const clientAddressHeader = matching("CLIENT_ADDRESS_HEADER", HEADER, "the name of a header, as in X-Forwarded-For");
  if (problems.length > 0) return { kind: "invalid", problems };
  return {
    kind: "settings",
    options: {
      dataDir: resolve(text("DATA_DIR") ?? ".data"),
      port,
      ...(publicHost && { publicHost }),
      ...(sealEverySeconds && { sealEverySeconds }),
      ...(clientAddressHeader && { clientAddressHeader }),
    },
  };
}

/** A name or an IPv4 address, or an IPv6 address in brackets, then perhaps a port. */
const HOST = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/** A field name: RFC 9110 section 5.1. */
const HEADER = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
