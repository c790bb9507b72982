import { env } from "cloudflare:workers";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { app } from "../../../src/app.ts";
import { problemResponse } from "../../../src/web/api/schemas.ts";
import { bytes32, openPoll } from "../../engine/a-poll.ts";
import { bothLanguages, post } from "./ask.ts";

const BALLOTS = "/api/v1/polls/facebook-hour/ballots";
const WITHDRAWALS = "/api/v1/polls/facebook-hour/withdrawals";

const ballot = (changes: object = {}) => ({
  question: "pledge",
  choice: ["hour"],
  lock: bytes32("refused"),
  ...changes,
});
const refused = (body: unknown, path = BALLOTS, init: object = {}) =>
  bothLanguages((headers) => post(path, body, { ...init, headers }));

const NOT_COUNTED = { ar: "لم يُحتسب هذا الصوت.", fr: "Ce vote n’est pas compté." };
const WRONG_FIELDS = {
  status: 422,
  type: "/api/problems/invalid",
  ar: `في الطلب حقول غير صحيحة، وهي مبيّنة واحدا واحدا. ${NOT_COUNTED.ar}`,
  fr: `Certains champs sont incorrects ; ils sont détaillés un par un. ${NOT_COUNTED.fr}`,
};
const wrong = (field: string, ar: string, fr: string) => ({
  ...WRONG_FIELDS,
  errors: { ar: [{ field, message: ar }], fr: [{ field, message: fr }] },
});

describe("a ballot is refused, in the reader's language,", () => {
  it("with an unknown field", async () => {
    expect(await refused(ballot({ name: "سعاد" }))).toEqual(
      wrong(
        "name",
        "حقل غير معروف. الحقول المقبولة: question, choice, lock.",
        "Champ inconnu. Champs acceptés : question, choice, lock.",
      ),
    );
  });

  it("with a field named like an object's own parts", async () => {
    const { question, lock } = ballot();
    const body = `{"__proto__":{"choice":["hour"]},"question":"${question}","lock":"${lock}","choice":["hour"]}`;
    expect((await refused(body)).errors.ar).toEqual([
      { field: "__proto__", message: "حقل غير معروف. الحقول المقبولة: question, choice, lock." },
    ]);
  });

  it("without a field", async () => {
    expect(await refused(ballot({ lock: undefined }))).toEqual(
      wrong("lock", "هذا الحقل مطلوب.", "Ce champ est requis."),
    );
  });

  it("with a field of another type", async () => {
    expect(await refused(ballot({ choice: "hour" }))).toEqual(
      wrong("choice", "يجب أن يكون قائمة بمعرّفات الأجوبة.", "Doit être une liste d’identifiants de réponses."),
    );
    expect(await refused(ballot({ choice: [1] }))).toEqual(
      wrong(
        "choice[0]",
        "يجب أن يكون معرّفا من 1 إلى 32 من الرموز a-z و0-9 و-.",
        "Doit être un identifiant de 1 à 32 caractères parmi a-z, 0-9 et -.",
      ),
    );
  });

  it.each([
    ["a list", []],
    ["a number", 1],
    ["null", null],
  ])("as %s in place of an object", async (_, body) => {
    expect(await refused(body)).toEqual(
      wrong("body", "يجب أن يكون محتوى الطلب كائن JSON.", "Le contenu de la requête doit être un objet JSON."),
    );
  });

  it.each([
    ["too short", "abc"],
    ["not canonical", `${"A".repeat(42)}B`],
    ["padded", `${"A".repeat(43)}=`],
  ])("with a lock that is %s", async (_, lock) => {
    expect(await refused(ballot({ lock }))).toEqual(
      wrong(
        "lock",
        "يجب أن يكون 32 بايتا بترميز base64url القانوني، أي 43 رمزا.",
        "Doit être 32 octets en base64url canonique, soit 43 caractères.",
      ),
    );
  });

  it("for a question that the poll does not ask", async () => {
    expect(await refused(ballot({ question: "weather" }))).toEqual(
      wrong("question", "هذا السؤال غير موجود في هذا التصويت.", "Cette question n’existe pas dans ce vote."),
    );
  });

  it("without an answer", async () => {
    expect(await refused(ballot({ choice: [] }))).toEqual(
      wrong("choice", "المرجو اختيار جواب واحد.", "Choisissez une réponse."),
    );
    expect(await refused(ballot({ question: "concern", choice: [] }))).toEqual(
      wrong("choice", "المرجو اختيار جواب واحد على الأقل.", "Choisissez au moins une réponse."),
    );
  });

  it("with an unknown answer", async () => {
    expect(await refused(ballot({ question: "concern", choice: ["privacy", "cats"] }))).toEqual(
      wrong("choice[1]", "جواب غير موجود: cats.", "Réponse inexistante : cats."),
    );
  });

  it("with an answer twice", async () => {
    expect(await refused(ballot({ question: "concern", choice: ["privacy", "privacy"] }))).toEqual(
      wrong("choice[1]", "جواب مكرّر: privacy.", "Réponse répétée : privacy."),
    );
  });

  it("with too many answers", async () => {
    expect(await refused(ballot({ choice: ["hour", "leave"] }))).toEqual(
      wrong("choice", "اختيار واحد فقط.", "Une seule réponse."),
    );
    expect(await refused(ballot({ question: "concern", choice: ["privacy", "image", "ethics", "identity"] }))).toEqual(
      wrong("choice", "3 أجوبة على الأكثر.", "3 réponses au maximum."),
    );
  });

  it("with an answer that stands alone and another", async () => {
    expect(await refused(ballot({ question: "concern", choice: ["privacy", "none"] }))).toEqual(
      wrong(
        "choice[1]",
        "لا يمكن الجمع بين هذا الجواب وغيره: none.",
        "Cette réponse ne se combine avec aucune autre : none.",
      ),
    );
  });

  it("with a content that is not JSON", async () => {
    expect(await refused('{"question":')).toMatchObject({
      status: 400,
      type: "/api/problems/invalid",
      ar: `محتوى الطلب ليس JSON صحيحا. ${NOT_COUNTED.ar}`,
      fr: `Le contenu de la requête n’est pas du JSON valide. ${NOT_COUNTED.fr}`,
    });
  });

  it("with an oversized content", async () => {
    expect(await refused(ballot({ name: "x".repeat(2_048) }))).toMatchObject({
      status: 413,
      type: "/api/problems/invalid",
      ar: `محتوى الطلب يتجاوز 2048 بايت. ${NOT_COUNTED.ar}`,
      fr: `Le contenu de la requête dépasse 2048 octets. ${NOT_COUNTED.fr}`,
    });
  });

  it("with another media type", async () => {
    const send = (headers: Record<string, string>) =>
      post(BALLOTS, ballot(), { headers: { ...headers, "content-type": "text/plain" } });
    expect(await bothLanguages(send)).toMatchObject({
      status: 415,
      type: "/api/problems/invalid",
      ar: `المرجو إرسال المحتوى بصيغة application/json وترميز UTF-8. ${NOT_COUNTED.ar}`,
      fr: `Envoyez le contenu au format application/json, en UTF-8. ${NOT_COUNTED.fr}`,
    });
    expect((await send({})).headers.get("accept")).toBe("application/json");
  });

  it.each([
    ["for an unknown poll", "/api/v1/polls/nowhere/ballots"],
    ["for a poll whose id is none", "/api/v1/polls/NO_WHERE/ballots"],
  ])("%s", async (_, path) => {
    expect(await refused(ballot(), path)).toMatchObject({
      status: 404,
      type: "/api/problems/not-found",
      ar: `هذا التصويت غير موجود أو حُذف. ${NOT_COUNTED.ar}`,
      fr: `Ce vote n’existe pas ou a été supprimé. ${NOT_COUNTED.fr}`,
    });
  });

  it("before the poll opens", async () => {
    const poll = await openPoll({ opens: "2036-01-01T00:00:00Z" });
    expect(await refused(ballot(), `/api/v1/polls/${poll.id}/ballots`)).toMatchObject({
      status: 409,
      type: "/api/problems/not-open",
      ar: `لم يُفتح التصويت بعد. ${NOT_COUNTED.ar}`,
      fr: `Le vote n’est pas encore ouvert. ${NOT_COUNTED.fr}`,
    });
  });
});

describe("under load", () => {
  const castTo = (cast: () => Promise<unknown>) => (headers: Record<string, string>) =>
    Promise.resolve(
      app.request(
        "/api/v1/polls/facebook-hour/ballots",
        {
          method: "POST",
          body: JSON.stringify(ballot()),
          headers: { "content-type": "application/json", ...headers },
        },
        { ...env, BALLOT_BOX: { getByName: () => ({ castText: async () => JSON.stringify(await cast()) }) } },
      ),
    );

  it("a ballot that the box turned away was not counted, and may come again", async () => {
    const send = castTo(async () => ({ kind: "busy" }));
    expect(await bothLanguages(send)).toMatchObject({
      status: 503,
      type: "/api/problems/busy",
      ar: `الخادم تحت ضغط كبير. المرجو إعادة المحاولة بعد قليل. ${NOT_COUNTED.ar}`,
      fr: `Le serveur est très sollicité. Réessayez dans un instant. ${NOT_COUNTED.fr}`,
    });
    expect(Number((await send({})).headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("a ballot whose answer was lost is to be taken as not counted until it is sent again", async () => {
    const send = castTo(async () => {
      throw new Error("lost");
    });
    expect(await bothLanguages(send)).toMatchObject({
      status: 503,
      type: "/api/problems/busy",
      ar: "الخادم تحت ضغط كبير. المرجو إعادة المحاولة بعد قليل. لم نتوصل بتأكيد، فاعتبروا هذا الصوت غير محتسب. المرجو إعادة إرساله بالرمز نفسه (lock)، ولن يُحتسب إلا مرة واحدة.",
      fr: "Le serveur est très sollicité. Réessayez dans un instant. Aucune confirmation reçue : considérez que ce vote n’est pas compté. Renvoyez-le avec le même code (lock) ; il ne comptera qu’une fois.",
    });
  });

  it("a bug of ours says so, and that the ballot may be sent again; the log line says nothing of the ballot", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    const send = castTo(async () => ({ kind: "no outcome" }));
    expect(await bothLanguages(send)).toMatchObject({
      status: 500,
      type: "about:blank",
      fr: "Une erreur est survenue de notre côté. Réessayez dans un instant. Aucune confirmation reçue : considérez que ce vote n’est pas compté. Renvoyez-le avec le même code (lock) ; il ne comptera qu’une fois.",
    });
    expect(String(log.mock.calls[0])).toContain('{"event":"api-failure","route":"/api/v1/polls/:poll/ballots"');
    expect(String(log.mock.calls)).not.toContain(ballot().lock);
  });
});

describe("a withdrawal is refused", () => {
  it("with fields of its own named", async () => {
    expect(await refused({ question: "pledge", lock: bytes32("x") }, WITHDRAWALS)).toEqual({
      ...WRONG_FIELDS,
      ar: "في الطلب حقول غير صحيحة، وهي مبيّنة واحدا واحدا. لم يُسحب أي صوت.",
      fr: "Certains champs sont incorrects ; ils sont détaillés un par un. Aucun vote n’a été retiré.",
      errors: {
        ar: [
          { field: "secret", message: "هذا الحقل مطلوب." },
          { field: "lock", message: "حقل غير معروف. الحقول المقبولة: question, secret." },
        ],
        fr: [
          { field: "secret", message: "Ce champ est requis." },
          { field: "lock", message: "Champ inconnu. Champs acceptés : question, secret." },
        ],
      },
    });
  });
});

describe("every problem", () => {
  it("is as documented, and names its language", async () => {
    const response = await post(BALLOTS, ballot({ choice: ["cats"] }), {
      headers: { "accept-language": "de, en;q=0.4" },
    });
    expect(problemResponse.parse(await response.json())).toEqual({
      type: "/api/problems/invalid",
      title: "Invalid request",
      status: 422,
      detail: "Some fields are wrong; they are named one by one. This vote was not counted.",
      errors: [{ field: "choice[0]", code: "unknown-option", message: "No such answer: cats." }],
    });
    expect(response.headers.get("content-language")).toBe("en");
    expect(response.headers.get("vary")).toContain("Accept-Language");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});
