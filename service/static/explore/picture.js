// An answer that is a graph, drawn beside its table; a thing leads to where its links are explored.
import { draw } from "./drawing.js";

for (const panel of document.querySelectorAll("[data-graph]")) {
  const graph = draw(panel, JSON.parse(panel.dataset.graph));
  graph.on("tap", "node", ({ target }) => {
    graph.edges().removeClass("near");
    target.connectedEdges().addClass("near");
  });
}
