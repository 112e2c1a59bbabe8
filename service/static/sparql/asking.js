// A query sent and its answer read: rows, a truth value, or triples.
import { askingAddress } from "./addresses.js";
import { readTriples } from "./triples.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.5";
export const LARGEST = 20; // megabytes that are read into the page

export class Stopped extends Error {}
export class TooLarge extends Error {}
export class Unreachable extends Error {}

// What the server says is wrong: its sentence, and the line and column (from 1, in characters) where it knows them.
export class Problem extends Error {
  constructor({ title, detail, line, column }) {
    super(detail || title);
    this.line = line;
    this.column = column;
  }
}

export async function ask(endpoint, query, signal) {
  const started = performance.now();
  try {
    const response = await send(endpoint, query, signal);
    if (!response.ok) throw new Problem(await problemOf(response));
    const text = await read(response);
    const warnings = warningsOf(response.headers.get("Geometry-Warning") ?? "");
    const milliseconds = Math.round(performance.now() - started);
    return { ...parsed(text, response.headers.get("Content-Type") ?? ""), warnings, milliseconds };
  } catch (error) {
    if (signal.aborted) throw new Stopped();
    throw error instanceof TypeError ? new Unreachable() : error; // fetch and read fail so where the network does
  }
}

function send(endpoint, query, signal) {
  const address = askingAddress(endpoint, query);
  const headers = { Accept: ACCEPT };
  if (address) return fetch(address, { headers, signal });
  headers["Content-Type"] = "application/sparql-query";
  return fetch(endpoint, { method: "POST", headers, body: query, signal });
}

// What the server doubts of geometries in the query: a structured list (RFC 9651) of kinds, with line and column.
function warningsOf(header) {
  const items = header.matchAll(/(?:^|, )([a-z-]+);line=(\d+);column=(\d+);detail="(?:[^"\\]|\\.)*"/g);
  return Array.from(items, ([, kind, line, column]) => ({ kind, line: Number(line), column: Number(column) }));
}

async function problemOf(response) {
  const fallback = { title: `${response.status} ${response.statusText}` };
  try {
    return { ...fallback, ...(await response.json()) };
  } catch {
    return fallback; // something in between answered, in words of its own
  }
}

async function read(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value.length;
    if (size > LARGEST * 1e6) {
      await reader.cancel();
      throw new TooLarge();
    }
    parts.push(decoder.decode(value, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}

function parsed(text, type) {
  if (type.startsWith("application/n-triples")) {
    return { kind: "graph", variables: ["subject", "predicate", "object"], rows: readTriples(text) };
  }
  const { head, boolean, results } = JSON.parse(text);
  return boolean === undefined
    ? { kind: "rows", variables: head.vars, rows: results.bindings }
    : { kind: "boolean", value: boolean };
}
