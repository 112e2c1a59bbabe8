// The explorer with scripts: the picture grows where one expands, and the tables follow without leaving the page.
// What is shown stands in the address alone, and the server makes the tables: a link reopens the very same view.
import { change, draw } from "./drawing.js";
import { suggestAll } from "../questions/choosing.js";

let graph = null;

function panelOf(root) {
  return root.querySelector("#graph");
}

function show() {
  const panel = panelOf(document);
  graph = draw(panel, JSON.parse(panel.dataset.graph));
  document.querySelector(".graph-hint").hidden = false;
  graph.on("tap", "node", ({ target }) => select(target));
  graph.on("dbltap", "node", ({ target }) => rowOf(target.id())?.querySelector("a[data-view]")?.click());
}

function rowOf(iri) {
  return [...document.querySelectorAll("tr[data-node]")].find((row) => row.dataset.node === iri);
}

function select(node) {
  graph.edges().removeClass("near");
  node.connectedEdges().addClass("near");
  for (const row of document.querySelectorAll("tr[aria-current]")) row.removeAttribute("aria-current");
  const row = rowOf(node.id());
  if (!row) return;
  row.setAttribute("aria-current", "true");
  const actions = [...row.querySelectorAll("a")].map((link) => link.cloneNode(true));
  document.getElementById("selected").replaceChildren(...actions.flatMap((link) => [link, " "]));
}

// The server's page for the address, of which everything but the picture takes the place of what is here.
async function open(address, isNew) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const view = page.getElementById("view");
  if (!response.ok || !view) {
    location.assign(address);
    return;
  }
  const panel = panelOf(document);
  const fresh = panelOf(view);
  const focused = document.activeElement?.closest?.("tr[data-node]")?.dataset.node;
  panel.dataset.graph = fresh.dataset.graph;
  panel.setAttribute("aria-label", fresh.dataset.label);
  change(graph, JSON.parse(fresh.dataset.graph));
  if (isNew) history.pushState(null, "", address);
  fresh.replaceWith(panel);
  document.getElementById("view").replaceWith(view);
  document.title = page.title;
  document.querySelector(".graph-hint").hidden = false;
  suggestAll();
  graph.resize();
  if (focused) rowOf(focused)?.querySelector("a[data-view]")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-view]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.href, true);
});
addEventListener("popstate", () => open(location.href, false));
show();
