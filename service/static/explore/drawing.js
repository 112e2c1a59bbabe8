// A graph of things, coloured by their class: for the explorer, and for answers that are graphs.
import cytoscape from "../vendor/cytoscape-3.34.4.min.js";
import { coloursOf, edgeStyle, textStyle } from "./edges.js";

const LAYOUT = {
  name: "cose",
  animate: false,
  randomize: false,
  padding: 24,
  nodeDimensionsIncludeLabels: true,
  nodeRepulsion: () => 30000,
  idealEdgeLength: () => 60,
  componentSpacing: 50,
  gravity: 0.4,
  numIter: 700,
};
const WIDEST = 3; // times what the layout makes of it
const LARGEST_SCALE = 2; // of names, where the whole is drawn small
const SHAPES = { unit: "round-rectangle", task: "ellipse", goal: "star", place: "diamond" };

export function draw(panel, { nodes, edges }) {
  panel.hidden = false;
  panel.setAttribute("role", "img");
  panel.setAttribute("aria-label", panel.dataset.label);
  const graph = cytoscape({
    container: panel,
    elements: elementsOf({ nodes, edges }),
    style: styleOf(panel, 1),
    minZoom: 0.15,
    maxZoom: 3,
  });
  arrange(graph, nodes);
  const restyle = () => graph.style(styleOf(panel, scaleOf(graph)));
  const settle = () => {
    spread(graph, panel);
    restyle();
  };
  settle();
  graph.on("layoutstop", settle);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  return graph;
}

// What is new is put beside what it is linked to; what is there already stays where the reader has it.
export function change(graph, { nodes, edges }) {
  const wanted = elementsOf({ nodes, edges });
  const ids = new Set(wanted.map(({ data }) => data.id));
  graph.remove(graph.elements().filter((element) => !ids.has(element.id())));
  for (const { data } of wanted) graph.getElementById(data.id).data(data);
  const placed = new Map(graph.nodes().map((node) => [node.id(), { ...node.position() }]));
  const added = graph.add(wanted.filter(({ data }) => graph.getElementById(data.id).empty()));
  if (added.empty()) return;
  for (const node of added.nodes().toArray()) {
    const near = node.neighborhood("node").filter((other) => placed.has(other.id()));
    const at = near.nonempty() ? placed.get(near.first().id()) : { x: 0, y: 0 };
    node.position({ x: at.x + 120 * Math.cos(node.id().length + placed.size), y: at.y + 120 * Math.sin(node.id().length) });
  }
  graph.layout(LAYOUT).run();
}

function elementsOf({ nodes, edges }) {
  return [
    ...nodes.map(({ iri, label, kind, expanded, address }) => ({
      data: { id: iri, label, kind, address, expanded: expanded ? 1 : 0 },
    })),
    ...edges.map(({ from, to, label, property }) => ({
      data: { id: `${from} ${property ?? label} ${to}`, source: from, target: to, label },
    })),
  ];
}

// The layout moves things from where they are: they begin on circles about the middle.
function arrange(graph, nodes) {
  nodes.forEach(({ iri }, index) => {
    const radius = 40 * Math.sqrt(index);
    graph.getElementById(iri).position({ x: radius * Math.cos(index * 2.4), y: radius * Math.sin(index * 2.4) });
  });
  graph.layout(LAYOUT).run();
}

// Names lie side by side: the layout is drawn out to the width there is.
function spread(graph, panel) {
  const box = graph.nodes().boundingBox({ includeLabels: false });
  const factor = (panel.clientWidth / panel.clientHeight) / (box.w / Math.max(1, box.h));
  if (factor > 1) {
    const wider = Math.min(factor, WIDEST);
    graph.nodes().positions((node) => ({ x: node.position("x") * wider, y: node.position("y") }));
  }
  graph.fit(undefined, 30);
}

// Once laid out the whole is in view: its names should be read.
function scaleOf(graph) {
  return Math.min(LARGEST_SCALE, Math.max(1, 1 / graph.zoom()));
}

function styleOf(panel, scale) {
  const colour = coloursOf(panel);
  const kindColour = (kind) => colour(`--kind-${kind}`) || colour("--quiet");
  const node = {
    ...textStyle(colour, 13 * scale),
    label: "data(label)",
    width: 18 * scale,
    height: 18 * scale,
    shape: (element) => SHAPES[element.data("kind")] ?? "hexagon",
    "background-color": (element) => kindColour(element.data("kind")),
    "text-wrap": "ellipsis",
    "text-max-width": 150 * scale,
    "text-valign": "bottom",
    "text-margin-y": 4,
    "text-background-color": colour("--raised"),
    "text-background-opacity": 0.75,
  };
  return [
    { selector: "node", style: node },
    { selector: "node[expanded = 1]", style: { width: 28 * scale, height: 28 * scale, "font-weight": "bold" } },
    { selector: "node:selected", style: { "border-width": 3, "border-color": colour("--ink") } },
    { selector: "edge", style: edgeStyle(colour, scale) },
    { selector: "edge:selected, edge.near", style: { label: "data(label)", width: 2 * scale, "line-opacity": 0.9 } },
  ];
}
