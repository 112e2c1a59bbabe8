// The PREFIX lines of a query: those that a text needs and that are not there yet.

const DECLARATION = /^[ \t]*PREFIX\s+([\w.-]*):\s*<[^>]*>/gim;
const PREFIX = /^([A-Za-z][\w.-]*):/;

// The change that declares the prefix of a name; none for an IRI, an unknown prefix, or one that is declared.
export function addPrefixes(query, name, prefixes) {
  const prefix = PREFIX.exec(name)?.[1];
  const declared = [...query.matchAll(DECLARATION)];
  if (!prefix || !Object.hasOwn(prefixes, prefix) || declared.some((found) => found[1] === prefix)) return [];
  const line = `PREFIX ${prefix}: <${prefixes[prefix]}>`;
  const last = declared.at(-1);
  return last
    ? [{ from: last.index + last[0].length, insert: `\n${line}` }]
    : [{ from: 0, insert: `${line}\n` }];
}

// The changes that declare every known prefix that a query uses and does not declare.
export function missingPrefixes(query, prefixes) {
  const bare = query.replace(/<[^>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?:^|\s)#.*/g, " ");
  const used = new Set(Array.from(bare.matchAll(/(?<![\w?$:-])([A-Za-z][\w-]*):/g), (found) => found[0]));
  return [...used].flatMap((name) => addPrefixes(query, name, prefixes));
}
