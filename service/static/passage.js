// Marks the characters that #char=start,end names (RFC 5147) in the element #text, and brings them into view.
// Offsets count code points, end exclusive, as the citations do.
"use strict";

(() => {
  const source = document.getElementById("text");

  function unmark() {
    for (const mark of source.querySelectorAll("mark")) {
      mark.replaceWith(...mark.childNodes);
    }
    source.normalize();
  }

  function pieces(start, end) {
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

  function show() {
    const asked = /^#char=(\d{1,9}),(\d{1,9})$/.exec(decodeURIComponent(location.hash));
    unmark();
    if (!asked) return;
    let shown = null;
    for (const [node, first, last] of pieces(Number(asked[1]), Number(asked[2]))) {
      const range = document.createRange();
      range.setStart(node, first);
      range.setEnd(node, last);
      const mark = document.createElement("mark");
      range.surroundContents(mark);
      shown = shown || mark;
    }
    if (shown) shown.scrollIntoView({ block: "center" });
  }

  addEventListener("hashchange", show);
  show();
})();
