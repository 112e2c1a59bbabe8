// Where in a query one is writing: what may stand there decides what is offered.

const TOKEN = /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|<[^<>\s]*>|#.*|[?$]?[\p{L}\p{N}_:@^-]+|[^\s]/gu;
const INSIDE = /^(?:"""(?:(?!""")[^])*|'''(?:(?!''')[^])*|"(?:[^"\\\n]|\\.)*|'(?:[^'\\\n]|\\.)*|#.*)$/;
const ENDS = new Set(["{", "}", "."]);
const PATH = new Set(["/", "|", "^", "(", ")", "*", "+", "!"]);
const HEADER = /^(?:SELECT|DISTINCT|CONSTRUCT|DESCRIBE|ASK|WHERE|OPTIONAL|UNION|MINUS|BY|LIMIT|OFFSET)$/i;

// "prefix", "class", "predicate", "node" (a subject or an object), "text" (where nothing is completed) or "any".
export function positionAfter(text) {
  const tokens = text.match(TOKEN) ?? [];
  const last = tokens.at(-1) ?? "";
  if (INSIDE.test(last) && text.endsWith(last)) return "text";
  if (/^PREFIX$/i.test(last)) return "prefix";
  return last === "a" || last === "rdf:type" ? "class" : inTriple(tokens);
}

function inTriple(tokens) {
  if (!tokens.includes("{")) return "any";
  const terms = [];
  for (const token of [...tokens].reverse()) {
    if (ENDS.has(token) || HEADER.test(token)) break;
    if (token === ";") return terms.length === 0 || PATH.has(terms.at(-1)) ? "predicate" : "node";
    if (token === ",") return "node";
    if (!token.startsWith("#")) terms.unshift(token);
  }
  if (/^(?:FILTER|BIND|VALUES|HAVING)$/i.test(terms[0] ?? "")) return "any";
  if (terms.length === 0) return "node";
  return terms.length === 1 || PATH.has(terms.at(-1)) ? "predicate" : "node";
}
