// What the editor offers while one types: prefixes, terms, things by their names, variables, the language's words.
import { addPrefixes } from "./prologue.js";
import { element, filled } from "./elements.js";
import { positionAfter } from "./position.js";

const WORD = /[?$]?[\p{L}\p{N}_][\p{L}\p{N}_:.-]*$|[?$]$/u;
const HAN = /\p{Script=Han}/u;
const PAUSE = 120; // milliseconds without a key before the server is asked for names
const KEYWORDS = (
  "SELECT CONSTRUCT DESCRIBE ASK WHERE DISTINCT OPTIONAL UNION MINUS FILTER BIND VALUES GRAPH SERVICE PREFIX " +
  "GROUP ORDER BY HAVING ASC DESC LIMIT OFFSET AS EXISTS NOT IN UNDEF COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT"
).split(" ");
const FUNCTIONS = (
  "STR LANG LANGMATCHES DATATYPE BOUND IRI STRLEN SUBSTR UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER " +
  "REPLACE REGEX CONCAT ABS ROUND CEIL FLOOR YEAR MONTH DAY NOW COALESCE IF ISIRI ISLITERAL ISBLANK ISNUMERIC STRDT STRLANG"
).split(" ");
const FITTING = { class: ["class"], predicate: ["property"], node: ["class", "concept"], any: ["class", "property", "concept"] };

export function completionSources(configuration) {
  let terms = null; // asked for once, when something is first typed

  async function offerTerms(context) {
    const place = placeOf(context);
    if (!place || !FITTING[place.position]) return null;
    terms ??= fetchTerms(configuration.terms);
    const fitting = (await terms).filter((term) => FITTING[place.position].includes(term.group));
    return HAN.test(place.word) ? byLabel(fitting, place, configuration) : byName(fitting, place, configuration);
  }

  return [
    offerTerms,
    (context) => offerThings(context, configuration),
    (context) => offerPrefixes(context, configuration),
    offerWords,
    offerVariables,
  ];
}

// The word before the cursor and what may stand there; null inside strings, comments and IRIs, and for no word unasked.
function placeOf(context) {
  const before = context.state.sliceDoc(0, context.pos);
  const word = WORD.exec(before)?.[0] ?? "";
  if (!word && !context.explicit) return null;
  const preceding = before.slice(0, before.length - word.length);
  const position = positionAfter(preceding);
  if (position === "text" || /<[^\s>]*$/.test(preceding)) return null;
  return { word, position, from: context.pos - word.length };
}

async function fetchTerms(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? (await response.json()).terms : [];
  } catch {
    return []; // without the network nothing is offered, and the editor edits
  }
}

function byName(terms, { word, from }, configuration) {
  if (/^[?$]/.test(word)) return null;
  return { from, options: terms.map((term) => option(term, configuration)), validFor: /^[A-Za-z0-9_:.-]*$/ };
}

// By what a term is called in either language; the names do not hold what was typed, so nothing filters them again.
function byLabel(terms, { word, from }, configuration) {
  const called = terms.filter((term) => term.label.includes(word) || term.other_label.includes(word));
  return { from, filter: false, options: called.map((term) => option(term, configuration)) };
}

function option(term, { words, prefixes }) {
  return {
    label: term.name,
    detail: term.label,
    type: term.group,
    boost: term.used ? Math.min(30, Math.round(4 * Math.log10(term.used + 1))) : -30,
    info: () => about(term, words),
    apply: (view, _, from, to) => insert(view, term.name, from, to, prefixes),
  };
}

function about(term, words) {
  const used = term.used ? filled(words.used, term.used) : words.unused;
  const counted = term.group === "concept" ? words.concept : `${words[term.group]} · ${used}`;
  const named = element("strong", {}, [term.label, term.other_label].filter(Boolean).join(" · ") || term.name);
  return element("div", {}, named, element("div", {}, term.comment), element("small", {}, counted));
}

function insert(view, text, from, to, prefixes) {
  const added = addPrefixes(view.state.doc.toString(), text, prefixes);
  const changes = [...added, { from, to, insert: text }];
  const shift = added.reduce((sum, change) => sum + change.insert.length, 0);
  view.dispatch({ changes, selection: { anchor: from + text.length + shift }, userEvent: "input.complete" });
}

// Things of the data by what they are called: 九星, or jiuxing, becomes the thing's IRI.
async function offerThings(context, { suggestions, base }) {
  const place = placeOf(context);
  if (!place || !["node", "any"].includes(place.position)) return null;
  if (/^[?$]|:/.test(place.word) || !(HAN.test(place.word) || place.word.length >= 2)) return null;
  await new Promise((resume) => setTimeout(resume, PAUSE));
  if (context.aborted) return null;
  try {
    const response = await fetch(`${suggestions}${suggestions.includes("?") ? "&" : "?"}${new URLSearchParams({ q: place.word })}`);
    if (!response.ok) return null;
    const found = (await response.json()).suggestions.filter(({ iri }) => iri?.startsWith(`${base}id/`));
    return { from: place.from, filter: false, options: found.map(({ iri, title, kind_name: kind }) => thing(iri, title, kind)) };
  } catch {
    return null;
  }
}

function thing(iri, title, kind) {
  return { label: title, detail: kind, type: "thing", info: iri, apply: `<${iri}>`, boost: 40 };
}

// A prefix's own name; after PREFIX with its namespace, elsewhere with its declaration above.
function offerPrefixes(context, { prefixes, words }) {
  const place = placeOf(context);
  if (!place || /^[?$]|:/.test(place.word) || place.position === "text") return null;
  const declaring = place.position === "prefix";
  const options = Object.entries(prefixes).map(([prefix, namespace]) => ({
    label: `${prefix}:`,
    detail: declaring ? namespace : words.prefix,
    type: "prefix",
    boost: -10,
    apply: declaring
      ? `${prefix}: <${namespace}>`
      : (view, _, from, to) => insert(view, `${prefix}:`, from, to, prefixes),
  }));
  return { from: place.from, options, validFor: /^[A-Za-z0-9-]*$/ };
}

function offerWords(context) {
  const place = placeOf(context);
  if (!place || /^[?$]|:/.test(place.word) || ["prefix", "class"].includes(place.position)) return null;
  const options = [
    ...KEYWORDS.map((label) => ({ label, type: "keyword", boost: -40 })),
    ...FUNCTIONS.map((label) => ({ label, type: "function", boost: -50, apply: `${label}(` })),
  ];
  return { from: place.from, options, validFor: /^[A-Za-z_]*$/ };
}

function offerVariables(context) {
  const place = placeOf(context);
  if (!place || !/^[?$]/.test(place.word)) return null;
  const elsewhere = context.state.sliceDoc(0, place.from) + context.state.sliceDoc(context.pos);
  const names = new Set(elsewhere.match(/[?$][\p{L}\p{N}_]+/gu) ?? []);
  return { from: place.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$][\p{L}\p{N}_]*$/u };
}
