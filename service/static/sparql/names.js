// What an IRI is called in few characters, and where its page is.

export function shortName(iri, { prefixes, base }) {
  if (iri.startsWith(`${base}id/`)) return decoded(iri.slice(base.length + 3));
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri.startsWith(base) ? decoded(iri.slice(base.length)) : iri;
}

// The address of the page about an IRI; null for what must not become a link (javascript:, urn: …).
export function pageOf(iri, { pages }) {
  for (const [start, address] of Object.entries(pages)) {
    const page = iri.startsWith(start) ? address + iri.slice(start.length) : null;
    if (page !== null) return page.startsWith("//") ? null : page; // "//" would lead to another host
  }
  return /^https?:\/\//i.test(iri) ? iri : null;
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
