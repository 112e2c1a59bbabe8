// The editor in place of the form's text area.
import {
  autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap, completionKeymap, defaultKeymap, EditorState,
  EditorView, highlightActiveLine, highlightSpecialChars, HighlightStyle, history, historyKeymap, indentOnInput, keymap,
  lineNumbers, lintKeymap, Prec, setDiagnostics, sparql, syntaxHighlighting, tags,
} from "../vendor/codemirror-6.43.15.min.js";
import { completionSources } from "./completion.js";
import { element } from "./elements.js";

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.url, tags.link, tags.namespace, tags.typeName, tags.propertyName], color: "var(--code-name)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--raised)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" }, // its host has one
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "12rem", maxHeight: "60vh" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--raised)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-line)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--target)", color: "inherit" },
  ".cm-tooltip": {
    color: "var(--ink)", backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "6px",
    fontFamily: "var(--sans)", boxShadow: "0 0.4rem 1.2rem rgb(0 0 0 / 18%)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--sans)", maxWidth: "min(90vw, 40rem)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--mark)" },
  ".cm-completionLabel": { fontFamily: "var(--mono)" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  ".cm-tooltip.cm-completionInfo": { padding: "0.5rem 0.75rem", lineHeight: "1.6", maxWidth: "24rem" },
  ".cm-diagnostic": { padding: "0.4rem 0.75rem" },
});

// An editor for the form's text area; `run` is called by Ctrl+Enter. Without it the form works as it is.
export function makeEditor(form, configuration, run) {
  const area = form.elements.query;
  const host = element("div", { className: "editor" });
  const root = host.attachShadow({ mode: "open" }); // here CodeMirror's styles are no <style>, which is forbidden
  area.closest("label").replaceWith(host);
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({ doc: area.value, extensions: extensions(configuration, run) }),
  });
  return {
    text: () => view.state.doc.toString(),
    setText: (text) => {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      view.focus();
    },
    clearProblem: () => view.dispatch(setDiagnostics(view.state, [])),
    change: (changes) => view.dispatch({ changes }),
    showProblem: (problem) => mark(view, problem),
    goTo: ({ from }) => {
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
  };
}

function extensions({ words, ...configuration }, run) {
  const runKey = { key: "Mod-Enter", run: () => (run(), true) };
  return [
    lineNumbers(), highlightSpecialChars(), history(), indentOnInput(), bracketMatching(), closeBrackets(),
    highlightActiveLine(), EditorView.lineWrapping, sparql(), syntaxHighlighting(COLOURS), LOOK,
    autocompletion({ override: completionSources({ words, ...configuration }), icons: false, maxRenderedOptions: 60 }),
    EditorView.contentAttributes.of({ "aria-label": words.editor, spellcheck: "false", autocapitalize: "off" }),
    Prec.highest(keymap.of([runKey])),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
  ];
}

// Marks the word at the place that a problem names; null where it names none.
function mark(view, { message, line, column }) {
  const { doc } = view.state;
  if (!line || line > doc.lines) return null;
  const place = wordAt(doc.line(line), column ?? 1);
  view.dispatch(setDiagnostics(view.state, [{ ...place, severity: "error", message }]));
  return place;
}

// The word that begins or goes on at a column of a line, else the one that ends before it; columns count characters.
function wordAt({ text, from }, column) {
  const at = Array.from(text).slice(0, column - 1).join("").length;
  const after = /^[^\s{}();,]+/.exec(text.slice(at))?.[0].length ?? 0;
  const before = after ? "" : (/[^\s{}();,]+\s*$|.$/u.exec(text.slice(0, at))?.[0] ?? "");
  return { from: from + at - before.length, to: from + at - before.length + (after || before.trimEnd().length) };
}
