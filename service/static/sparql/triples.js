// N-Triples as rows, in the form that SPARQL results have in JSON.

const IRI = "<([^>]*)>";
const BLANK = "_:(\\S+?)";
const LITERAL = `"((?:[^"\\\\]|\\\\.)*)"(?:@([A-Za-z0-9-]+)|\\^\\^${IRI})?`;
const LINE = new RegExp(`^\\s*(?:${IRI}|${BLANK})\\s+${IRI}\\s+(?:${IRI}|${LITERAL}|${BLANK})\\s*\\.\\s*$`);
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

export function readTriples(text) {
  return text.split("\n").map(rowOf).filter((row) => row !== null);
}

function rowOf(line) {
  const found = LINE.exec(line);
  if (!found) return null; // an empty line or a comment
  const [, subject, blankSubject, predicate, iri, value, language, datatype, blank] = found;
  return { subject: named(subject, blankSubject), predicate: named(predicate), object: object(iri, value, language, datatype, blank) };
}

function object(iri, value, language, datatype, blank) {
  if (value === undefined) return named(iri, blank);
  const literal = { type: "literal", value: unescaped(value) };
  if (language) literal["xml:lang"] = language;
  if (datatype) literal.datatype = unescaped(datatype);
  return literal;
}

function named(iri, blank) {
  return iri === undefined ? { type: "bnode", value: blank } : { type: "uri", value: unescaped(iri) };
}

function unescaped(text) {
  return text.replace(ESCAPE, (_, short, long, letter) =>
    letter ? (LETTERS[letter] ?? letter) : String.fromCodePoint(Number.parseInt(short ?? long, 16)),
  );
}
