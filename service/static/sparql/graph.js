// Relations drawn as a graph.
import { coloursOf, edgeStyle, textStyle } from "../explore/edges.js";
import cytoscape from "../vendor/cytoscape-3.34.4.min.js";
import { element, filled } from "./elements.js";
import { pageOf } from "./names.js";

const MOST = 300; // nodes that are drawn
const LARGEST_SCALE = 5; // of texts, where the whole is drawn small
const LAYOUT = {
  name: "cose",
  animate: false,
  padding: 24,
  nodeOverlap: 20,
  nodeRepulsion: () => 20000,
  idealEdgeLength: () => 50,
  edgeElasticity: () => 60,
  componentSpacing: 40,
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
    layout: { name: "null" },
    minZoom: 0.1,
    maxZoom: 4,
  });
  graph.on("tap", "node", ({ target }) => {
    const page = pageOf(target.id(), configuration);
    if (page !== null) location.assign(page);
  });
  const restyle = () => graph.style(styleOf(canvas, Math.min(LARGEST_SCALE, Math.max(1, 1 / graph.zoom()))));
  graph.style(styleOf(canvas, 1));
  graph.layout({ ...LAYOUT, stop: restyle }).run(); // then the whole is in view, and its names should be read
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
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

function styleOf(canvas, scale) {
  const colour = coloursOf(canvas);
  const node = {
    ...textStyle(colour, 12 * scale),
    label: "data(name)",
    width: 12 * scale,
    height: 12 * scale,
    "background-color": colour("--link"),
    "text-wrap": "wrap",
    "text-overflow-wrap": "anywhere", // Chinese has no spaces to break at
    "text-max-width": 90 * scale,
    "text-valign": "bottom",
    "text-margin-y": 3,
  };
  const edge = { ...edgeStyle(colour, scale), label: "data(label)" };
  return [{ selector: "node", style: node }, { selector: "edge", style: edge }];
}
