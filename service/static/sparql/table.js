// Rows as a table: IRIs as short links, literals with their language or datatype, sorted by a click on a heading.
import { element, filled } from "./elements.js";
import { pageOf, shortName } from "./names.js";

const SHOWN = 1000; // as many rows as the page without scripts shows
const NUMERIC = /#(?:integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;
const PLAIN = /#(?:string|langString)$/;

export function tableOf({ variables, rows }, configuration) {
  const { words } = configuration;
  const body = element("tbody");
  const headings = variables.map((name) => element("th", { scope: "col" }, element("button", { type: "button", className: "sort" }, name)));
  const fill = (sorted) => body.replaceChildren(...sorted.slice(0, SHOWN).map((row) => rowOf(row, variables, configuration)));
  headings.forEach((heading, index) => {
    heading.firstChild.addEventListener("click", () => {
      const ascending = heading.ariaSort !== "ascending";
      for (const other of headings) other.ariaSort = null;
      heading.ariaSort = ascending ? "ascending" : "descending";
      fill(sortedBy(rows, variables[index], ascending));
    });
  });
  fill(rows);
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...headings)), body);
  const scroll = element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: words.result }, table);
  if (rows.length <= SHOWN) return scroll;
  return element("div", {}, element("p", { className: "quiet" }, filled(words.first_rows, SHOWN, rows.length)), scroll);
}

function rowOf(row, variables, configuration) {
  return element("tr", {}, ...variables.map((name) => cellOf(row[name], configuration)));
}

function cellOf(value, configuration) {
  if (!value) return element("td");
  if (value.type === "uri") return element("td", {}, linkTo(value.value, configuration));
  if (value.type === "bnode") return element("td", {}, `_:${value.value}`);
  if (NUMERIC.test(value.datatype ?? "")) return element("td", { className: "number" }, value.value);
  const cell = element("td", { className: value.value.length > 40 ? "wide" : "" }, value.value);
  const kind = value["xml:lang"] ?? (PLAIN.test(value.datatype ?? "#string") ? "" : shortName(value.datatype, configuration));
  if (kind) cell.append(element("span", { className: "kind" }, kind));
  return cell;
}

function linkTo(iri, configuration) {
  const page = pageOf(iri, configuration);
  const name = shortName(iri, configuration);
  return page === null ? name : element("a", { href: page, title: iri }, name);
}

function sortedBy(rows, name, ascending) {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const direction = ascending ? 1 : -1;
  const compare = (one, other) => {
    if (NUMERIC.test(one.datatype ?? "") && NUMERIC.test(other.datatype ?? "")) return Number(one.value) - Number(other.value);
    return collator.compare(one.value, other.value);
  };
  return [...rows].sort((one, other) => {
    const [left, right] = [one[name], other[name]];
    return left && right ? direction * compare(left, right) : Number(!left) - Number(!right); // what is unbound comes last
  });
}
