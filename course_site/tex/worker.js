// Answers one JSON request a line with one JSON line: {op: …} -> {ok: …} or {error, position}.
// Runs inside markdown-katex's bundled binary, whose snapshot holds KaTeX, its style sheet and its fonts.
const fs = require("fs");
const dist = "/snapshot/KaTeX/dist/";
const katex = require(dist + "katex.js");
let macros = {};

function render(request) {
  return katex.renderToString(request.tex, {
    displayMode: request.display,
    macros: Object.assign({}, macros, request.macros), // a copy: a shared object would remember \gdef
    maxSize: 20,
    maxExpand: 1000,
    strict: "ignore",
    trust: false,
    throwOnError: true,
  });
}

function files() {
  const found = {"katex.min.css": fs.readFileSync(dist + "katex.min.css", "base64")};
  for (const name of fs.readdirSync(dist + "fonts"))
    if (name.endsWith(".woff2")) found["fonts/" + name] = fs.readFileSync(dist + "fonts/" + name, "base64");
  return found;
}

function commands() {
  const named = fs.readFileSync(dist + "katex.js", "utf8").match(/"\\\\[A-Za-z]+"/g);
  return Array.from(new Set(named.map((text) => JSON.parse(text))));
}

function answer(request) {
  if (request.op === "macros") { macros = request.macros; return {ok: true}; }
  if (request.op === "files") return {ok: files()};
  if (request.op === "commands") return {ok: commands()};
  try {
    return {ok: render(request)};
  } catch (error) {
    return {error: String(error.message || error), position: error.position === undefined ? -1 : error.position};
  }
}

process.stdout.write(JSON.stringify({version: katex.version}) + "\n");
require("readline").createInterface({input: process.stdin}).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
