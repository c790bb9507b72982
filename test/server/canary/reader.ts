import { createHash, randomBytes } from "node:crypto";

/** What a browser says of itself, besides its address. Nothing of it may stay anywhere either. */
export const SAID = ["canary-browser/7.7", "canary-referer.example", "canary-language"] as const;

/** A reader at a marked address: asks, and keeps all that was answered. */
export class MarkedReader {
  readonly #url: string;
  readonly #address: string;
  readonly #heard: { where: string; what: Buffer }[];

  /** `address`: as a proxy passes it. */
  constructor(url: string, address: string, heard: { where: string; what: Buffer }[]) {
    this.#url = url;
    this.#address = address;
    this.#heard = heard;
  }

  async ask(path: string, init: { method?: string; body?: string; headers?: Record<string, string> } = {}) {
    const response = await fetch(this.#url + path, {
      redirect: "manual",
      ...init,
      headers: {
        "x-real-ip": this.#address,
        // None of these may be believed, nor kept.
        "x-forwarded-for": `${this.#address}, 198.51.100.1`,
        "cf-connecting-ip": this.#address,
        "true-client-ip": this.#address,
        forwarded: `for="${this.#address}"`,
        "user-agent": SAID[0],
        referer: `https://${SAID[1]}/page`,
        "accept-language": `fr, ${SAID[2]};q=0.1`,
        ...init.headers,
      },
    });
    const body = Buffer.from(await response.arrayBuffer());
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    this.#heard.push({
      where: `answer ${response.status} to ${init.method ?? "GET"} ${path}`,
      what: Buffer.concat([Buffer.from(`${head}\n\n`), body]),
    });
    return { status: response.status, body };
  }

  json(path: string, value: unknown, headers: Record<string, string> = {}) {
    const body = typeof value === "string" ? value : JSON.stringify(value);
    return this.ask(path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  }

  form(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(fields).toString();
    const type = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
    return this.ask(path, { method: "POST", body, headers: { ...type, ...headers } });
  }
}

export const aSecret = (): string => randomBytes(32).toString("base64url");

/** As the device computes it. */
export const lockOf = (origin: string, question: string, secret: string): string =>
  createHash("sha256").update(`sawt-lock/v1\n${origin}\n${question}\n${secret}`).digest("base64url");
