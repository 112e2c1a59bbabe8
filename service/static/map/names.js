// Names on a map that lie neither on each other nor on dots: the first in order stays; one that would cover something goes
// to another side of its thing, and where every side is taken it is left out.

const GAP = 2; // pixels between names
const SIDES = ["right", "left", "bottom", "top"];

export function keepApart(map, layers) {
  const frame = map.getContainer().getBoundingClientRect();
  const dots = layers.filter((layer) => layer.getRadius).map((layer) => [layer, boxOf(map, layer, frame)]);
  const taken = [];
  for (const layer of layers) {
    const tooltip = layer.getTooltip();
    if (!tooltip?.getElement()) continue;
    const others = dots.filter(([other]) => other !== layer).map(([, box]) => box);
    const side = SIDES.find((one) => fits(turned(tooltip, layer, one), frame, [...taken, ...others]));
    tooltip.getElement().classList.toggle("covered", side === undefined);
    if (side !== undefined) taken.push(tooltip.getElement().getBoundingClientRect());
  }
}

// The box of a dot, computed: what is drawn may be of the zoom before.
function boxOf(map, layer, frame) {
  const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
  const [left, top, radius] = [frame.left + x, frame.top + y, layer.getRadius()];
  return { left: left - radius, right: left + radius, top: top - radius, bottom: top + radius };
}

// The box of a name on a side of its thing, to which it is moved.
function turned(tooltip, layer, side) {
  const away = layer.getRadius?.() ?? 0;
  const offsets = { right: [away, 0], left: [-away, 0], bottom: [0, away], top: [0, -away] };
  if (tooltip.options.direction !== side) {
    tooltip.options.direction = side;
    tooltip.options.offset = offsets[side];
    tooltip.update();
  }
  return tooltip.getElement().getBoundingClientRect();
}

function fits(box, frame, taken) {
  const isOutside = box.right < frame.left || box.left > frame.right || box.bottom < frame.top || box.top > frame.bottom;
  const isCut = !isOutside && (box.right > frame.right || box.left < frame.left);
  return isOutside || (!isCut && !taken.some((other) => meets(box, other)));
}

function meets(one, other) {
  return one.left < other.right + GAP && other.left < one.right + GAP && one.top < other.bottom - GAP && other.top < one.bottom - GAP;
}
