// The addresses that a query has: the page that opens with it, and its answer in other formats.

const LONGEST = 8000; // characters of an address that every server and browser takes

// The fragment never reaches the server: no limit of its applies, and nothing is logged.
export function addressOf(query) {
  const kept = new URLSearchParams(location.search);
  for (const name of ["query", "question", "format"]) kept.delete(name);
  const search = kept.toString();
  return `${location.pathname}${search && `?${search}`}#${new URLSearchParams({ query })}`;
}

export function askingAddress(endpoint, query, format) {
  const address = `${endpoint}?${new URLSearchParams(format ? { query, format } : { query })}`;
  return address.length <= LONGEST ? address : null;
}

// The formats of an answer with their addresses; none where the query is too long for one.
export function downloads({ sparql, formats }, kind, query) {
  const offered = kind === "graph" ? formats.graph : formats.rows;
  return offered
    .map(([format, label]) => ({ label, address: askingAddress(sparql, query, format), file: `query.${format}` }))
    .filter(({ address }) => address !== null);
}
