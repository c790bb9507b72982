import { env } from "cloudflare:workers";
import { ask } from "../api/ask.ts";

export const staff = () => env.STAFF.getByName("staff");

let people = 0;

/** A browser at the desk: keeps its cookie, and sends forms as a page of ours does. */
export class Visitor {
  cookie = "";

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#keep(await ask(path, { headers: { ...this.#cookies(), ...headers } }));
  }

  /** Sends the fields, with the token of the session unless another one is given. */
  async post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const form = this.cookie === "" || "form" in fields ? fields : { form: await this.formToken(), ...fields };
    return this.#keep(
      await ask(path, {
        method: "POST",
        body: new URLSearchParams(form).toString(),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "sec-fetch-site": "same-origin",
          ...this.#cookies(),
          ...headers,
        },
      }),
    );
  }

  /** As it stands in every form of this session's pages. */
  async formToken(): Promise<string> {
    const page = await (await this.get("/en/desk")).text();
    return /name="form" value="([^"]+)"/.exec(page)?.[1] ?? "";
  }

  #cookies(): Record<string, string> {
    return this.cookie === "" ? {} : { cookie: this.cookie };
  }

  #keep(response: Response): Response {
    for (const set of response.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      if (pair.startsWith("sawt-desk=")) this.cookie = pair === "sawt-desk=" ? "" : pair;
    }
    return response;
  }
}

/** An owner, who came by the link that only the machine gives out. */
export async function anOwner(name = `Owner ${++people}`): Promise<Visitor> {
  const { code } = await staff().ownerLink("test");
  const visitor = new Visitor();
  const response = await visitor.post("/en/desk/sign-in", { code, name });
  if (response.status !== 303 || visitor.cookie === "") throw new Error(`sign-in was answered with ${response.status}`);
  return visitor;
}
