// The relations in an answer: between the subjects and objects of triples, or the first thing of a row and the others.
import { shortName } from "./names.js";

const LABELS = new Set([
  "http://www.w3.org/2000/01/rdf-schema#label",
  "http://www.w3.org/2004/02/skos/core#prefLabel",
]);

// Edges as { from, to, label }, each end as { id, name }; each relation once, however many rows have it.
export function edgesOf(answer, configuration) {
  const [found, names] = answer.kind === "graph" ? ofTriples(answer.rows, configuration) : ofRows(answer);
  const end = (id) => ({ id, name: names.get(id) ?? shortName(id, configuration) });
  const unique = new Map(found.map(([from, label, to]) => [`${from} ${label} ${to}`, { from: end(from), to: end(to), label }]));
  return [...unique.values()];
}

// Relations as [from, label, to], and the names of things.
function ofTriples(rows, configuration) {
  const names = new Map();
  for (const { subject, predicate, object } of rows) {
    if (LABELS.has(predicate.value)) addName(names, subject.value, object);
  }
  const found = rows
    .filter(({ object }) => object.type !== "literal")
    .map(({ subject, predicate, object }) => [subject.value, shortName(predicate.value, configuration), object.value]);
  return [found, names];
}

function ofRows({ variables, rows }) {
  const [first, ...others] = variables.filter((name) => rows.some((row) => row[name]?.type === "uri"));
  const names = new Map();
  const found = [];
  for (const row of rows) {
    for (const name of [first, ...others].filter((one) => row[one]?.type === "uri")) {
      addName(names, row[name].value, nameIn(row, name, name === first));
      if (name !== first && row[first]?.type === "uri") found.push([row[first].value, name, row[name].value]);
    }
  }
  return [found, names];
}

// The first name counts, unless there is one in the page's language.
function addName(names, id, label) {
  if (label?.type !== "literal") return;
  const isOfPage = label["xml:lang"] && document.documentElement.lang.startsWith(label["xml:lang"]);
  if (isOfPage || !names.has(id)) names.set(id, label.value);
}

// What a row calls the thing of a column: its ?unitLabel or ?unitName, its ?labelA for ?unitA; the first thing's ?title.
function nameIn(row, name, isFirst) {
  const last = /[A-Z0-9]$/.exec(name)?.[0];
  const candidates = [`${name}Label`, `${name}Name`, `${name}Title`];
  if (last) candidates.push(`label${last}`, `name${last}`);
  if (isFirst) candidates.push("label", "name", "title");
  return candidates.map((candidate) => row[candidate]).find((value) => value?.type === "literal");
}
