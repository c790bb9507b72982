import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import * as z from "zod/mini";
import { fromBase64url, fromUtf8 } from "../../log/text.ts";

/** Longest answer that a device gives: an RSA key and its attestation, with room to spare. */
const LONGEST = 32_768;

const bytes = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/));

const attestation = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.optional(z.array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]))),
  }),
});

const assertion = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  response: z.object({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }),
});

/** What a browser's script sends of a new passkey, and the challenge that it answers. */
export function parseAttestation(text: string): { challenge: string; answer: RegistrationResponseJSON } | undefined {
  const answer = parse(attestation, text);
  const challenge = answer && challengeOf(answer.response.clientDataJSON);
  if (!answer || challenge === undefined) return undefined;
  const { transports, ...response } = answer.response;
  return {
    challenge,
    answer: { ...answer, response: { ...response, ...(transports && { transports }) }, clientExtensionResults: {} },
  };
}

/** The same of a passkey that is used. */
export function parseAssertion(text: string): { challenge: string; answer: AuthenticationResponseJSON } | undefined {
  const answer = parse(assertion, text);
  const challenge = answer && challengeOf(answer.response.clientDataJSON);
  return answer && challenge !== undefined
    ? { challenge, answer: { ...answer, clientExtensionResults: {} } }
    : undefined;
}

function parse<Shape extends z.ZodMiniType>(schema: Shape, text: string): z.infer<Shape> | undefined {
  try {
    return text.length > LONGEST ? undefined : z.safeParse(schema, JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const clientData = z.object({ challenge: z.string() });

function challengeOf(clientDataJson: string): string | undefined {
  try {
    const json = fromBase64url(clientDataJson);
    return json && z.safeParse(clientData, JSON.parse(fromUtf8(json))).data?.challenge;
  } catch {
    return undefined;
  }
}
