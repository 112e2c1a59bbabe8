// The edges of a graph as they are drawn wherever one is, in the page's colours.

// A canvas knows no CSS variables: the page's colours are read for it.
export function coloursOf(panel) {
  const styles = getComputedStyle(panel);
  return (name) => styles.getPropertyValue(name).trim();
}

export function textStyle(colour, size) {
  return { "font-size": size, "font-family": colour("--sans"), color: colour("--ink"), "min-zoomed-font-size": 7 };
}

export function edgeStyle(colour, scale) {
  return {
    ...textStyle(colour, 10 * scale),
    color: colour("--quiet"),
    width: scale,
    "line-color": colour("--quiet"),
    "line-opacity": 0.45,
    "target-arrow-color": colour("--quiet"),
    "target-arrow-shape": "triangle",
    "arrow-scale": 0.7 * scale,
    "curve-style": "bezier",
    "text-rotation": "autorotate",
    "text-background-color": colour("--raised"),
    "text-background-opacity": 1,
  };
}
