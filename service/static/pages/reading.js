// A plan's text: marks what the address names, and tells what a sentence or a selection names, with a link to it.
import { lengthOf, offsetOf, pieces, place } from "./characters.js";

const source = document.getElementById("text");
const panel = document.getElementById("named");
const words = panel.dataset;
const kinds = JSON.parse(words.kinds);
const ENDS = /[。;!?\n]/;

function unmark() {
  for (const mark of source.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
  source.normalize();
}

function mark(start, end) {
  unmark();
  let shown = null;
  for (const [node, first, last] of pieces(source, start, end)) {
    const range = document.createRange();
    range.setStart(node, first);
    range.setEnd(node, last);
    const element = document.createElement("mark");
    range.surroundContents(element);
    shown ??= element;
  }
  return shown;
}

function showAddressed() {
  const found = place(location.hash, lengthOf(source));
  if (!found) return unmark();
  mark(...found)?.scrollIntoView({ block: "center" });
  tell(words.sentence, ...found);
}

// The sentence around a character: from the last full stop before it to the next.
function sentenceAt(at) {
  const characters = [...source.textContent];
  let start = at;
  while (start > 0 && !ENDS.test(characters[start - 1])) start -= 1;
  let end = at;
  while (end < characters.length && !ENDS.test(characters[end])) end += 1;
  return [start, characters[end] === "\n" ? end : Math.min(end + 1, characters.length)];
}

function namesIn(start, end) {
  const found = new Map();
  for (const link of source.querySelectorAll("a[id^='char=']")) {
    const [, first, last] = /^char=(\d+),(\d+)$/.exec(link.id).map(Number);
    if (first < end && last > start) found.set(link.getAttribute("href"), link.textContent);
  }
  return found;
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function tell(heading, start, end) {
  const names = namesIn(start, end);
  const entries = [...names].map(([href, name]) => {
    const kind = kinds[/\/doc\/([a-z]+)\//.exec(href)?.[1]] ?? "";
    return make("li", {}, make("a", { href, textContent: name }), " ", make("span", { className: "quiet", textContent: kind }));
  });
  const copy = make("button", { type: "button", textContent: words.copy });
  copy.addEventListener("click", () => copyLink(copy, start, end));
  const close = make("button", { type: "button", className: "plain-button", textContent: words.close });
  close.addEventListener("click", () => { panel.hidden = true; });
  const list = entries.length ? make("ul", { className: "plain" }, ...entries) : make("p", { textContent: words.nothing });
  panel.replaceChildren(make("h2", { textContent: heading }), list, make("p", {}, copy, " ", close));
  panel.hidden = false;
}

async function copyLink(button, start, end) {
  const address = `${location.origin}${location.pathname}${location.search}#char=${start},${end}`;
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address);
    button.textContent = words.copied;
  } catch {
    button.textContent = address; // where the clipboard is closed (http), the address bar has it as well
  }
}

function onClick(event) {
  if (event.target.closest("a")) return;
  const selection = getSelection();
  if (!selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return;
  const start = offsetOf(source, range.startContainer, range.startOffset);
  if (!range.collapsed) return tell(words.selection, start, offsetOf(source, range.endContainer, range.endOffset));
  const sentence = sentenceAt(start);
  mark(...sentence);
  tell(words.sentence, ...sentence);
}

source.addEventListener("click", onClick);
addEventListener("hashchange", showAddressed);
if (matchMedia("(max-width: 56rem)").matches) document.querySelector(".contents details").open = false;
showAddressed();
