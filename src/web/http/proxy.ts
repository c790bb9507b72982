/**
 * The request as the reader's browser made it. Behind a proxy that ends TLS it reaches us over http, and cookies, links
 * and policies would be those of an http page; the proxy that is trusted with readers' addresses says so in
 * `X-Forwarded-Proto`. Without such a proxy the header is anybody's, and is not read.
 */
export function asReaderSent(
  request: Request,
  { PLATFORM, CLIENT_ADDRESS_HEADER }: Pick<Env, "PLATFORM" | "CLIENT_ADDRESS_HEADER">,
): Request {
  if (PLATFORM === "cloudflare" || CLIENT_ADDRESS_HEADER === "") return request;
  const said = request.headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim().toLowerCase();
  if (said !== "https" || !request.url.startsWith("http:")) return request;
  return new Request(request.url.replace(/^http:/, "https:"), request);
}
