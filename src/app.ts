import { Hono } from "hono";
import { DESK_API, deskApi } from "./desk/api/routes.ts";
import { desk } from "./desk/routes.ts";
import { log } from "./web/api/log-routes.ts";
import { api } from "./web/api/routes.ts";
import { filesAtDesk } from "./web/export/files.ts";
import { exportFiles } from "./web/export/routes.ts";
import { frameRoutes } from "./web/frame/routes.ts";
import { compressed } from "./web/http/encoding.ts";
import type { AppEnv } from "./web/http/env.ts";
import { securityHeaders } from "./web/http/headers.ts";
import { remembers } from "./web/http/memo.ts";
import { staticFile } from "./web/http/static.ts";
import { pages } from "./web/kit/problems.ts";
import { readersPages } from "./web/pages/routes.ts";
import { pictures } from "./web/pictures/routes.ts";
import { press } from "./web/press/routes.ts";
import { preview } from "./web/preview.ts";

/** The Worker: what every response has, then one line per router. */
export const app = new Hono<AppEnv>();

app.use(remembers());
app.use(compressed());
app.use(securityHeaders());

app.route("/api/v1/desk", deskApi);
app.route("/api", api(DESK_API));
app.route("/log", log);
app.route("/e", frameRoutes);
app.route("/", press);
app.route("/", desk({ preview, files: filesAtDesk }));
app.route("/", exportFiles);
app.route("/", pictures);
app.route("/", readersPages);

app.notFound(async (c) => (await staticFile(c)) ?? pages.refuse(c, { kind: "not-found" }));
app.onError((error, c) => pages.refuse(c, { kind: "thrown", error }));
