// What a thing is linked with, drawn from the list of its statements, which stays where it is.
const MOST = 40; // neighbours that are drawn

const list = document.getElementById("statements");
const edges = [...list.querySelectorAll("dl.statements")].flatMap(readList).slice(0, MOST);
if (edges.length > 1) offer();

function readList(statements) {
  const inwards = statements.dataset.direction === "in";
  const found = [];
  for (const dd of statements.querySelectorAll("dd")) {
    const label = dd.previousElementSibling.textContent.trim();
    for (const item of dd.querySelectorAll(":scope > ul > li:not(.inferred)")) {
      const end = item.querySelector(":scope > a[href*='/doc/']");
      if (end) found.push({ label, inwards, name: end.textContent.trim(), page: end.getAttribute("href") });
    }
  }
  return found;
}

// The library is fetched once the figure is opened.
function offer() {
  const figure = Object.assign(document.createElement("details"), { className: "neighbours" });
  const summary = document.createElement("summary");
  summary.append(Object.assign(document.createElement("h2"), { textContent: list.dataset.neighbours }));
  const hint = Object.assign(document.createElement("p"), { className: "quiet", textContent: list.dataset.hint });
  const canvas = Object.assign(document.createElement("div"), { className: "canvas", role: "img", ariaLabel: list.dataset.neighbours });
  figure.append(summary, hint, canvas);
  list.before(figure);
  figure.addEventListener("toggle", () => draw(canvas), { once: true });
}

async function draw(canvas) {
  const { default: cytoscape } = await import("../vendor/cytoscape-3.34.4.min.js");
  const graph = cytoscape({
    container: canvas,
    elements: elements(),
    layout: { name: "concentric", concentric: (node) => (node.id() === "here" ? 1 : 0), levelWidth: () => 1, minNodeSpacing: 40, spacingFactor: edges.length < 8 ? 3.5 : 1.4, padding: 30 },
    style: style(canvas),
    userZoomingEnabled: false,
    maxZoom: 1.4,
  });
  graph.on("tap", "node[page]", ({ target }) => location.assign(target.data("page")));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style(canvas)));
}

function elements() {
  const nodes = new Map([["here", { data: { id: "here", name: list.dataset.name } }]]);
  const lines = edges.map(({ label, inwards, name, page }) => {
    nodes.set(page, { data: { id: page, name, page } });
    return { data: { source: inwards ? page : "here", target: inwards ? "here" : page, label } };
  });
  return [...nodes.values(), ...lines];
}

// A canvas knows no CSS variables: the page's colours are read for it.
function style(canvas) {
  const colour = (name) => getComputedStyle(canvas).getPropertyValue(name).trim();
  const text = { "font-family": colour("--sans"), "font-size": 13 };
  const node = {
    ...text, label: "data(name)", color: colour("--ink"), width: 12, height: 12, "background-color": colour("--link"),
    "text-wrap": "ellipsis", "text-max-width": 130, "text-valign": "bottom", "text-margin-y": 3,
  };
  const edge = {
    ...text, label: "data(label)", "font-size": 10, color: colour("--quiet"), width: 1, "line-color": colour("--line"),
    "target-arrow-shape": "triangle", "target-arrow-color": colour("--quiet"), "arrow-scale": 0.7, "curve-style": "bezier",
    "text-rotation": "autorotate", "text-background-color": colour("--raised"), "text-background-opacity": 1,
  };
  return [
    { selector: "node", style: node },
    { selector: "node#here", style: { width: 20, height: 20, "font-weight": 700 } },
    { selector: "edge", style: edge },
  ];
}
