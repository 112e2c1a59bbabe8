// The answer on the page: how many, as a table, a graph or a map, and its downloads.
import { LARGEST, TooLarge, Unreachable } from "./asking.js";
import { element, filled } from "./elements.js";
import { edgesOf } from "./relations.js";
import { tableOf } from "./table.js";
import { shapesOf } from "./wkt.js";

export function showAnswer(section, answer, configuration, links) {
  const { words } = configuration;
  const heading = element("h2", {}, countOf(answer, words));
  const warnings = answer.warnings.length > 0 ? [warningList(answer.warnings, words)] : [];
  section.replaceChildren(...warnings, heading, downloadList(links, words), ...contentOf(answer, configuration));
}

function warningList(warnings, words) {
  const items = warnings.map(({ kind, line, column }) =>
    element("li", {}, `${words[`geometry_${kind}`]} (${filled(words.at_line, line, column)})`),
  );
  return element("div", { className: "problem", role: "status" }, element("ul", {}, ...items));
}

// A problem with what can be done about it: `goThere` and `declare`, functions or nothing.
export function showProblem(section, problem, words, { goThere, declare }) {
  const place = filled(words.at_line, problem.line, problem.column ?? 1);
  const buttons = [
    goThere && actionOf(`${words.go_there} (${place})`, goThere),
    declare && actionOf(words.declare, declare),
  ];
  const actions = element("div", { className: "actions" }, ...buttons.filter(Boolean));
  section.replaceChildren(
    element("div", { className: "problem", role: "alert" }, element("p", {}, sentenceOf(problem, words)), actions),
  );
}

function actionOf(text, act) {
  const button = element("button", { type: "button", className: "second" }, text);
  button.addEventListener("click", act);
  return button;
}

function sentenceOf(problem, words) {
  if (problem instanceof Unreachable) return words.unreachable;
  return problem instanceof TooLarge ? filled(words.too_large, LARGEST) : problem.message;
}

function countOf({ kind, rows, milliseconds }, words) {
  if (kind === "boolean") return filled(words.boolean, milliseconds);
  if (kind === "graph") return filled(words.triples, rows.length, milliseconds);
  return rows.length === 1 ? filled(words.row, milliseconds) : filled(words.rows, rows.length, milliseconds);
}

function downloadList(links, words) {
  if (links.length === 0) return element("p", { className: "quiet" }, words.too_long);
  const items = links.map(({ label, address, file }) => element("li", {}, element("a", { href: address, download: file }, label)));
  return element("div", { className: "downloads" }, element("span", { className: "quiet" }, words.downloads), element("ul", { className: "chips" }, ...items));
}

function contentOf(answer, configuration) {
  const { words } = configuration;
  if (answer.kind === "boolean") return [element("p", {}, element("strong", {}, words[answer.value]))];
  if (answer.rows.length === 0) return [element("p", {}, words.no_rows)];
  const views = viewsOf(answer, configuration);
  if (views.length === 1) return [views[0].make()];
  return tabs(views, words);
}

// The views that the answer has something for; each is made when it is first shown.
function viewsOf(answer, configuration) {
  const { words } = configuration;
  const views = [{ name: words.as_table, make: () => tableOf(answer, configuration) }];
  const edges = edgesOf(answer, configuration);
  if (edges.length > 0) views.push({ name: words.as_graph, make: () => drawn("./graph.js", edges, configuration) });
  const found = shapesOf(answer);
  if (found.shapes.length > 0) views.push({ name: words.as_map, make: () => drawn("./map.js", found, configuration) });
  return views;
}

// A panel that a module draws into, which is fetched with its library only now.
function drawn(module, what, configuration) {
  const panel = element("div", { className: "drawn" });
  import(module).then(({ draw }) => draw(panel, what, configuration));
  return panel;
}

// The tabs pattern of the ARIA Authoring Practices: arrows choose, and the chosen panel shows.
function tabs(views, words) {
  const list = element("div", { role: "tablist", ariaLabel: words.views, className: "tabs" });
  const panels = views.map((_, index) => element("div", { role: "tabpanel", id: `view-${index}`, hidden: true }));
  const buttons = views.map(({ name }, index) =>
    element("button", { type: "button", role: "tab", id: `tab-${index}`, "aria-controls": `view-${index}` }, name),
  );
  const choose = (chosen) => {
    buttons.forEach((button, index) => {
      button.ariaSelected = String(index === chosen);
      button.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
    if (!panels[chosen].hasChildNodes()) panels[chosen].append(views[chosen].make());
  };
  buttons.forEach((button, index) => {
    panels[index].setAttribute("aria-labelledby", button.id);
    button.addEventListener("click", () => choose(index));
  });
  list.addEventListener("keydown", ({ key }) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (!step) return;
    const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
    choose(next);
    buttons[next].focus();
  });
  list.append(...buttons);
  choose(0);
  return [list, ...panels];
}
