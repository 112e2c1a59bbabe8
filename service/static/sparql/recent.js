// Queries that were run lately, kept in this browser only.
import { element } from "./elements.js";

const KEY = "plangraph.sparql.recent";
const MOST = 20;
const LONGEST = 20000; // characters of a query that is kept

export function remember(query) {
  if (query.length <= LONGEST) keep([query, ...kept().filter((other) => other !== query)].slice(0, MOST));
}

// Fills a <details> with the queries; choosing one calls `choose` with it.
export function listRecent(details, words, choose) {
  const queries = kept();
  details.hidden = queries.length === 0;
  const items = queries.map((query) => {
    const again = element("button", { type: "button", className: "plain", title: query }, firstWords(query));
    const forget = element("button", { type: "button", className: "plain quiet", ariaLabel: `${words.forget}: ${firstWords(query)}` }, "×");
    again.addEventListener("click", () => choose(query));
    forget.addEventListener("click", () => {
      keep(kept().filter((other) => other !== query));
      listRecent(details, words, choose);
      details.querySelector("summary").focus();
    });
    return element("li", {}, again, forget);
  });
  const all = element("button", { type: "button", className: "second" }, words.forget_all);
  all.addEventListener("click", () => {
    keep([]);
    listRecent(details, words, choose);
  });
  const hint = element("p", { className: "quiet" }, words.recent_hint);
  details.replaceChildren(element("summary", {}, words.recent), hint, element("ul", {}, ...items), all);
}

// The first line that is no prefix, with what follows it.
function firstWords(query) {
  const body = query.replace(/^\s*(?:(?:#.*|(?:PREFIX|BASE)\b[^>]*>)\s*)*/i, "");
  return (body || query).replace(/\s+/g, " ").slice(0, 120);
}

function kept() {
  try {
    const queries = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(queries) ? queries.filter((query) => typeof query === "string") : [];
  } catch {
    return []; // storage is forbidden, or holds another's text
  }
}

function keep(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // storage is forbidden or full: nothing is kept, and nothing else depends on it
  }
}
