/** Whom a passkey is made for: it works on this host and on no other. WebAuthn level 3, section 5.1.2. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** From the host that readers see; nothing while it is not set, or is an address, which no passkey can be bound to. */
export function relyingParty(publicHost: string): RelyingParty | undefined {
  const isLocal = /^localhost(:\d+)?$/i.test(publicHost);
  const url = URL.parse(`${isLocal ? "http" : "https"}://${publicHost}`);
  if (!url || publicHost === "" || /^[\d.]+$|^\[/.test(url.hostname)) return undefined;
  return { id: url.hostname, origin: url.origin };
}
