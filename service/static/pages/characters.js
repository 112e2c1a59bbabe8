// Characters of a text that stands in an element: counted in code points from its beginning, end exclusive, as the
// citations count them (RFC 5147: #char=120,180).

// A place named by a fragment, or null: [start, end], in order and within the text.
export function place(fragment, length) {
  let text;
  try {
    text = decodeURIComponent(fragment);
  } catch {
    return null; // a lone % is no place
  }
  const asked = /^#?char=(\d{1,9})?(?:,(\d{1,9})?)?(?:;.*)?$/.exec(text);
  if (!asked || (asked[1] === undefined && asked[2] === undefined)) return null;
  const first = Number(asked[1] ?? 0);
  const last = asked[2] === undefined ? (text.includes(",") ? length : first + 1) : Number(asked[2]);
  const [start, end] = first <= last ? [first, last] : [last, first];
  return start < length && end > start ? [start, Math.min(end, length)] : null;
}

export function lengthOf(source) {
  return [...source.textContent].length;
}

// The parts of the text nodes that hold characters start to end.
export function pieces(source, start, end) {
  const found = [];
  const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
    let first = -1;
    let last = 0;
    let index = 0;
    for (const character of node.data) {
      if (at >= start && at < end) {
        if (first < 0) first = index;
        last = index + character.length;
      }
      index += character.length;
      at += 1;
    }
    if (first >= 0) found.push([node, first, last]);
  }
  return found;
}

// How many characters stand before a point of the document.
export function offsetOf(source, container, offset) {
  const before = document.createRange();
  before.setStart(source, 0);
  before.setEnd(container, offset);
  return [...before.toString()].length;
}
