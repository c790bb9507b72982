import { Hono } from "hono";
import { desk } from "./desk/routes.ts";
import { log } from "./web/api/log-routes.ts";
import { api } from "./web/api/routes.ts";
import { exportFiles } from "./web/export/routes.ts";
import { frames } from "./web/frame/frame-routes.ts";
import { compressed } from "./web/http/encoding.ts";
import type { AppEnv } from "./web/http/env.ts";
import { securityHeaders } from "./web/http/headers.ts";
import { keepsAnswers } from "./web/http/kept-answers.ts";
import { staticFile } from "./web/http/static.ts";
import { errorPage, notFoundPage } from "./web/kit/problem-pages.ts";
import { reader } from "./web/pages/routes.ts";
import { pictures } from "./web/pictures/routes.ts";
import { embed } from "./web/press/routes.ts";

/** The Worker: what every response has, then one line per router. */
export const app = new Hono<AppEnv>();

app.use(keepsAnswers());
app.use(compressed());
app.use(securityHeaders());

app.route("/api", api);
app.route("/log", log);
app.route("/e", frames);
app.route("/", embed);
app.route("/", desk);
app.route("/", exportFiles);
app.route("/", pictures);
app.route("/", reader);

app.notFound(async (c) => (await staticFile(c)) ?? notFoundPage(c));
app.onError((error, c) => errorPage(c, error));
