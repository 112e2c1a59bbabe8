// Cytoscape.js, kept from writing a <style> element, which our content security policy forbids: it writes none where
// one of its name is there. Its one rule (the container is positioned) is our own sheets' affair.
import cytoscape from "cytoscape";

const NAME = "__________cytoscape_stylesheet";

if (!document.getElementById(NAME)) {
  const placeholder = document.createElement("meta");
  placeholder.id = NAME;
  document.head.append(placeholder);
}

export default cytoscape;
