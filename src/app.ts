import { Hono } from "hono";
import { log } from "./api/log-routes.ts";
import { api } from "./api/routes.ts";
import type { AppEnv } from "./app-env.ts";
import { desk } from "./desk/routes.ts";
import { frames } from "./embed/frame-routes.ts";
import { pictures } from "./embed/pictures/routes.ts";
import { embed } from "./embed/routes.ts";
import { exportFiles } from "./export/routes.ts";
import { compressed } from "./guard/encoding.ts";
import { securityHeaders } from "./guard/headers.ts";
import { errorPage, notFoundPage } from "./reader/problem-pages.ts";
import { reader } from "./reader/routes.ts";
import { keepsAnswers } from "./rush/kept-answers.ts";
import { staticFile } from "./static.ts";

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
