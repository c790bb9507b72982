import { createServer } from "node:http";
import { LANGUAGES, type Language } from "../../src/domain/language.ts";
import { pageOf, statesIn } from "./states.ts";

/** `npm run kit`: every component in every state, each in a frame of a phone's width, to look at while it is changed. */
const PORT = Number(process.env.PORT ?? 8790);

const addressOf = (language: Language, i: number): string => `/${language}/${i}`;

function contents(language: Language): string {
  const others = LANGUAGES.map((each) => `<a href="/${each}">${each}</a>`).join(" · ");
  const frames = statesIn(language).map(
    ({ component, state }, i) =>
      `<figure><figcaption><a href="${addressOf(language, i)}">${component}: ${state}</a></figcaption>
<iframe src="${addressOf(language, i)}" title="${component}: ${state}" loading="lazy"></iframe></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Kit</title>
<style>:root{color-scheme:light dark}body{font:16px sans-serif;display:flex;flex-wrap:wrap;gap:1rem}p{inline-size:100%}figure{margin:0}iframe{inline-size:360px;block-size:420px;border:1px solid}</style>
<p>${others}</p>${frames.join("\n")}`;
}

createServer((request, response) => {
  const [, name, number] = (request.url ?? "/").split("/");
  const language = LANGUAGES.find((each) => each === name) ?? "ar";
  const shown = number === undefined ? undefined : statesIn(language)[Number(number)];
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(shown ? pageOf(language, shown) : contents(language));
}).listen(PORT, () => console.log(`Components   http://localhost:${PORT}/`));
