// Relations drawn as a graph.
import cytoscape from "../vendor/cytoscape-3.34.4.min.js";
import { element, filled } from "./elements.js";
import { pageOf } from "./names.js";

const MOST = 300; // nodes that are drawn
const LAYOUT = {
  name: "cose",
  animate: false,
  padding: 24,
  nodeDimensionsIncludeLabels: true,
  nodeOverlap: 40,
  nodeRepulsion: () => 200000,
  idealEdgeLength: () => 90,
  edgeElasticity: () => 60,
  componentSpacing: 80,
  gravity: 0.5,
};

export function draw(panel, edges, configuration) {
  const { words } = configuration;
  const { nodes, kept, cut } = within(edges);
  const canvas = element("div", { className: "canvas", role: "img", ariaLabel: filled(words.graph_label, nodes.size, kept.length) });
  panel.append(canvas);
  if (cut) panel.prepend(element("p", { className: "quiet" }, filled(words.graph_cut, MOST)));
  const graph = cytoscape({
    container: canvas,
    elements: [
      ...[...nodes].map(([id, name]) => ({ data: { id, name } })),
      ...kept.map(({ from, to, label }, index) => ({ data: { id: `edge ${index}`, source: from.id, target: to.id, label } })),
    ],
    style: styleOf(canvas),
    layout: LAYOUT,
    minZoom: 0.1,
    maxZoom: 4,
  });
  graph.on("tap", "node", ({ target }) => {
    const page = pageOf(target.id(), configuration);
    if (page !== null) location.assign(page);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(styleOf(canvas)));
}

// The edges whose ends are among the first nodes.
function within(edges) {
  const nodes = new Map();
  let cut = false;
  const kept = edges.filter(({ from, to }) => {
    for (const end of [from, to]) {
      if (!nodes.has(end.id) && nodes.size < MOST) nodes.set(end.id, end.name);
    }
    const isWhole = nodes.has(from.id) && nodes.has(to.id);
    cut ||= !isWhole;
    return isWhole;
  });
  return { nodes, kept, cut };
}

// A canvas knows no CSS variables: the page's colours are read for it.
function styleOf(canvas) {
  const colour = (name) => getComputedStyle(canvas).getPropertyValue(name).trim();
  const text = { "font-size": 16, "font-family": colour("--sans"), color: colour("--ink"), "min-zoomed-font-size": 7 };
  const node = {
    ...text,
    label: "data(name)",
    width: 16,
    height: 16,
    "background-color": colour("--link"),
    "text-wrap": "ellipsis",
    "text-max-width": 220,
    "text-valign": "bottom",
    "text-margin-y": 3,
  };
  const edge = {
    ...text,
    label: "data(label)",
    color: colour("--quiet"),
    "font-size": 11,
    width: 1,
    "line-color": colour("--quiet"),
    "line-opacity": 0.45,
    "target-arrow-color": colour("--quiet"),
    "target-arrow-shape": "triangle",
    "arrow-scale": 0.7,
    "curve-style": "bezier",
    "text-rotation": "autorotate",
    "text-background-color": colour("--raised"),
    "text-background-opacity": 1,
  };
  return [{ selector: "node", style: node }, { selector: "edge", style: edge }];
}
