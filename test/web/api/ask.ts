import { exports } from "cloudflare:workers";

/** A request to the whole Worker, as a program sends it. */
export const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  exports.default.fetch(new Request(`http://localhost:8787${path}`, { redirect: "manual", ...init }));

/** A JSON body to an act of a poll. */
export const post = (
  path: string,
  body: unknown,
  { headers = {}, ...init }: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
): Promise<Response> =>
  ask(path, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...init,
    headers: { "content-type": "application/json", ...headers },
  });

/** A refusal as it stands in the reader's language: status, type and detail. */
export async function refusal(response: Response): Promise<[number, string, string]> {
  const { type, detail, status } = await response.json<{ type: string; detail: string; status: number }>();
  if (status !== response.status) throw new Error(`the problem says ${status}, the response ${response.status}`);
  if (response.headers.get("content-type") !== "application/problem+json") throw new Error("not problem details");
  return [status, type, detail];
}

/** The same request in Arabic (unasked) and in French. */
export async function bothLanguages(
  request: (headers: Record<string, string>) => Promise<Response>,
): Promise<{ status: number; type: string; ar: string; fr: string; errors: { ar: unknown; fr: unknown } }> {
  const [arabic, french] = [await request({}), await request({ "accept-language": "fr-MA,fr;q=0.9,en;q=0.5" })];
  if (arabic.headers.get("content-language") !== "ar" || french.headers.get("content-language") !== "fr")
    throw new Error("the language is not named");
  // What people read: the code is the same in each language, and has its own tests.
  const errorsOf = async (response: Response) =>
    (await response.json<{ errors?: { field: string; code: string; message: string }[] }>()).errors?.map(
      ({ field, message }) => ({ field, message }),
    );
  const errors = { ar: await errorsOf(arabic.clone()), fr: await errorsOf(french.clone()) };
  const [status, type, ar] = await refusal(arabic);
  const [, , fr] = await refusal(french);
  return { status, type, ar, fr, errors };
}
