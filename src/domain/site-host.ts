/** Host names as DNS has them (RFC 1123 section 2.1), lower-case, at most 253 characters. */
const HOST = /^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/;

/** The host of a site; nothing where it is none. An address is no site's name, and could be a reader's own (invariant 6). */
export const siteHost = (text: string): string | undefined =>
  HOST.test(text) && !/(^|\.)(\d+|0x[0-9a-f]*)$/.test(text) ? text : undefined;

/** May a page of this host frame the poll? `frames`: as in its definition, host-sources of CSP; left out: any may. */
export const mayFrame = (host: string, frames: readonly string[] | undefined): boolean =>
  !frames ||
  frames.some((source) => {
    const name = source.replace(/^https?:\/\//, "").replace(/:\d+$/, "");
    return name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
  });
