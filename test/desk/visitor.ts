import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Role } from "../../src/desk/store/contract.ts";
import { ask } from "../web/api/ask.ts";

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
    fields: Record<string, string> | [string, string][] = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const given = Array.isArray(fields) ? fields : Object.entries(fields);
    const isComplete = this.cookie === "" || given.some(([name]) => name === "form");
    const form = isComplete ? given : [["form", await this.formToken()], ...given];
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

/** A colleague of this role; all but owners come by an owner's invitation. */
export async function aMember(role: Role, name = `Member ${++people}`): Promise<Visitor> {
  const owner = await anOwner("The first owner");
  const visitor = new Visitor();
  const response = await visitor.post("/en/desk/sign-in", { code: await invitationTo(role, owner), name });
  if (response.status !== 303) throw new Error(`the invitation was answered with ${response.status}`);
  return visitor;
}

export async function invitationTo(role: Role, owner: Visitor): Promise<string> {
  return codeIn(await (await owner.post("/en/desk/invitations", { role })).text());
}

/** The code of the link that a page shows once. */
export const codeIn = (page: string): string => /sign-in#([A-Za-z0-9_-]{51})</.exec(page)?.[1] ?? "";

/** The account of somebody at the desk, by name. */
export async function accountOf(name: string): Promise<string> {
  const { accounts } = await staff().people();
  return accounts.find((each) => each.name === name)?.id ?? "";
}

/** The session of a visitor as if its time were over. */
export const expire = ({ cookie }: Visitor): Promise<void> =>
  runInDurableObject(staff(), (_, { storage }) => {
    const id = cookie.slice("sawt-desk=".length).slice(0, 8);
    const { rowsWritten } = storage.sql.exec("UPDATE session SET expires = 0 WHERE id = ?", id);
    if (rowsWritten === 0) throw new Error("there is no such session");
  });

/** Rows of the object's own store. */
export const sql = (statement: string, ...values: number[]): Promise<Record<string, SqlStorageValue>[]> =>
  runInDurableObject(staff(), (_, { storage }) => storage.sql.exec(statement, ...values).toArray());
