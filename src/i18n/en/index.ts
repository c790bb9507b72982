import { api } from "./api.ts";
import { desk } from "./desk.ts";
import { method } from "./method.ts";
import { press } from "./press.ts";
import { privacy } from "./privacy.ts";
import { reader } from "./reader.ts";
import { verify } from "./verify.ts";

export const en = { reader: { ...reader, ...method, ...verify, ...press }, desk, privacy, api };
