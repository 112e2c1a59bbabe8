// The query page with scripts: the form becomes an editor, and answers come without leaving the page.
import { addressOf, downloads } from "./addresses.js";
import { ask, Stopped } from "./asking.js";
import { makeEditor } from "./editor.js";
import { element } from "./elements.js";
import { missingPrefixes } from "./prologue.js";
import { listRecent, remember } from "./recent.js";
import { showAnswer, showProblem } from "./result.js";

const form = document.getElementById("query");
const configuration = JSON.parse(form.dataset.configuration);
const { words } = configuration;
const section = document.getElementById("result");
const editor = makeEditor(form, configuration, run);
const status = element("span", { role: "status", className: "quiet" });
const stop = element("button", { type: "button", className: "second", hidden: true }, words.stop);
const share = element("button", { type: "button", className: "second" }, words.share);
const recent = element("details", { className: "recent" });
let asking = null; // the AbortController of the query under way

form.querySelector(".actions label").hidden = true; // the formats are offered as downloads instead
form.querySelector(".actions").append(stop, share, status);
form.querySelector(".actions").after(element("p", { className: "quiet hint" }, words.editor_hint));
document.querySelector(".query-aside").append(recent);

async function run() {
  const text = editor.text();
  if (!text.trim()) return;
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  begin(text);
  try {
    const answer = await ask(configuration.sparql, text, mine.signal);
    status.textContent = "";
    show(answer, text);
  } catch (error) {
    if (asking !== mine) return; // another query has begun since
    status.textContent = error instanceof Stopped ? words.stopped : "";
    if (!(error instanceof Stopped)) fail(error);
  } finally {
    if (asking === mine) end();
  }
}

function begin(text) {
  stop.hidden = false;
  status.textContent = words.running;
  section.setAttribute("aria-busy", "true");
  editor.clearProblem();
  history.replaceState(null, "", addressOf(text));
  remember(text);
  listRecent(recent, words, editor.setText);
}

function end() {
  asking = null;
  stop.hidden = true;
  section.removeAttribute("aria-busy");
}

function show(answer, text) {
  section.hidden = false;
  showAnswer(section, answer, configuration, downloads(configuration, answer.kind, text));
}

function fail(problem) {
  section.hidden = false;
  const place = editor.showProblem(problem);
  const missing = missingPrefixes(editor.text(), configuration.prefixes);
  showProblem(section, problem, words, {
    goThere: place && (() => editor.goTo(place)),
    declare: place && missing.length > 0 && (() => (editor.change(missing), run())),
  });
}

async function copyLink() {
  const address = new URL(addressOf(editor.text()), location.href).href;
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address);
    status.textContent = words.shared;
  } catch {
    status.textContent = words.share_failed; // the browser keeps the clipboard from pages without TLS
  }
}

function openLinked() {
  const linked = new URLSearchParams(location.hash.slice(1)).get("query");
  if (linked === null) return;
  editor.setText(linked);
  run();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
stop.addEventListener("click", () => asking?.abort());
share.addEventListener("click", copyLink);
document.addEventListener("click", (event) => {
  const example = event.target.closest("a[data-example]");
  if (!example || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  editor.setText(new URL(example.href).searchParams.get("query"));
  run();
});
window.addEventListener("hashchange", openLinked);
listRecent(recent, words, editor.setText);
openLinked();
