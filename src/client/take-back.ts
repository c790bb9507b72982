import type { Receipt } from "./receipts.ts";

/** What came of taking a ballot back. `unsure`: no answer, or one that leaves it open; a second time changes nothing. */
type TakenBack = "withdrawn" | "not-found" | "not-open" | "busy" | "unsure";

/** `api`: address of the poll's API. The secret goes in the body: nowhere else may it stand. */
export async function takeBack(api: string, { question, secret }: Receipt, send: typeof fetch): Promise<TakenBack> {
  try {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ question, secret });
    const response = await send(`${api}/withdrawals`, { method: "POST", headers, body });
    if (response.ok) return "withdrawn";
    const { type = "", confirmed } = await response.json();
    const kind = type.split("/").pop();
    if (kind === "not-found" || kind === "not-open") return kind;
    return response.status < 500 || confirmed ? "busy" : "unsure";
  } catch {
    return "unsure";
  }
}
